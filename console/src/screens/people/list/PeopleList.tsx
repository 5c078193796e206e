/** The list of people: searched, filtered and sorted by the API, drawn row by row as one scrolls. */
import { Button, Input, Select, Tag } from "antd";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "react-router";
import {
  type PeopleSearch,
  type Person,
  useAttributes,
  usePeople,
  useTeamsOfPeople,
  type Value,
} from "@/api/queries/people";
import { Answered } from "@/parts/Answered";
import { EmptyBox } from "@/parts/EmptyBox";
import { type LongColumn, LongTable } from "@/parts/LongTable";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { addressOf } from "../address";
import { conditions, conditionsIn, useAttributeNames } from "../attributes";
import "../people.css";

const WORDS = words({
  title: { zh: "人员名单", en: "List of people" },
  search: { zh: "按姓名或工号查找", en: "Look for a name or id" },
  name: { zh: "姓名", en: "Name" },
  id: { zh: "工号", en: "Id" },
  manager: { zh: "上级", en: "Manager" },
  since: { zh: "现状自", en: "So since" },
  all: { zh: (what: string) => `全部${what}`, en: (what: string) => `any ${what}` },
  present: { zh: "在职情况", en: "Presence" },
  there: { zh: "在职", en: "who are there" },
  gone: { zh: "已离开", en: "who have left" },
  both: { zh: "在职和已离开", en: "all of them" },
  reports: { zh: (who: string) => `上级：${who}`, en: (who: string) => `manager: ${who}` },
  clear: { zh: "清除筛选", en: "Clear" },
  none: { zh: "没有符合条件的人员", en: "Nobody matches" },
  nobody: { zh: "名单还是空的", en: "The list is still empty" },
  nobodyHint: {
    zh: "导入一份花名册（xlsx、CSV），或逐个添加。",
    en: "Import a list (xlsx or CSV), or add people one by one.",
  },
  upload: { zh: "导入名单", en: "Import a list" },
  left: { zh: "已离开", en: "left" },
  shown: { zh: (n: string) => `已显示 ${n} 人`, en: (n: string) => `People shown: ${n}` },
  more: { zh: "，向下滚动继续", en: "; scroll on for more" },
});

const USUAL = ["role", "team", "shop", "site"];
const MOST_COLUMNS = 5;

export function PeopleList() {
  const say = useWords(WORDS);
  const [search, setSearch] = useSearchParams();
  const wanted = wantedIn(search);
  const people = usePeople(wanted);
  const set = (name: string, value: string | undefined) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const isSelected = Object.keys(wanted).some((name) => name !== "sort");
  return (
    <>
      <Filters set={set} />
      <Answered query={people}>
        {({ pages }) => {
          const found = pages.flatMap((page) => page.items);
          if (found.length === 0 && !isSelected) return <Nobody />;
          if (found.length === 0) return <EmptyBox title={say.none} />;
          return (
            <>
              <PeopleTable
                people={found}
                sort={wanted.sort ?? "id"}
                onSort={(sort) => set("sort", sort === "id" ? undefined : sort)}
                onEnd={() => people.hasNextPage && !people.isFetchingNextPage && void people.fetchNextPage()}
              />
              <p className="quiet people-count" aria-live="polite">
                {say.shown(String(found.length))}
                {people.hasNextPage && say.more}
              </p>
            </>
          );
        }}
      </Answered>
    </>
  );
}

function wantedIn(search: URLSearchParams): PeopleSearch {
  const told = Object.fromEntries(
    ["q", "attributes", "manager", "present", "sort"].flatMap((name) => {
      const value = search.get(name);
      return value ? [[name, value]] : [];
    }),
  );
  return told as PeopleSearch;
}

