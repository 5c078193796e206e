/** Names in a file that are nobody's in the list of people: whom each means. */
import { Button, Card } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { DataTable } from "@/parts/DataTable";
import { PersonSelect } from "@/parts/PersonSelect";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import type { Stranger } from "./found";

const WORDS = words({
  title: { zh: "不在人员名单里的人", en: "Who is not in the list of people" },
  about: {
    zh: "他们的记录会保留，但在对应到名单里的人之前不计入考核。文件里的分机号、账号可以在这里指定是谁。",
    en: "Their events are kept, and count for nobody until they mean somebody in the list. Say here whom an extension or account means.",
  },
  name: { zh: "文件中的名称", en: "Name in the file" },
  events: { zh: "记录数", en: "Events" },
  person: { zh: "是谁", en: "Who it is" },
  personOf: { zh: (name: string) => `${name} 是谁`, en: (name: string) => `Who ${name} is` },
  apply: { zh: "记住并重新检查", en: "Remember and check again" },
  add: { zh: "导入人员名单", en: "Import a list of people" },
});

interface Props {
  readonly strangers: readonly Stranger[];
  readonly isSaving: boolean;
  readonly onApply: (people: { readonly [name: string]: string }) => void;
}

export function WhoIsWho({ strangers, isSaving, onApply }: Props) {
  const say = useWords(WORDS);
  const format = useFormat();
  const [people, setPeople] = useState<{ readonly [name: string]: string }>({});
  const set = (name: string, person: string | null) => {
    const rest = Object.fromEntries(Object.entries(people).filter(([key]) => key !== name));
    setPeople(person === null ? rest : { ...rest, [name]: person });
  };
  const count = Object.keys(people).length;
  return (
    <Card
      title={say.title}
      style={{ marginTop: 16 }}
      extra={
        <Link to="/data/import?use=people" target="_blank">
          {say.add}
        </Link>
      }
    >
      <p className="quiet" style={{ marginTop: 0 }}>
        {say.about}
      </p>
      <div style={{ maxHeight: 320, overflow: "auto" }}>
        <DataTable<Stranger>
          aria-label={say.title}
          size="small"
          rowKey="person"
          dataSource={strangers}
          columns={[
            { title: say.name, render: (_, one) => <span className="code">{one.person}</span> },
            { title: say.events, align: "right", width: 110, render: (_, one) => format.number(one.events) },
            {
              title: say.person,
              width: 320,
              render: (_, one) => (
                <PersonSelect
                  label={say.personOf(one.person)}
                  value={people[one.person] ?? null}
                  onChange={(person) => set(one.person, person)}
                />
              ),
            },
          ]}
        />
      </div>
      <Button
        type="primary"
        style={{ marginTop: 12 }}
        disabled={count === 0}
        loading={isSaving}
        onClick={() => onApply(people)}
      >
        {say.apply}
      </Button>
    </Card>
  );
}
