/** What is still missing for a period, said before the run rather than after it. */
import { Alert } from "antd";
import { Link } from "react-router";
import { asProblem } from "@/api/problem";
import { useFiguresOverview } from "@/api/queries/figures";
import { useFormat } from "@/words/format";
import { type Label, useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";

const WORDS = words({
  nobody: { zh: "没有人参加", en: "Nobody takes part" },
  nobodyHint: {
    zh: "人员名单中没有人符合这个方案的 applies_to。",
    en: "Nobody in the list of people fits the rule set's applies_to.",
  },
  noVersion: {
    zh: "这个期间没有生效的版本",
    en: "No version is in force for this period",
  },
  noVersionHint: {
    zh: "检查期间的写法，或先发布一个在此期间生效的版本。",
    en: "Check how the period is written, or publish a version that is in effect by then.",
  },
  ready: {
    zh: (people: string) => `${people} 人参加，填报的数据已齐`,
    en: (people: string) => `Taking part: ${people}; every figure they need is there`,
  },
  lacking: {
    zh: (complete: string, people: string) => `${people} 人参加，其中 ${complete} 人数据已齐`,
    en: (complete: string, people: string) =>
      `Of ${people} people who take part, ${complete} have every figure they need`,
  },
  hint: {
    zh: "现在也可以运行：缺数据的人没有成绩，补齐后再运行一次即可。",
    en: "It can be run all the same: who lacks something gets no result, until it is entered and run again.",
  },
  lack: {
    zh: (name: string, people: string) => `${name}：缺 ${people} 人`,
    en: (name: string, people: string) => `${name}: ${people} without`,
  },
  refused: {
    zh: (people: string) => `${people} 人的数据不符合要求`,
    en: (people: string) => `${people} with values that are refused`,
  },
  data: { zh: "查看本期数据", en: "See the data of the period" },
});

interface Props {
  readonly ruleSet: string;
  readonly period: string;
  readonly version?: number;
}

export function Readiness({ ruleSet, period, version }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const { data, error } = useFiguresOverview(ruleSet, period, version);
  if (error && asProblem(error).status === 404)
    return <Alert type="warning" showIcon title={say.noVersion} description={say.noVersionHint} />;
  // What else keeps it from being told keeps the run from nothing.
  if (error || data === undefined) return null;
  if (data.people === 0) return <Alert type="warning" showIcon title={say.nobody} description={say.nobodyHint} />;
  const told = (count: number) => format.number(count);
  const lacking = data.inputs.filter((one) => one.needed && one.lack > 0);
  const link = (
    <Link to={`/data?rule_set=${encodeURIComponent(ruleSet)}&period=${encodeURIComponent(period)}`}>{say.data}</Link>
  );
  if (data.complete === data.people && data.refused === 0) {
    return <Alert type="success" showIcon title={say.ready(told(data.people))} action={link} />;
  }
  return (
    <Alert
      className="run-missing"
      type="warning"
      showIcon
      title={say.lacking(told(data.complete), told(data.people))}
      description={
        <>
          {say.hint}
          <ul>
            {data.refused > 0 && <li>{say.refused(told(data.refused))}</li>}
            {lacking.map((one) => (
              <li key={one.id}>{say.lack(label(one.label as Label, one.id), told(one.lack))}</li>
            ))}
          </ul>
          {link}
        </>
      }
    />
  );
}
