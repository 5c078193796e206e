/** Telling that a person leaves, or is back. */
import { App, Form } from "antd";
import dayjs from "dayjs";
import { type PersonDetail, useChangePerson } from "@/api/queries/people";
import { FormDialog } from "@/parts/FormDialog";
import { useWords, words } from "@/words/words";
import { DayField } from "./DayField";
import { useNotes } from "./notes";

const WORDS = words({
  leave: { zh: (name: string) => `${name} 离开`, en: (name: string) => `${name} leaves` },
  back: { zh: (name: string) => `${name} 回归`, en: (name: string) => `${name} is back` },
  last: { zh: "最后在岗日", en: "Last day there" },
  lastHelp: {
    zh: "这一天仍算在岗，次日起不再参加考核。以前的成绩和记录都保留。",
    en: "This day still counts; from the next one on nobody scores them. Results and records stay.",
  },
  first: { zh: "回归的第一天", en: "First day back" },
  firstHelp: {
    zh: "离开前的岗位、班组等自动延续，需要时再登记变动。",
    en: "Role, team and the rest go on as they were before; tell a change where they do not.",
  },
  needed: { zh: "请选一天", en: "Choose a day" },
  tell: { zh: "登记", en: "Tell it" },
  done: { zh: "已登记", en: "It is told" },
});

interface Props {
  readonly person: PersonDetail;
  readonly close: () => void;
}

export default function EndDialog({ person, close }: Props) {
  const say = useWords(WORDS);
  const { message } = App.useApp();
  const tell = useNotes();
  const change = useChangePerson(person.id);
  const [form] = Form.useForm<{ from: string }>();
  const isBack = person.ended;
  const send = ({ from }: { from: string }) => {
    // Who leaves is there on the last day, and no longer from the next one on.
    const day = isBack ? from : dayjs(from).add(1, "day").format("YYYY-MM-DD");
    const body = { from: day, ended: !isBack };
    change.mutate(body as never, {
      onSuccess: ({ notes }) => {
        message.success(say.done);
        tell(notes);
        close();
      },
    });
  };
  return (
    <FormDialog
      title={isBack ? say.back(person.name) : say.leave(person.name)}
      okText={say.tell}
      form={form}
      initialValues={{ from: person.as_of }}
      onFinish={send}
      act={change}
      close={close}
    >
      <Form.Item
        name="from"
        label={isBack ? say.first : say.last}
        extra={isBack ? say.firstHelp : say.lastHelp}
        rules={[{ required: true, message: say.needed }]}
      >
        <DayField />
      </Form.Item>
    </FormDialog>
  );
}
