/** What holds of a person today, day by day, and everything that was ever told. */
import { EditOutlined, LogoutOutlined, RollbackOutlined } from "@ant-design/icons";
import { App, Button, Card, Popconfirm, Tag, Timeline } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link, useNavigate } from "react-router";
import { asProblem } from "@/api/problem";
import { useKeys } from "@/api/queries/keys";
import { type PersonDetail, useRemovePerson, type Value } from "@/api/queries/people";
import { useMay } from "@/api/queries/session";
import { DataTable } from "@/parts/DataTable";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { useAttributeNames } from "./attributes";
import { PersonLink } from "./PersonLink";
import { type Difference, type Stretch, stretchesOf } from "./spells";
import "./people.css";

const ChangeDialog = lazy(() => import("./change/ChangeDialog"));
const EndDialog = lazy(() => import("./change/EndDialog"));

const WORDS = words({
  now: { zh: "现在", en: "Now" },
  later: { zh: "从将来某日起在名单上", en: "On the list from a day to come" },
  left: { zh: "已离开", en: "has left" },
  since: { zh: "自", en: "Since" },
  manager: { zh: "上级", en: "Manager" },
  above: { zh: "再上级", en: "Above" },
  nothing: { zh: "没有登记任何属性", en: "Nothing is told yet" },
  reports: { zh: "下属", en: "Reports" },
  showReports: { zh: "查看直接下属", en: "Who reports to them" },
  change: { zh: "登记变动", en: "Tell a change" },
  end: { zh: "办理离开", en: "Tell that they leave" },
  back: { zh: "登记回归", en: "Tell that they are back" },
  remove: { zh: "撤回此人", en: "Take back" },
  removeSure: {
    zh: "只用于误录入的人。离开的人请办理离开，历史会保留。",
    en: "Only for somebody entered by mistake. For who leaves, tell that they leave: the history stays.",
  },
  yes: { zh: "撤回", en: "Take back" },
  no: { zh: "取消", en: "Cancel" },
  removed: { zh: "已从名单撤回", en: "Taken back from the list" },
  timeline: { zh: "时间线", en: "Day by day" },
  begins: { zh: "进入名单", en: "joins the list" },
  leaves: { zh: "已离开", en: "has left" },
  returns: { zh: "回归", en: "is back" },
  changes: { zh: "变动", en: "changes" },
  present: { zh: "至今", en: "until further notice" },
  coming: { zh: "将来", en: "to come" },
  told: { zh: "登记记录", en: "What was told" },
  toldAbout: {
    zh: "每次登记都保留，更正也是新的一条。",
    en: "Everything told stays; a correction is another entry.",
  },
  from: { zh: "自哪天起", en: "From" },
  what: { zh: "内容", en: "What" },
  by: { zh: "登记人", en: "By" },
  at: { zh: "登记时间", en: "Told" },
  name: { zh: "姓名", en: "name" },
  noValue: { zh: "无", en: "none" },
  takenBack: { zh: "此前登记的全部撤回", en: "everything before is taken back" },
  server: { zh: "服务器命令行", en: "server's command line" },
});

export function PersonDetails({ person }: { readonly person: PersonDetail }) {
  const say = useWords(WORDS);
  return (
    <div className="person-columns">
      <Now person={person} />
      <Card title={say.timeline}>
        <DayByDay person={person} />
      </Card>
      <Card title={say.told} style={{ gridColumn: "1 / -1" }} styles={{ body: { padding: 0 } }}>
        <Told person={person} />
      </Card>
    </div>
  );
}

function Now({ person }: { readonly person: PersonDetail }) {
  const say = useWords(WORDS);
  const format = useFormat();
  const named = useAttributeNames();
  const attributes = Object.entries(person.attributes as { [id: string]: Value });
  return (
    <Card title={say.now} className="person-now" extra={person.ended ? <Tag>{say.left}</Tag> : null}>
      {person.from === null && <p className="quiet">{say.later}</p>}
      <dl>
        {person.from !== null && (
          <>
            <dt>{say.since}</dt>
            <dd>{format.period(person.from)}</dd>
          </>
        )}
        {attributes.map(([id, value]) => (
          <Pair key={id} name={named(id)} value={String(value)} />
        ))}
        <dt>{say.manager}</dt>
        <dd>
          {person.managers.length === 0 && "–"}
          {person.managers.map((manager, index) => (
            <span key={manager}>
              {index > 0 && " › "}
              <PersonLink id={manager} />
            </span>
          ))}
        </dd>
        <dt>{say.reports}</dt>
        <dd>
          <Link to={`/people?${new URLSearchParams({ manager: person.id })}`}>{say.showReports}</Link>
        </dd>
      </dl>
      {attributes.length === 0 && <p className="quiet">{say.nothing}</p>}
      <Actions person={person} />
    </Card>
  );
}

