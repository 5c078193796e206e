/** The workspace's name, the clock its days follow, and its currency. */
import { App, Button, Card, Form, Input, Select } from "antd";
import { useMemo } from "react";
import { asProblem } from "@/api/problem";
import { useMay } from "@/api/queries/session";
import { useChangeWorkspace, useWorkspace } from "@/api/queries/workspace";
import type { Workspace } from "@/api/schema";
import { Answered } from "@/parts/Answered";
import { FormProblem } from "@/parts/FormProblem";
import { useShowIssues } from "@/parts/fieldIssues";
import { useWords, words } from "@/words/words";

const WORDS = words({
  name: { zh: "工作区名称", en: "Name of the workspace" },
  nameNeeded: { zh: "请填写名称", en: "Give it a name" },
  timeZone: { zh: "时区", en: "Time zone" },
  timeZoneHelp: {
    zh: "每天的起止和事件的归属按它计算。修改后，已算过的期间不变，之后再算可能不同。",
    en: "Days begin and events are placed by it. Periods that were scored before keep their results; runs afterwards may differ.",
  },
  currency: { zh: "币种", en: "Currency" },
  currencyHelp: { zh: "方案没有写币种时使用，例如 CNY。", en: "Of rule sets that name none, such as CNY." },
  save: { zh: "保存", en: "Save" },
  saved: { zh: "已保存", en: "Saved" },
  changed: {
    zh: "别人刚刚改过工作区设置，已为您显示最新内容，请核对后再保存。",
    en: "Somebody else has just changed these settings. They are shown as they are now; look at them and save again.",
  },
  readOnly: { zh: "只有管理密钥可以修改。", en: "Only keys with the scope admin may change them." },
});

export function WorkspaceForm() {
  const workspace = useWorkspace();
  return (
    <Answered query={workspace}>
      {({ data, etag }) => <Fields key={etag} workspace={data} etag={etag} again={workspace.refetch} />}
    </Answered>
  );
}

interface Props {
  readonly workspace: Workspace;
  readonly etag: string;
  readonly again: () => void;
}

function Fields({ workspace, etag, again }: Props) {
  const say = useWords(WORDS);
  const mayChange = useMay()("admin");
  const { message } = App.useApp();
  const change = useChangeWorkspace();
  const [form] = Form.useForm<Workspace>();
  const problem = change.error ? asProblem(change.error) : null;
  const left = useShowIssues(form, problem?.issues, {});
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone").map((value) => ({ value, label: value })), []);
  const send = (values: Workspace) =>
    change.mutate(
      { etag, body: { name: values.name.trim(), time_zone: values.time_zone, currency: values.currency.trim() } },
      {
        onSuccess: () => message.success(say.saved),
        onError: (thrown) => {
          if (asProblem(thrown).status !== 412) return;
          void message.warning(say.changed);
          again();
        },
      },
    );
  return (
    <Card style={{ maxWidth: 560 }}>
      <Form<Workspace>
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={!mayChange}
        initialValues={workspace}
        onFinish={send}
      >
        <FormProblem problem={problem?.status === 412 ? null : problem} left={left} />
        <Form.Item name="name" label={say.name} rules={[{ required: true, whitespace: true, message: say.nameNeeded }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="time_zone" label={say.timeZone} extra={say.timeZoneHelp}>
          <Select showSearch options={zones} />
        </Form.Item>
        <Form.Item name="currency" label={say.currency} extra={say.currencyHelp}>
          <Input maxLength={3} className="code" style={{ width: 120 }} spellCheck={false} />
        </Form.Item>
        {mayChange ? (
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {say.save}
          </Button>
        ) : (
          <span className="quiet">{say.readOnly}</span>
        )}
      </Form>
    </Card>
  );
}
