/** One decision on a discretionary reward: its amount in the sheet, and the dialog in which it is given. */
import { Button, Form, Input } from "antd";
import { useState } from "react";
import {
  type Correction,
  type Decision,
  type DecisionOverview,
  heldDecision,
  type PersonFigures,
  useDecide,
} from "@/api/queries/figures";
import { useSession } from "@/api/queries/session";
import { FormDialog } from "@/parts/FormDialog";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";

const WORDS = words({
  decide: { zh: "决定", en: "Decide" },
  told: {
    zh: (reason: string, author: string) => `${reason}（${author}）`,
    en: (reason: string, author: string) => `${reason} (${author})`,
  },
  title: {
    zh: (reward: string, person: string) => `${reward}：${person}`,
    en: (reward: string, person: string) => `${reward}: ${person}`,
  },
  amount: { zh: "金额", en: "Amount" },
  between: {
    zh: (low: string, high: string) => `${low} 至 ${high}；没有决定就是 0。`,
    en: (low: string, high: string) => `From ${low} to ${high}; 0 while nothing is decided.`,
  },
  reason: { zh: "理由", en: "Reason" },
  author: { zh: "决定人", en: "Decided by" },
  needed: { zh: "请填写", en: "Fill this in" },
  save: { zh: "保存", en: "Save" },
  takeBack: { zh: "撤回决定", en: "Take the decision back" },
});

interface Props {
  readonly reward: DecisionOverview;
  readonly person: PersonFigures;
  readonly ruleSet: string;
  readonly period: string;
  readonly currency: string;
  readonly correction: Correction;
  readonly isLocked: boolean;
}

export function DecisionCell(props: Props) {
  const { reward, person, isLocked } = props;
  const say = useWords(WORDS);
  const label = useLabels();
  const [isOpen, setOpen] = useState(false);
  const held = heldDecision(person, reward.id);
  const name = `${label(reward.label, reward.id)}, ${person.name}`;
  return (
    <>
      <button
        type="button"
        className={`figure-cell figure-decision ${held === null ? "optional" : "there"}`}
        aria-label={held === null ? name : `${name}: ${held.amount}`}
        title={held === null ? undefined : say.told(held.reason, held.author)}
        disabled={isLocked}
        onClick={() => setOpen(true)}
      >
        {held === null ? say.decide : held.amount}
      </button>
      {isOpen && <DecideDialog {...props} held={held} close={() => setOpen(false)} />}
    </>
  );
}

interface DialogProps extends Props {
  readonly held: Decision | null;
  readonly close: () => void;
}

function DecideDialog({ reward, person, ruleSet, period, currency, correction, held, close }: DialogProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const key = useSession().data?.key.name ?? "";
  const [form] = Form.useForm<Decision>();
  const decide = useDecide(ruleSet, period, correction);
  const send = (decision: Decision | null) =>
    decide.mutate({ person: person.person, reward: reward.id, decision }, { onSuccess: close });
  const needed = [{ required: true, whitespace: true, message: say.needed }];
  return (
    <FormDialog<Decision>
      title={say.title(label(reward.label, reward.id), person.name)}
      okText={say.save}
      form={form}
      initialValues={held ?? { author: key }}
      onFinish={({ amount, reason, author }) =>
        send({ amount: amount.trim(), reason: reason.trim(), author: author.trim() })
      }
      act={decide}
      close={close}
      beside={
        held !== null && (
          <Button danger loading={decide.isPending} onClick={() => send(null)}>
            {say.takeBack}
          </Button>
        )
      }
    >
      <Form.Item
        name="amount"
        label={say.amount}
        extra={say.between(format.money(reward.min, currency), format.money(reward.max, currency))}
        rules={needed}
      >
        <Input autoFocus inputMode="decimal" maxLength={40} style={{ width: 200 }} />
      </Form.Item>
      <Form.Item name="reason" label={say.reason} rules={needed}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
      </Form.Item>
      <Form.Item name="author" label={say.author} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  );
}
