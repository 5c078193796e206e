/** Places by score, by a metric or by money; among all or within groups; with names or without. */
import { Button, Segmented, Switch } from "antd";
import { useState } from "react";
import { type Place, type Ranking, useLeaderboard } from "@/api/queries/runs";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { EmptyBox } from "@/parts/EmptyBox";
import { ResultLink } from "@/screens/people/ResultLink";
import { useWords, words } from "@/words/words";
import { useAttributes } from "../attributes";
import { Choice } from "../Choice";
import type { FoundProps } from "../Found";
import { nameOf, useMeasured, useMeasures } from "../measures";
import { placeIn } from "./place";

const WORDS = words({
  title: { zh: "排行榜", en: "Leaderboard" },
  by: { zh: "按", en: "By" },
  within: { zh: "分组", en: "Within" },
  everybody: { zh: "全体", en: "everybody" },
  order: { zh: "顺序", en: "Order" },
  desc: { zh: "高者在前", en: "highest first" },
  asc: { zh: "低者在前", en: "lowest first" },
  anonymous: { zh: "不显示姓名", en: "Without names" },
  hidden: { zh: "（匿名）", en: "(name hidden)" },
  place: { zh: "名次", en: "Place" },
  person: { zh: "姓名", en: "Person" },
  noGroup: { zh: "（未分组）", en: "(no group)" },
  none: { zh: "没有可以排名的人", en: "There is nobody to rank" },
  more: { zh: "再显示一些", en: "Show more" },
  places: { zh: placeIn.zh, en: placeIn.en },
});

export function Leaderboard({ run, scheme }: FoundProps) {
  const say = useWords(WORDS);
  const [ranking, setRanking] = useState<Ranking>({ by: "score", order: "desc", anonymous: false });
  const put = (change: Partial<Ranking>) => setRanking({ ...ranking, ...change });
  const board = useLeaderboard(run.id, ranking);
  const measures = useMeasures(scheme);
  const attributes = useAttributes(run.id, scheme);
  const told = useMeasured(scheme, ranking.by);
  const person = (place: Place) => {
    if (place.subject === null) return <span className="quiet">{say.hidden}</span>;
    return (
      <ResultLink person={place.subject} run={run}>
        {place.name ?? place.subject}
      </ResultLink>
    );
  };
  return (
    <>
      <div className="run-choices">
        <Choice name={say.by} value={ranking.by} onChange={(by) => put({ by })} options={measures} />
        <Choice
          name={say.within}
          value={ranking.within ?? ""}
          onChange={(within) => put({ within: within || undefined })}
          options={[{ value: "", label: say.everybody }, ...attributes]}
        />
        <Segmented
          aria-label={say.order}
          value={ranking.order}
          onChange={(order) => put({ order })}
          options={(["desc", "asc"] as const).map((value) => ({ value, label: say[value] }))}
        />
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control */}
        <label>
          <Switch checked={ranking.anonymous} onChange={(anonymous) => put({ anonymous })} aria-label={say.anonymous} />
          {say.anonymous}
        </label>
      </div>
      <Answered query={board}>
        {({ pages }) => {
          const places = pages.flatMap((page) => page.items);
          if (places.length === 0) return <EmptyBox title={say.none} />;
          return (
            <DataTable<Place>
              aria-label={say.title}
              size="small"
              rowKey={(place) => places.indexOf(place)}
              dataSource={places}
              columns={[
                ...(ranking.within
                  ? [
                      {
                        title: attributes.find((one) => one.value === ranking.within)?.label,
                        render: (_: unknown, place: Place) => place.group ?? say.noGroup,
                      },
                    ]
                  : []),
                { title: say.place, render: (_, place) => say.places(place.place, place.tied > 1) },
                { title: say.person, render: (_, place) => person(place) },
                { title: nameOf(measures, ranking.by), align: "right", render: (_, place) => told(place.value) },
              ]}
            />
          );
        }}
      </Answered>
      {board.hasNextPage && (
        <Button style={{ marginTop: 12 }} loading={board.isFetchingNextPage} onClick={() => board.fetchNextPage()}>
          {say.more}
        </Button>
      )}
    </>
  );
}
