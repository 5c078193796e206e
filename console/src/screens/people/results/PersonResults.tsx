/** A person's results: the trend over periods, and the score card of one of them with its whole explanation. */
import { LeftOutlined, PrinterOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Card, Select, Space } from "antd";
import { Link, useSearchParams } from "react-router";
import type { PersonDetail } from "@/api/queries/people";
import { type PersonResult, useExplained, usePersonResults } from "@/api/queries/personResults";
import { type Scheme, useScheme } from "@/api/queries/schemes";
import { Answered } from "@/parts/Answered";
import { EmptyBox } from "@/parts/EmptyBox";
import { ScoreCard } from "@/parts/score-card/ScoreCard";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { statementOf } from "../address";
import { beside, choose, ruleSetsOf } from "./chosen";
import { ExplanationTree } from "./ExplanationTree";
import { SchemeName } from "./SchemeName";
import { Trend } from "./Trend";
import "./results.css";

const WORDS = words({
  none: { zh: "还没有成绩", en: "There are no results yet" },
  noneHint: {
    zh: "运行一个期间后，成绩会出现在这里。",
    en: "After a period was run, what it found is here.",
  },
  ruleSet: { zh: "方案", en: "Rule set" },
  period: { zh: "期间", en: "Period" },
  earlier: { zh: "上一期", en: "Earlier period" },
  later: { zh: "下一期", en: "Later period" },
  print: { zh: "打印", en: "Print" },
  card: { zh: "成绩单", en: "Score card" },
  tree: { zh: "得分解释", en: "How it came about" },
  noTree: {
    zh: "这是单独记录的成绩，没有保存逐项解释。",
    en: "This result was recorded by itself; its explanation line by line was not kept.",
  },
  run: { zh: (n: number) => `第 ${n} 次运行`, en: (n: number) => `run no. ${n}` },
  recorded: { zh: "单独记录", en: "recorded by itself" },
  version: { zh: (n: number) => `第 ${n} 版`, en: (n: number) => `version ${n}` },
  more: { zh: "更早的期间", en: "Earlier periods" },
});

export function PersonResults({ person }: { readonly person: PersonDetail }) {
  const say = useWords(WORDS);
  const results = usePersonResults(person.id);
  return (
    <Answered query={results}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return <EmptyBox title={say.none}>{say.noneHint}</EmptyBox>;
        return (
          <>
            <Chosen person={person} items={items} />
            {results.hasNextPage && (
              <Button
                style={{ marginTop: 12 }}
                loading={results.isFetchingNextPage}
                onClick={() => results.fetchNextPage()}
              >
                {say.more}
              </Button>
            )}
          </>
        );
      }}
    </Answered>
  );
}

interface ChosenProps {
  readonly person: PersonDetail;
  readonly items: readonly PersonResult[];
}

function Chosen({ person, items }: ChosenProps) {
  const say = useWords(WORDS);
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const shown = choose(items, search.get("rule_set"), search.get("period"));
  const scheme = useScheme(shown.rule_set, shown.version);
  const ofRuleSet = items.filter((item) => item.rule_set === shown.rule_set);
  const { earlier, later } = beside(ofRuleSet, shown);
  const open = (item: Pick<PersonResult, "rule_set" | "period">) =>
    setSearch({ tab: "results", rule_set: item.rule_set, period: item.period }, { replace: true });
  const ruleSets = ruleSetsOf(items);
  return (
    <>
      <div className="person-choices">
        {ruleSets.length > 1 && (
          <Select
            aria-label={say.ruleSet}
            value={shown.rule_set}
            style={{ minWidth: 240 }}
            popupMatchSelectWidth={false}
            onChange={(ruleSet) => open(choose(items, ruleSet, null))}
            options={ruleSets.map((item) => ({
              value: item.rule_set,
              label: <SchemeName ruleSet={item.rule_set} version={item.version} />,
            }))}
          />
        )}
        <Space.Compact>
          <Button
            icon={<LeftOutlined />}
            aria-label={say.earlier}
            disabled={earlier === undefined}
            onClick={() => earlier && open(earlier)}
          />
          <Select
            aria-label={say.period}
            value={shown.period}
            style={{ minWidth: 150 }}
            onChange={(period) => open({ ...shown, period })}
            options={ofRuleSet.map((item) => ({ value: item.period, label: format.period(item.period) }))}
          />
          <Button
            icon={<RightOutlined />}
            aria-label={say.later}
            disabled={later === undefined}
            onClick={() => later && open(later)}
          />
        </Space.Compact>
        <span className="quiet">
          {say.version(shown.version)} ·{" "}
          {shown.run === null ? say.recorded : <Link to={`/runs/${shown.run}`}>{say.run(shown.run)}</Link>} ·{" "}
          {format.time(shown.at)}
        </span>
        <Link to={statementOf(person.id, shown)} style={{ marginInlineStart: "auto" }}>
          <Button icon={<PrinterOutlined />}>{say.print}</Button>
        </Link>
      </div>
      <Answered query={scheme}>
        {(known) => <Shown person={person} shown={shown} items={ofRuleSet} scheme={known} open={open} />}
      </Answered>
    </>
  );
}

interface ShownProps {
  readonly person: PersonDetail;
  readonly shown: PersonResult;
  readonly items: readonly PersonResult[];
  readonly scheme: Scheme;
  readonly open: (item: PersonResult) => void;
}

function Shown({ person, shown, items, scheme, open }: ShownProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const explained = useExplained(shown.run, person.id);
  return (
    <div className="person-results">
      <Card title={label(scheme.labels.name, shown.rule_set)}>
        <ScoreCard result={shown.result} labels={scheme.labels} kinds={scheme.kinds} />
      </Card>
      <div className="person-side">
        <Trend items={items} shown={shown} scheme={scheme} open={open} />
        <Card title={say.tree}>
          {shown.run === null ? (
            <span className="quiet">{say.noTree}</span>
          ) : (
            <Answered query={explained}>
              {({ result }) => <ExplanationTree nodes={result.explanation?.tree ?? []} />}
            </Answered>
          )}
        </Card>
      </div>
    </div>
  );
}