function Pair({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function Actions({ person }: { readonly person: PersonDetail }) {
  const say = useWords(WORDS);
  const may = useMay();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const remove = useRemovePerson(person.id);
  const [open, setOpen] = useState<"change" | "end" | null>(null);
  if (!may("edit")) return null;
  const takeBack = () =>
    remove.mutate(person.etag, {
      onSuccess: () => {
        message.success(say.removed);
        navigate("/people");
      },
      onError: (thrown) => message.error(asProblem(thrown).detail),
    });
  return (
    <div className="person-actions">
      <Button type="primary" icon={<EditOutlined />} onClick={() => setOpen("change")}>
        {say.change}
      </Button>
      <Button icon={person.ended ? <RollbackOutlined /> : <LogoutOutlined />} onClick={() => setOpen("end")}>
        {person.ended ? say.back : say.end}
      </Button>
      <Popconfirm
        title={say.removeSure}
        okText={say.yes}
        cancelText={say.no}
        okButtonProps={{ danger: true }}
        onConfirm={takeBack}
        styles={{ root: { maxWidth: 360 } }}
      >
        <Button danger loading={remove.isPending}>
          {say.remove}
        </Button>
      </Popconfirm>
      <Suspense>
        {open === "change" && <ChangeDialog person={person} close={() => setOpen(null)} />}
        {open === "end" && <EndDialog person={person} close={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}

const COLOURS = { begins: "blue", changes: "blue", returns: "green", leaves: "gray" } as const;

function DayByDay({ person }: { readonly person: PersonDetail }) {
  const say = useWords(WORDS);
  const format = useFormat();
  const newestFirst = stretchesOf(person.spells).reverse();
  return (
    <Timeline
      items={newestFirst.map((stretch) => ({
        key: stretch.spell.from,
        color: COLOURS[stretch.kind],
        content: (
          <>
            <div className="spell-head">
              <strong>{format.period(stretch.spell.from)}</strong>
              <span className="quiet">
                → {stretch.spell.to === null ? say.present : format.period(stretch.spell.to)}
              </span>
              <Tag>{say[stretch.kind]}</Tag>
              {stretch.spell.from > person.as_of && <Tag color="blue">{say.coming}</Tag>}
            </div>
            <Differences stretch={stretch} />
          </>
        ),
      }))}
    />
  );
}

function Differences({ stretch }: { readonly stretch: Stretch }) {
  if (stretch.differences.length === 0) return null;
  return (
    <ul className="spell-changes">
      {stretch.differences.map((one) => (
        <OneDifference key={one.what} difference={one} isFirst={stretch.kind === "begins"} />
      ))}
    </ul>
  );
}

function OneDifference({ difference, isFirst }: { readonly difference: Difference; readonly isFirst: boolean }) {
  const say = useWords(WORDS);
  const named = useAttributeNames();
  const { what, before, after } = difference;
  return (
    <li>
      <span className="quiet">{what === "@manager" ? say.manager : named(what)}</span>{" "}
      {!isFirst && (
        <>
          <s>{before === undefined ? say.noValue : String(before)}</s> →{" "}
        </>
      )}
      {after === undefined ? say.noValue : what === "@manager" ? <PersonLink id={String(after)} /> : String(after)}
    </li>
  );
}

type Change = PersonDetail["changes"][number];

function Told({ person }: { readonly person: PersonDetail }) {
  const say = useWords(WORDS);
  const format = useFormat();
  const may = useMay();
  return (
    <>
      <p className="quiet" style={{ margin: "12px 16px" }}>
        {say.toldAbout}
      </p>
      <DataTable<Change>
        aria-label={say.told}
        size="small"
        rowKey={(one) => `${one.revision}:${one.from}`}
        dataSource={[...person.changes].reverse()}
        columns={[
          { title: say.from, width: 150, render: (_, one) => format.period(one.from) },
          { title: say.what, render: (_, one) => <What change={one} /> },
          {
            title: say.by,
            width: 170,
            render: (_, one) => (may("admin") ? <Key id={one.by} /> : <ShortId id={one.by} />),
          },
          { title: say.at, width: 190, render: (_, one) => format.time(one.at) },
        ]}
      />
    </>
  );
}

function What({ change }: { readonly change: Change }) {
  const say = useWords(WORDS);
  const named = useAttributeNames();
  const facts = [
    ...(change.removed ? [say.takenBack] : []),
    ...(change.ended === null ? [] : [change.ended ? say.leaves : say.returns]),
    ...(change.name === null ? [] : [`${say.name}: ${change.name}`]),
    ...("manager" in change ? [`${say.manager}: ${change.manager ?? say.noValue}`] : []),
    ...Object.entries(change.attributes as { [id: string]: Value | null }).map(
      ([id, value]) => `${named(id)}: ${value === null ? say.noValue : String(value)}`,
    ),
  ];
  return <span className="told-what">{facts.join(" · ")}</span>;
}

/** Names of keys are for those who may see keys. */
function Key({ id }: { readonly id: string }) {
  const keys = useKeys().data?.pages.flatMap((page) => page.items) ?? [];
  return keys.find((key) => key.id === id)?.name ?? <ShortId id={id} />;
}

function ShortId({ id }: { readonly id: string }) {
  const say = useWords(WORDS);
  return <span className="code quiet">{id === "" ? say.server : `…${id.slice(-6)}`}</span>;
}
