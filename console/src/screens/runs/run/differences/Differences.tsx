/** What a run changed against the one it supersedes, person by person, to the cent. */
import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type Difference, useDifferences } from "@/api/queries/runs";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { EmptyBox } from "@/parts/EmptyBox";
import { STATUS } from "@/parts/score-card/ScoreCard";
import { ResultLink } from "@/screens/people/ResultLink";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import type { FoundProps } from "../Found";

const WORDS = words({
  title: { zh: "与上次的差异", en: "Differences" },
  about: {
    zh: (n: number) => `与第 ${n} 次运行相比，以下人员的状态、得分、等级或实发有变化。`,
    en: (n: number) => `Compared with run no. ${n}, these people's status, score, tier or payout changed.`,
  },
  person: { zh: "姓名", en: "Person" },
  status: { zh: "状态", en: "Status" },
  score: { zh: "得分", en: "Score" },
  tier: { zh: "等级", en: "Tier" },
  net: { zh: "实发", en: "Payout" },
  none: { zh: "没有变化", en: "Nothing changed" },
  noneHint: { zh: "所有人的结果与上次相同。", en: "Everybody has the same result as before." },
  more: { zh: "再显示一些", en: "Show more" },
  up: { zh: "增加", en: "up" },
  down: { zh: "减少", en: "down" },
});

export function Differences({ run, scheme }: FoundProps) {
  const say = useWords(WORDS);
  const status = useWords(STATUS);
  const label = useLabels();
  const format = useFormat();
  const found = useDifferences(run.id);
  const { labels } = scheme;
  const named = (told: string | null) => (told === null ? null : status[told as keyof typeof status]);
  const money = (amount: string) => format.money(amount, labels.currency);
  return (
    <Answered query={found}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.items);
        if (rows.length === 0) return <EmptyBox title={say.none}>{say.noneHint}</EmptyBox>;
        return (
          <>
            <p className="quiet">{say.about(run.supersedes ?? 0)}</p>
            <DataTable<Difference>
              aria-label={say.title}
              size="small"
              rowKey="subject"
              dataSource={rows}
              columns={[
                {
                  title: say.person,
                  render: (_, row) => (
                    <ResultLink person={row.subject} run={run}>
                      {row.name ?? row.subject} {row.name !== null && <span className="quiet code">{row.subject}</span>}
                    </ResultLink>
                  ),
                },
                {
                  title: say.status,
                  render: (_, { status: { before, after } }) => <Change before={named(before)} after={named(after)} />,
                },
                {
                  title: say.score,
                  render: (_, { score: { before, after, change } }) => (
                    <>
                      <Change
                        before={before === null ? null : format.number(before)}
                        after={after === null ? null : format.number(after)}
                      />
                      {change !== null && change !== 0 && <By up={change > 0} told={format.number(Math.abs(change))} />}
                    </>
                  ),
                },
                {
                  title: say.tier,
                  render: (_, { tier: { before, after } }) => (
                    <Change
                      before={before && label(labels.tiers[before], before)}
                      after={after && label(labels.tiers[after], after)}
                    />
                  ),
                },
                {
                  title: say.net,
                  render: (_, { net: { before, after, change } }) => (
                    <>
                      <Change before={before && money(before)} after={after && money(after)} />
                      {change !== null && Number(change) !== 0 && (
                        <By up={!change.startsWith("-")} told={money(change.replace(/^-/, ""))} />
                      )}
                    </>
                  ),
                },
              ]}
            />
            {found.hasNextPage && (
              <Button
                style={{ marginTop: 12 }}
                loading={found.isFetchingNextPage}
                onClick={() => found.fetchNextPage()}
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

function Change({ before, after }: { readonly before: string | null; readonly after: string | null }) {
  if (before === after) return <span className="quiet">{after ?? "–"}</span>;
  return (
    <>
      <span className="quiet">{before ?? "–"}</span> → <strong>{after ?? "–"}</strong>
    </>
  );
}

function By({ up, told }: { readonly up: boolean; readonly told: string }) {
  const say = useWords(WORDS);
  return (
    <span className={up ? "up" : "down"} style={{ marginInlineStart: 8 }}>
      <span role="img" aria-label={up ? say.up : say.down}>
        {up ? <ArrowUpOutlined aria-hidden /> : <ArrowDownOutlined aria-hidden />}
      </span>{" "}
      {told}
    </span>
  );
}
