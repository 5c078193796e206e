/** Adding somebody to the list of people. */
import { App, Form, Input } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useAddPerson } from "@/api/queries/people";
import { useWorkspace } from "@/api/queries/workspace";
import { FormDialog } from "@/parts/FormDialog";
import { PersonSelect } from "@/parts/PersonSelect";
import { todayIn } from "@/scheme/periods";
import { useWords, words } from "@/words/words";
import { addressOf } from "../address";
import { AttributeRows } from "./AttributeRows";
import { DayField } from "./DayField";
import { useNotes } from "./notes";

const WORDS = words({
  title: { zh: "添加人员", en: "Add a person" },
  id: { zh: "工号", en: "Id" },
  idHelp: { zh: "与您其他系统一致，之后不能更改。", en: "As in your other systems; it stays." },
  name: { zh: "姓名", en: "Name" },
  from: { zh: "自哪天起", en: "From" },
  attributes: { zh: "属性", en: "Attributes" },
  manager: { zh: "上级", en: "Manager" },
  needed: { zh: "请填写", en: "Fill this in" },
  taken: { zh: "名单里已有这个工号，请打开此人登记变动。", en: "Somebody has this id already: tell a change there." },
  add: { zh: "添加", en: "Add" },
  done: { zh: (name: string) => `已添加 ${name}`, en: (name: string) => `${name} was added` },
});

interface Values {
  readonly id: string;
  readonly name?: string;
  readonly from: string;
  readonly manager?: string | null;
}

export default function AddPersonDialog({ close }: { readonly close: () => void }) {
  const say = useWords(WORDS);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const tell = useNotes();
  const add = useAddPerson();
  const [form] = Form.useForm<Values>();
  const [attributes, setAttributes] = useState<{ readonly [id: string]: string }>({ role: "", team: "" });
  const today = todayIn(useWorkspace().data?.data.time_zone ?? "Asia/Shanghai");
  const send = ({ id, name, from, manager }: Values) => {
    const told = Object.entries(attributes).filter(([, value]) => value.trim() !== "");
    const body = { from, name: name?.trim() || null, attributes: Object.fromEntries(told), manager: manager ?? null };
    add.mutate(
      { id: id.trim(), body: body as never },
      {
        onSuccess: (person) => {
          message.success(say.done(person.name));
          tell(person.notes);
          close();
          navigate(addressOf(person.id));
        },
      },
    );
  };
  return (
    <FormDialog<Values>
      title={say.title}
      okText={say.add}
      form={form}
      initialValues={{ from: today }}
      onFinish={send}
      act={add}
      instead={(problem) => (problem.status === 428 ? say.taken : undefined)}
      close={close}
    >
      <Form.Item
        name="id"
        label={say.id}
        extra={say.idHelp}
        rules={[{ required: true, whitespace: true, message: say.needed }]}
      >
        <Input maxLength={200} autoFocus />
      </Form.Item>
      <Form.Item name="name" label={say.name}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="from" label={say.from} rules={[{ required: true, message: say.needed }]}>
        <DayField />
      </Form.Item>
      <Form.Item label={say.attributes}>
        <AttributeRows values={attributes} onChange={setAttributes} />
      </Form.Item>
      <Form.Item name="manager" label={say.manager}>
        <PersonSelect />
      </Form.Item>
    </FormDialog>
  );
}
