/** Why people have no result, by reason. */
import { Alert } from "antd";
import { type Run, useRunProblems } from "@/api/queries/runs";
import { ResultLink } from "@/screens/people/ResultLink";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";

const WORDS = words({
  without: {
    zh: (people: string) => `${people} 人没有成绩`,
    en: (people: string) => `Without a result: ${people}`,
  },
  reason: {
    zh: (message: string, people: string) => `${message}：${people} 人`,
    en: (message: string, people: string) => `${message}: ${people}`,
  },
  such: { zh: "例如", en: "such as" },
  notAll: { zh: "只查看了其中 2,000 人。", en: "Only 2,000 of them were looked at." },
});

export function Problems({ run }: { readonly run: Run }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const without = (run.counts?.incomplete ?? 0) + (run.counts?.problem ?? 0);
  const problems = useRunProblems(run.id, without > 0).data;
  if (without === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={say.without(format.number(without))}
      description={
        problems && (
          <>
            <ul className="run-problems">
              {problems.items.map((one) => (
                <li key={`${one.code}:${one.id}`}>
                  {say.reason(label(one.message), format.number(one.people))}{" "}
                  <span className="quiet">
                    {say.such}{" "}
                    {one.first.map((person, place) => (
                      <span key={person}>
                        {place > 0 && " · "}
                        <ResultLink person={person} run={run}>
                          {person}
                        </ResultLink>
                      </span>
                    ))}
                  </span>
                </li>
              ))}
            </ul>
            {!problems.complete && say.notAll}
          </>
        )
      }
    />
  );
}
