/** Whether a period is closed, and the way to close it or open it again, with what that means. */
import { LockOutlined, UnlockOutlined } from "@ant-design/icons";
import { App, Button, Form, Input, Space, Tag } from "antd";
import { useState } from "react";
import { useClosePeriod, useClosing, useReopenPeriod } from "@/api/queries/closing";
import { useMay } from "@/api/queries/session";
import { FormDialog } from "@/parts/FormDialog";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";

const WORDS = words({
  open: { zh: "期间未关账", en: "open" },
  closed: { zh: "期间已关账", en: "closed" },
  close: { zh: "关账", en: "Close the period" },
  reopen: { zh: "重新打开", en: "Open it again" },
  closeTitle: { zh: (p: string) => `关闭 ${p}`, en: (p: string) => `Close ${p}` },
  reopenTitle: { zh: (p: string) => `重新打开 ${p}`, en: (p: string) => `Open ${p} again` },
  closeMeans: {
    zh: "发工资之后关账。之后成绩只能以“更正”改变：更正要写理由，并列出与已发结果的差额。录入的数据也只能为更正而修改；迟到的明细和人员变动仍会收下，但不改变已发的成绩。",
    en: "Close it once it is paid. From then on results change by corrections only, which give a reason and post the differences to what was paid. Figures, too, change for a correction only. Late events and changes of people are still taken in; by themselves they change no result.",
  },
  reopenMeans: {
    zh: "重新打开后，新的核算会直接取代原来的成绩，不再是更正。理由会记入操作日志。",
    en: "Once open, a new run replaces the results outright instead of correcting them. The reason is kept in the audit trail.",
  },
  note: { zh: "备注（可不填）", en: "Note (if any)" },
  reason: { zh: "理由", en: "Reason" },
  needed: { zh: "请写明理由", en: "Say why" },
  doneClose: { zh: "已关账", en: "It is closed" },
  doneReopen: { zh: "已重新打开", en: "It is open again" },
});

export function Closing({ period }: { readonly period: string }) {
  const say = useWords(WORDS);
  const format = useFormat();
  const may = useMay();
  const { data } = useClosing(period);
  const [isAsking, setAsking] = useState(false);
  if (data === undefined) return null;
  const mayAct = may(data.closed ? "admin" : "publish");
  return (
    <Space>
      <Tag icon={data.closed ? <LockOutlined /> : <UnlockOutlined />} color={data.closed ? "gold" : "default"}>
        {data.closed ? say.closed : say.open}
        {data.closed && data.closed_at && ` · ${format.date(data.closed_at)}`}
      </Tag>
      {mayAct && <Button onClick={() => setAsking(true)}>{data.closed ? say.reopen : say.close}</Button>}
      {isAsking && <ClosingDialog period={period} isClosed={data.closed} close={() => setAsking(false)} />}
    </Space>
  );
}

interface DialogProps {
  readonly period: string;
  readonly isClosed: boolean;
  readonly close: () => void;
}

function ClosingDialog({ period, isClosed, close }: DialogProps) {
  const say = useWords(WORDS);
  const format = useFormat();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ text?: string }>();
  const closing = useClosePeriod(period);
  const reopening = useReopenPeriod(period);
  const act = isClosed ? reopening : closing;
  const name = format.period(period);
  return (
    <FormDialog
      title={isClosed ? say.reopenTitle(name) : say.closeTitle(name)}
      okText={isClosed ? say.reopen : say.close}
      form={form}
      act={act}
      close={close}
      onFinish={({ text }) =>
        act.mutate(text?.trim() ?? "", {
          onSuccess: () => {
            message.success(isClosed ? say.doneReopen : say.doneClose);
            close();
          },
        })
      }
    >
      <p>{isClosed ? say.reopenMeans : say.closeMeans}</p>
      <Form.Item
        name="text"
        label={isClosed ? say.reason : say.note}
        rules={isClosed ? [{ required: true, whitespace: true, message: say.needed }] : []}
      >
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDialog>
  );
}