function Filters({ set }: { readonly set: (name: string, value: string | undefined) => void }) {
  const say = useWords(WORDS);
  const [search] = useSearchParams();
  const [typed, setTyped] = useState(search.get("q") ?? "");
  const known = useAttributes().data?.items ?? [];
  const chosen = conditionsIn(search.get("attributes") ?? "");
  const offered = USUAL.filter(
    (id) => chosen[id] !== undefined || known.some((one) => one.id === id && one.people > 0),
  );
  // Letters that follow one another quickly are one question.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed sets it off
  useEffect(() => {
    const later = setTimeout(() => set("q", typed.trim() || undefined), 250);
    return () => clearTimeout(later);
  }, [typed]);
  const manager = search.get("manager");
  return (
    <search className="people-filters">
      <Input.Search
        allowClear
        className="people-search"
        placeholder={say.search}
        aria-label={say.search}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {offered.map((id) => (
        <AttributeFilter
          key={id}
          id={id}
          value={chosen[id]}
          choose={(value) => set("attributes", conditions({ ...chosen, [id]: value ?? "" }))}
        />
      ))}
      {Object.entries(chosen)
        .filter(([id]) => !offered.includes(id))
        .map(([id, value]) => (
          <Tag key={id} closable onClose={() => set("attributes", conditions({ ...chosen, [id]: "" }))}>
            {id}: {value}
          </Tag>
        ))}
      <Select
        aria-label={say.present}
        style={{ minWidth: 150 }}
        value={search.get("present") ?? "true"}
        onChange={(value) => set("present", value === "true" ? undefined : value)}
        options={[
          { value: "true", label: say.there },
          { value: "false", label: say.gone },
          { value: "any", label: say.both },
        ]}
      />
      {manager && (
        <Tag closable onClose={() => set("manager", undefined)} style={{ alignSelf: "center" }}>
          {say.reports(manager)}
        </Tag>
      )}
    </search>
  );
}

interface FilterProps {
  readonly id: string;
  readonly value: string | undefined;
  readonly choose: (value: string | undefined) => void;
}

function AttributeFilter({ id, value, choose }: FilterProps) {
  const say = useWords(WORDS);
  const named = useAttributeNames();
  const teams = useTeamsOfPeople(`attributes.${id}`);
  const values = teams.data?.pages.flatMap((page) => page.items).filter((one) => one.value !== null) ?? [];
  return (
    <Select
      allowClear
      showSearch
      style={{ minWidth: 130 }}
      aria-label={named(id)}
      placeholder={say.all(named(id))}
      value={value}
      onChange={(next) => choose(next)}
      options={values.map((one) => ({ value: one.value as string, label: `${one.value} (${one.people})` }))}
    />
  );
}

interface TableProps {
  readonly people: readonly Person[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly onEnd: () => void;
}

function PeopleTable({ people, sort, onSort, onEnd }: TableProps) {
  const say = useWords(WORDS);
  const format = useFormat();
  const named = useAttributeNames();
  const known = useAttributes().data?.items ?? [];
  const managers = useTeamsOfPeople("manager").data?.pages.flatMap((page) => page.items) ?? [];
  const names = new Map(managers.map((one) => [one.value, one.name]));
  const ids = known.filter((one) => one.people > 0).map((one) => one.id);
  const shown = [...USUAL.filter((id) => ids.includes(id)), ...ids.filter((id) => !USUAL.includes(id))];
  const columns: LongColumn<Person>[] = [
    {
      key: "name",
      title: say.name,
      width: 170,
      sort: "name",
      render: (person) => (
        <>
          <Link to={addressOf(person.id)}>{person.name}</Link> {person.ended && <Tag>{say.left}</Tag>}
        </>
      ),
    },
    { key: "id", title: say.id, width: 130, sort: "id", render: (person) => <span className="code">{person.id}</span> },
    ...shown.slice(0, MOST_COLUMNS).map((id) => ({
      key: `attributes.${id}`,
      title: named(id),
      width: 140,
      sort: `attributes.${id}`,
      render: (person: Person) => told((person.attributes as { [id: string]: Value | undefined })[id]),
    })),
    {
      key: "manager",
      title: say.manager,
      width: 160,
      sort: "manager",
      render: (person) =>
        person.manager === null ? (
          <span className="quiet">–</span>
        ) : (
          <Link to={addressOf(person.manager)}>{names.get(person.manager) ?? person.manager}</Link>
        ),
    },
    {
      key: "since",
      title: say.since,
      width: 130,
      render: (person) => (person.from ? format.period(person.from) : "–"),
    },
  ];
  return (
    <LongTable<Person>
      label={say.title}
      columns={columns}
      rows={people}
      rowKey={(person) => person.id}
      sort={sort}
      onSort={onSort}
      onEnd={onEnd}
    />
  );
}

function told(value: Value | undefined) {
  return value === undefined ? <span className="quiet">–</span> : String(value);
}

function Nobody() {
  const say = useWords(WORDS);
  return (
    <EmptyBox
      title={say.nobody}
      action={
        <Link to="/data/import?use=people">
          <Button type="primary">{say.upload}</Button>
        </Link>
      }
    >
      {say.nobodyHint}
    </EmptyBox>
  );
}
