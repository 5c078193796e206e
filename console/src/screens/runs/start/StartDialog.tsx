/** Asking for a run: of what, for which period, and what should be there before. */
import { Alert, Form, Input, InputNumber, Segmented } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useClosing } from "@/api/queries/closing";
import { useRuleSets } from "@/api/queries/ruleSets";
import { useStartRuns } from "@/api/queries/runs";
import { newKey } from "@/api/upload";
import { PeriodField, usePresentPeriod } from "@/parts/choices/PeriodField";
import { RuleSetSelect } from "@/parts/choices/RuleSetSelect";
import { FormDialog } from "@/parts/FormDialog";
import { step } from "@/scheme/periods";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { Readiness } from "./Readiness";
import { RoleReadiness } from "./RoleReadiness";
import { requestOf, type Values } from "./request";

const WORDS = words({
  title: { zh: "开始运行", en: "Start a run" },
  of: { zh: "范围", en: "What to score" },
  one: { zh: "一个方案", en: "One rule set" },
  role: { zh: "一个岗位的全部方案", en: "All rule sets of a role" },
  ruleSet: { zh: "方案", en: "Rule set" },
  ruleSetNeeded: { zh: "请选择方案", en: "Choose a rule set" },
  roleName: { zh: "岗位", en: "Role" },
  roleHelp: {
    zh: "运行 applies_to 中写有该岗位的每个生效方案。",
    en: "Every rule set in force whose applies_to has this role is run.",
  },
  roleNeeded: { zh: "请填写岗位", en: "Give the role" },
  period: { zh: "期间", en: "Period" },
  periodNeeded: { zh: "请填写一个期间", en: "Give a period" },
  version: { zh: "版本", en: "Version" },
  versionHelp: { zh: "不填则用该期间生效的版本。", en: "Empty: the version in force for the period." },
  closed: {
    zh: (period: string) => `${period} 已关账`,
    en: (period: string) => `${period} is closed`,
  },
  closedHint: {
    zh: "只能以更正的方式重新运行；请写明原因，差异会逐人列出。",
    en: "It can only be corrected. Say why; what changes is listed person by person.",
  },
  reason: { zh: "更正原因", en: "Why it is corrected" },
  reasonNeeded: { zh: "请写明更正的原因", en: "Say why it is corrected" },
  start: { zh: "开始运行", en: "Start" },
});

/** The form gives its fields their value and takes it back. */
const GIVEN = { value: "", onChange: () => undefined };

interface Props {
  readonly ruleSet?: string;
  readonly period?: string;
  readonly close: () => void;
}

export function StartDialog({ ruleSet, period, close }: Props) {
  const say = useWords(WORDS);
  const ruleSets = useRuleSets();
  const start = useStartRuns();
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  // One attempt, one key: a second click on a slow connection does not start a second run.
  const [attempt, setAttempt] = useState(newKey);
  const of = Form.useWatch("of", form) ?? "rule_set";
  const chosen = Form.useWatch("rule_set", form);
  const wanted = Form.useWatch("period", form);
  const version = Form.useWatch("version", form);
  const role = Form.useWatch("role", form);
  const closed = useClosing(wanted ?? "").data?.closed ?? false;
  const format = useFormat();
  // Whoever starts a run mostly wants the month that has just ended.
  const present = usePresentPeriod();
  const usable = ruleSets.data?.pages.flatMap((page) => page.items.filter((one) => one.latest_version !== null));
  if (usable === undefined && !ruleSets.isError) return null;
  const send = (values: Values) =>
    start.mutate(
      { body: requestOf(values, closed), attempt },
      {
        onSuccess: ({ runs }) => navigate(runs.length === 1 ? `/runs/${runs[0]?.id}` : "/runs"),
        onError: () => setAttempt(newKey()),
      },
    );
  return (
    <FormDialog<Values>
      title={say.title}
      okText={say.start}
      form={form}
      initialValues={{ of: "rule_set", rule_set: ruleSet ?? usable?.[0]?.id, period: period ?? step(present, -1) }}
      onFinish={send}
      act={start}
      close={close}
    >
      <Form.Item name="of" label={say.of}>
        <Segmented
          block
          options={[
            { value: "rule_set", label: say.one },
            { value: "role", label: say.role },
          ]}
        />
      </Form.Item>
      {of === "rule_set" ? (
        <Form.Item name="rule_set" label={say.ruleSet} rules={[{ required: true, message: say.ruleSetNeeded }]}>
          <RuleSetSelect {...GIVEN} />
        </Form.Item>
      ) : (
        <Form.Item
          name="role"
          label={say.roleName}
          extra={say.roleHelp}
          rules={[{ required: true, whitespace: true, message: say.roleNeeded }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      )}
      <Form.Item name="period" label={say.period} rules={[{ required: true, message: say.periodNeeded }]}>
        <PeriodField ruleSet={of === "rule_set" ? (chosen ?? null) : null} {...GIVEN} />
      </Form.Item>
      {of === "rule_set" && (
        <Form.Item name="version" label={say.version} extra={say.versionHelp}>
          <InputNumber min={1} precision={0} style={{ width: 160 }} />
        </Form.Item>
      )}
      {closed && wanted && (
        <>
          <Alert
            type="warning"
            showIcon
            title={say.closed(format.period(wanted))}
            description={say.closedHint}
            style={{ marginBottom: 16 }}
          />
          <Form.Item
            name="reason"
            label={say.reason}
            rules={[{ required: true, whitespace: true, message: say.reasonNeeded }]}
          >
            <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 5 }} />
          </Form.Item>
        </>
      )}
      {of === "rule_set" && chosen && wanted && (
        <Readiness ruleSet={chosen} period={wanted} version={version ?? undefined} />
      )}
      {of === "role" && role?.trim() && wanted && <RoleReadiness role={role} period={wanted} />}
    </FormDialog>
  );
}
