/** People by team, shop, site, role or manager: how many in each, and the way to them. */
import { Button, Segmented } from "antd";
import { Link, useSearchParams } from "react-router";
import { type Team, useAttributes, useTeamsOfPeople } from "@/api/queries/people";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { EmptyBox } from "@/parts/EmptyBox";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { addressOf } from "../address";
import { conditions, useAttributeNames } from "../attributes";
import "../people.css";

const WORDS = words({
  by: { zh: "分组方式", en: "Put together by" },
  manager: { zh: "上级", en: "Manager" },
  people: { zh: "人数", en: "People" },
  size: { zh: "对比", en: "Compared" },
  none: { zh: "未填写", en: "not told" },
  unknown: { zh: "不在名单里", en: "not in the list" },
  open: { zh: "查看名单", en: "Show them" },
  empty: { zh: "没有可分组的信息", en: "There is nothing to put people together by" },
  emptyHint: {
    zh: "名单里有班组、店铺、职场或上级之后，这里按它们汇总人数。",
    en: "Once the list tells teams, shops, sites or managers, people are counted by them here.",
  },
  actions: { zh: "操作", en: "Actions" },
  more: { zh: "再显示一些", en: "Show more" },
});

const USUAL = ["team", "shop", "site", "role"];

export function TeamList() {
  const say = useWords(WORDS);
  const attributes = useAttributes();
  return (
    <Answered query={attributes}>
      {({ items }) => {
        const told = USUAL.filter((id) => items.some((one) => one.id === id && one.people > 0));
        return <Grouped offered={[...told.map((id) => `attributes.${id}`), "manager"]} empty={say.empty} />;
      }}
    </Answered>
  );
}

function Grouped({ offered, empty }: { readonly offered: readonly string[]; readonly empty: string }) {
  const say = useWords(WORDS);
  const named = useAttributeNames();
  const [search, setSearch] = useSearchParams();
  const by = offered.find((one) => one === search.get("by")) ?? offered[0] ?? "manager";
  const teams = useTeamsOfPeople(by);
  const nameOf = (one: string) => (one === "manager" ? say.manager : named(one.slice("attributes.".length)));
  return (
    <>
      <Segmented
        aria-label={say.by}
        style={{ marginBottom: 12 }}
        value={by}
        onChange={(next) => setSearch({ view: "teams", by: next }, { replace: true })}
        options={offered.map((one) => ({ value: one, label: nameOf(one) }))}
      />
      <Answered query={teams}>
        {({ pages }) => {
          const found = pages.flatMap((page) => page.items);
          const isEmpty = found.every((one) => one.value === null);
          return isEmpty ? (
            <EmptyBox title={empty}>{say.emptyHint}</EmptyBox>
          ) : (
            <TeamTable by={by} title={nameOf(by)} teams={found} />
          );
        }}
      </Answered>
      {teams.hasNextPage && (
        <Button style={{ marginTop: 12 }} loading={teams.isFetchingNextPage} onClick={() => teams.fetchNextPage()}>
          {say.more}
        </Button>
      )}
    </>
  );
}

interface TableProps {
  readonly by: string;
  readonly title: string;
  readonly teams: readonly Team[];
}

function TeamTable({ by, title, teams }: TableProps) {
  const say = useWords(WORDS);
  const format = useFormat();
  const most = Math.max(...teams.map((one) => one.people));
  return (
    <DataTable<Team>
      aria-label={title}
      rowKey={(one) => JSON.stringify(one.value)}
      size="small"
      dataSource={teams}
      columns={[
        { title, render: (_, one) => <Name by={by} team={one} /> },
        { title: say.people, align: "right", width: 110, render: (_, one) => format.number(one.people) },
        {
          title: say.size,
          width: 260,
          render: (_, one) => (
            <span aria-hidden className="team-bar">
              <span style={{ width: `${(one.people / most) * 100}%` }} />
            </span>
          ),
        },
        {
          title: say.actions,
          width: 140,
          render: (_, one) => one.value !== null && <Link to={listOf(by, one.value)}>{say.open}</Link>,
        },
      ]}
    />
  );
}

function Name({ by, team }: { readonly by: string; readonly team: Team }) {
  const say = useWords(WORDS);
  if (team.value === null) return <span className="quiet">{say.none}</span>;
  if (by !== "manager") return <>{team.value}</>;
  if (team.name === null) {
    return (
      <>
        <span className="code">{team.value}</span> <span className="quiet">{say.unknown}</span>
      </>
    );
  }
  return (
    <>
      <Link to={addressOf(team.value)}>{team.name}</Link> <span className="quiet code">{team.value}</span>
    </>
  );
}

function listOf(by: string, value: string): string {
  const search = new URLSearchParams();
  if (by === "manager") search.set("manager", value);
  else search.set("attributes", conditions({ [by.slice("attributes.".length)]: value }) ?? "");
  return `/people?${search}`;
}
