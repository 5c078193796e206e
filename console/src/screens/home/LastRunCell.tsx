/** The last run of a rule set: of which period, in which state, how many people, and how many without a score. */
import { Link } from "react-router";
import type { Run } from "@/api/queries/runs";
import { StateTag } from "@/screens/runs/state";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";

const WORDS = words({
  never: { zh: "还没有运行过", en: "never run" },
  people: { zh: (n: number) => `${n} 人`, en: (n: number) => (n === 1 ? "1 person" : `${n} people`) },
  without: { zh: (n: number) => `${n} 人没有成绩`, en: (n: number) => `${n} without a score` },
});

export function LastRunCell({ run }: { readonly run: Run | null | undefined }) {
  const say = useWords(WORDS);
  const format = useFormat();
  if (run === undefined) return "–";
  if (run === null) return <span className="quiet">{say.never}</span>;
  const without = (run.counts?.problem ?? 0) + (run.counts?.incomplete ?? 0);
  return (
    <div className="last-run">
      <Link to={`/runs/${run.id}`}>{format.period(run.period)}</Link>
      <StateTag state={run.state} />
      {run.people.total !== null && <span className="quiet">{say.people(run.people.total)}</span>}
      {without > 0 && <span className="without">{say.without(without)}</span>}
    </div>
  );
}
