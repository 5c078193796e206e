/** Groups side by side: how they did, who has which tier, what they are paid. */
import { Card } from "antd";
import { useMemo, useState } from "react";
import { type Team, useDistribution, useTeams } from "@/api/queries/runs";
import { Answered } from "@/parts/Answered";
import { Chart } from "@/parts/chart/Chart";
import { DataTable } from "@/parts/DataTable";
import { EmptyBox } from "@/parts/EmptyBox";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { useAttributes } from "../attributes";
import { Choice } from "../Choice";
import type { FoundProps } from "../Found";
import { nameOf, useMeasured, useMeasures } from "../measures";
import { bars } from "./bars";

const WORDS = words({
  title: { zh: "团队对比", en: "Teams" },
  within: { zh: "按什么分组", en: "Groups by" },
  by: { zh: "比较", en: "Compare" },
  chart: {
    zh: (name: string) => `各组${name}的平均与范围`,
    en: (name: string) => `Mean and range of ${name} by group`,
  },
  group: { zh: "组", en: "Group" },
  noGroup: { zh: "（未分组）", en: "(no group)" },
  people: { zh: "人数", en: "People" },
  scored: { zh: "已计分", en: "Scored" },
  mean: { zh: "平均", en: "Mean" },
  median: { zh: "中位数", en: "Median" },
  lowest: { zh: "最低", en: "Lowest" },
  highest: { zh: "最高", en: "Highest" },
  net: { zh: "实发合计", en: "Payout in sum" },
  none: { zh: "人员没有可以分组的属性", en: "People have no attribute to group them by" },
});

export function Teams({ run, scheme }: FoundProps) {
  const say = useWords(WORDS);
  const attributes = useAttributes(run.id, scheme);
  const [chosen, setChosen] = useState<string>();
  const [by, setBy] = useState("score");
  const within = chosen ?? attributes[0]?.value;
  const teams = useTeams(run.id, within, by);
  const measures = useMeasures(scheme);
  if (within === undefined) return <EmptyBox title={say.none} />;
  return (
    <>
      <div className="run-choices">
        <Choice name={say.within} value={within} onChange={setChosen} options={[...attributes]} />
        <Choice name={say.by} value={by} onChange={setBy} options={measures} />
      </div>
      <Answered query={teams}>
        {({ items }) => <Compared run={run} scheme={scheme} teams={items} by={by} name={nameOf(measures, by)} />}
      </Answered>
    </>
  );
}

interface ComparedProps extends FoundProps {
  readonly teams: readonly Team[];
  readonly by: string;
  readonly name: string;
}

function Compared({ run, scheme, teams, by, name }: ComparedProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const told = useMeasured(scheme, by);
  const spread = useDistribution(run.id).data;
  const option = useMemo(() => bars(teams, { ...say, name, told }), [teams, say, name, told]);
  const figure = (title: string, value: (team: Team) => number | string | null) => ({
    title,
    align: "right" as const,
    render: (_: unknown, team: Team) => told(value(team)),
  });
  return (
    <div className="run-panels">
      <Card>
        <Chart label={say.chart(name)} option={option} height={Math.max(160, 60 + 44 * teams.length)} />
      </Card>
      <DataTable<Team>
        aria-label={say.title}
        size="small"
        rowKey={(team) => team.group ?? ""}
        dataSource={teams}
        columns={[
          { title: say.group, render: (_, team) => team.group ?? say.noGroup },
          { title: say.people, align: "right", render: (_, team) => format.number(team.people) },
          { title: say.scored, align: "right", render: (_, team) => format.number(team.scored) },
          figure(say.mean, (team) => team.mean),
          figure(say.median, (team) => team.median),
          figure(say.lowest, (team) => team.lowest),
          figure(say.highest, (team) => team.highest),
          ...(spread?.tiers ?? []).map((tier) => ({
            title: label(tier.label, tier.id),
            align: "right" as const,
            render: (_: unknown, team: Team) => format.number(team.tiers[tier.id] ?? 0),
          })),
          ...(spread?.net == null
            ? []
            : [
                {
                  title: say.net,
                  align: "right" as const,
                  render: (_: unknown, team: Team) =>
                    team.net === null ? "–" : format.money(team.net, spread.currency),
                },
              ]),
        ]}
      />
    </div>
  );
}
