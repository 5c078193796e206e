/** Everybody, as a list to search and sort, or by team. */
import { UploadOutlined, UserAddOutlined } from "@ant-design/icons";
import { Button, Space, Tabs } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useMay } from "@/api/queries/session";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useWords, words } from "@/words/words";
import { PeopleList } from "./list/PeopleList";
import { TeamList } from "./list/TeamList";

const AddPersonDialog = lazy(() => import("./change/AddPersonDialog"));

const WORDS = words({
  title: { zh: "人员", en: "People" },
  about: {
    zh: "谁在、什么岗位、从哪天起。考核按期间内每一天的情况计算。",
    en: "Who is there, in which role, since when. Scoring goes by what holds on each day of a period.",
  },
  list: { zh: "名单", en: "List" },
  teams: { zh: "按团队", en: "By team" },
  add: { zh: "添加人员", en: "Add a person" },
  upload: { zh: "导入名单", en: "Import a list" },
});

export function Component() {
  const say = useWords(WORDS);
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <ScreenTitle
        title={say.title}
        actions={
          may("edit") && (
            <Space>
              <Button icon={<UserAddOutlined />} onClick={() => setAdding(true)}>
                {say.add}
              </Button>
              <Link to="/data/import?use=people">
                <Button type="primary" icon={<UploadOutlined />}>
                  {say.upload}
                </Button>
              </Link>
            </Space>
          )
        }
      >
        {say.about}
      </ScreenTitle>
      <Tabs
        activeKey={search.get("view") ?? "list"}
        onChange={(view) => setSearch(view === "list" ? {} : { view })}
        destroyOnHidden
        items={[
          { key: "list", label: say.list, children: <PeopleList /> },
          { key: "teams", label: say.teams, children: <TeamList /> },
        ]}
      />
      {adding && (
        <Suspense>
          <AddPersonDialog close={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}
