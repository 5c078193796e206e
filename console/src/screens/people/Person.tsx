/** One person's page: a tab for each thing there is to know. */
import { Tabs } from "antd";
import { useParams, useSearchParams } from "react-router";
import { type PersonDetail, usePerson } from "@/api/queries/people";
import { Answered } from "@/parts/Answered";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useWords } from "@/words/words";
import { TAB_NAMES, TABS } from "./tabs";

export function Component() {
  const { personId = "" } = useParams();
  const person = usePerson(personId);
  return <Answered query={person}>{(detail) => <Page detail={detail} />}</Answered>;
}

function Page({ detail }: { readonly detail: PersonDetail }) {
  const say = useWords(TAB_NAMES);
  const [search, setSearch] = useSearchParams();
  return (
    <>
      <ScreenTitle title={detail.name}>
        <span className="code">{detail.id}</span>
      </ScreenTitle>
      <Tabs
        activeKey={search.get("tab") ?? TABS[0]?.name}
        onChange={(tab) => setSearch({ tab }, { replace: true })}
        destroyOnHidden
        items={TABS.map(({ name, Body }) => ({ key: name, label: say[name], children: <Body person={detail} /> }))}
      />
    </>
  );
}
