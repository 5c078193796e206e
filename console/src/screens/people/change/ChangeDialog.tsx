/** Telling what changes of a person from a day on. */
import { Alert, App, Form, Input } from "antd";
import { useState } from "react";
import { type PersonDetail, useChangePerson, type Value } from "@/api/queries/people";
import { FormDialog } from "@/parts/FormDialog";
import { PersonSelect } from "@/parts/PersonSelect";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { useAttributeNames } from "../attributes";
import { AttributeRows } from "./AttributeRows";
import { changedAttributes } from "./changed";
import { DayField } from "./DayField";
import { useNotes } from "./notes";

const WORDS = words({
  title: { zh: (name: string) => `登记 ${name} 的变动`, en: (name: string) => `Tell a change of ${name}` },
  from: { zh: "自哪天起", en: "From" },
  fromHelp: {
    zh: "从这一天起生效，直到之后某天另有登记。可以是过去或将来的日子。",
    en: "It holds from this day until something else is told for a later one. The day may be past or to come.",
  },
  attributes: { zh: "属性", en: "Attributes" },
  manager: { zh: "上级", en: "Manager" },
  name: { zh: "姓名（对所有日期）", en: "Name (for all days)" },
  needed: { zh: "请选一天", en: "Choose a day" },
  nothing: { zh: "没有任何改动。", en: "Nothing is changed." },
  tell: { zh: "登记", en: "Tell it" },
  done: { zh: "已登记", en: "It is told" },
  will: { zh: (day: string) => `自 ${day} 起：`, en: (day: string) => `From ${day} on: ` },
  none: { zh: "无", en: "none" },
});

interface Values {
  readonly from: string;
  readonly name: string;
  readonly manager: string | null;
}

interface Props {
  readonly person: PersonDetail;
  readonly close: () => void;
}

export default function ChangeDialog({ person, close }: Props) {
  const say = useWords(WORDS);
  const { message } = App.useApp();
  const tell = useNotes();
  const change = useChangePerson(person.id);
  const [form] = Form.useForm<Values>();
  const before = person.attributes as { readonly [id: string]: Value };
  const asTyped = Object.fromEntries(Object.entries(before).map(([id, value]) => [id, String(value)]));
  const [attributes, setAttributes] = useState<{ readonly [id: string]: string }>(asTyped);
  const [isEmpty, setEmpty] = useState(false);
  const send = ({ from, name, manager }: Values) => {
    const changed = changedAttributes(before, attributes);
    const body = {
      from,
      ...(Object.keys(changed).length > 0 ? { attributes: changed } : {}),
      ...(name.trim() && name.trim() !== person.name ? { name: name.trim() } : {}),
      ...((manager ?? null) !== person.manager ? { manager: manager ?? null } : {}),
    };
    setEmpty(Object.keys(body).length === 1);
    if (Object.keys(body).length === 1) return;
    change.mutate(body as never, {
      onSuccess: ({ notes }) => {
        message.success(say.done);
        tell(notes);
        close();
      },
    });
  };
  return (
    <FormDialog<Values>
      title={say.title(person.name)}
      okText={say.tell}
      form={form}
      initialValues={{ from: person.as_of, name: person.name, manager: person.manager }}
      onFinish={send}
      act={change}
      close={close}
    >
      {isEmpty && <Alert type="info" showIcon title={say.nothing} style={{ marginBottom: 12 }} />}
      <Form.Item name="from" label={say.from} extra={say.fromHelp} rules={[{ required: true, message: say.needed }]}>
        <DayField />
      </Form.Item>
      <Form.Item label={say.attributes}>
        <AttributeRows values={attributes} onChange={setAttributes} />
      </Form.Item>
      <Form.Item name="manager" label={say.manager}>
        <PersonSelect />
      </Form.Item>
      <Form.Item name="name" label={say.name}>
        <Input maxLength={200} />
      </Form.Item>
      <Summary before={before} attributes={attributes} day={Form.useWatch("from", form)} />
    </FormDialog>
  );
}

interface SummaryProps {
  readonly before: { readonly [id: string]: Value };
  readonly attributes: { readonly [id: string]: string };
  readonly day: string | undefined;
}

/** The change as a sentence, before it is told. */
function Summary({ before, attributes, day }: SummaryProps) {
  const say = useWords(WORDS);
  const named = useAttributeNames();
  const format = useFormat();
  const changed = Object.entries(changedAttributes(before, attributes));
  if (changed.length === 0 || !day) return null;
  const facts = changed.map(([id, value]) => `${named(id)} = ${value ?? say.none}`);
  return <Alert type="info" title={say.will(format.period(day)) + facts.join(" · ")} />;
}
