/** Everybody: looked for by name or id, as they are today. */
import { Button, Input, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { type Person, usePeople } from "@/api/queries/people";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { EmptyBox } from "@/parts/EmptyBox";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useWords, words } from "@/words/words";
import { addressOf } from "./address";

const WORDS = words({
  title: { zh: "人员", en: "People" },
  search: { zh: "按姓名或工号查找", en: "Look for a name or id" },
  name: { zh: "姓名", en: "Name" },
  id: { zh: "工号", en: "Id" },
  manager: { zh: "上级", en: "Manager" },
  none: { zh: "没有找到人员", en: "Nobody was found" },
  left: { zh: "已离职", en: "left" },
  more: { zh: "再显示一些", en: "Show more" },
});

export function Component() {
  const say = useWords(WORDS);
  const [sought, setSought] = useState("");
  const people = usePeople(sought ? { q: sought } : {});
  return (
    <>
      <ScreenTitle title={say.title} />
      <Input.Search
        allowClear
        style={{ maxWidth: 360, marginBottom: 12 }}
        placeholder={say.search}
        aria-label={say.search}
        maxLength={200}
        onChange={(event) => setSought(event.target.value.trim())}
      />
      <Answered query={people}>
        {({ pages }) => {
          const found = pages.flatMap((page) => page.items);
          return found.length === 0 ? <EmptyBox title={say.none} /> : <PeopleTable people={found} />;
        }}
      </Answered>
      {people.hasNextPage && (
        <Button style={{ marginTop: 12 }} loading={people.isFetchingNextPage} onClick={() => people.fetchNextPage()}>
          {say.more}
        </Button>
      )}
    </>
  );
}

function PeopleTable({ people }: { readonly people: readonly Person[] }) {
  const say = useWords(WORDS);
  return (
    <DataTable<Person>
      aria-label={say.title}
      rowKey="id"
      size="small"
      dataSource={people}
      columns={[
        {
          title: say.name,
          render: (_, person) => (
            <>
              <Link to={addressOf(person.id)}>{person.name}</Link> {person.ended && <Tag>{say.left}</Tag>}
            </>
          ),
        },
        { title: say.id, render: (_, person) => <span className="code">{person.id}</span> },
        { title: say.manager, render: (_, person) => person.manager ?? "–" },
      ]}
    />
  );
}
