/** Asking for a run: of what, for which period, and what should be there before. */
import { useQuery } from "@tanstack/react-query";
import { Alert, AutoComplete, Form, Input, InputNumber, Modal, Segmented, Select } from "antd";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { asProblem } from "@/api/problem";
import { usePeriod } from "@/api/queries/periods";
import { ruleSetQuery, useRuleSets } from "@/api/queries/ruleSets";
import { useStartRuns } from "@/api/queries/runs";
import { useScheme } from "@/api/queries/schemes";
import { useSession } from "@/api/queries/session";
import { FormProblem } from "@/parts/FormProblem";
import { useShowIssues } from "@/parts/fieldIssues";
import { isMapping } from "@/scheme/data";
import { type PeriodKind, periodOf, step, todayIn } from "@/scheme/periods";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { Readiness } from "./Readiness";
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
  periodNeeded: { zh: "请选择期间", en: "Choose a period" },
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
  cancel: { zh: "取消", en: "Cancel" },
});

interface Props {
  readonly ruleSet?: string;
  readonly period?: string;
  readonly close: () => void;
}

export function StartDialog({ ruleSet, period, close }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const ruleSets = useRuleSets();
  const start = useStartRuns();
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  // One attempt, one key: a second click on a slow connection does not start a second run.
  const [attempt, setAttempt] = useState(() => crypto.randomUUID());
  const of = Form.useWatch("of", form) ?? "rule_set";
  const chosen = Form.useWatch("rule_set", form);
  const wanted = Form.useWatch("period", form);
  const version = Form.useWatch("version", form);
  const closed = usePeriod(wanted).data?.closed ?? false;
  const problem = start.error ? asProblem(start.error) : null;
  const left = useShowIssues(form, problem?.issues, {});
  const format = useFormat();
  const usable = ruleSets.data?.pages.flatMap((page) => page.items.filter((one) => one.latest_version !== null));
  if (usable === undefined && !ruleSets.isError) return null;
  const send = (values: Values) =>
    start.mutate(
      { body: requestOf(values, closed), attempt },
      {
        onSuccess: ({ runs }) => navigate(runs.length === 1 ? `/runs/${runs[0]?.id}` : "/runs"),
        onError: () => setAttempt(crypto.randomUUID()),
      },
    );
  return (
    <Modal
      open
      title={say.title}
      okText={say.start}
      cancelText={say.cancel}
      confirmLoading={start.isPending}
      onOk={form.submit}
      onCancel={close}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={send}
        initialValues={{ of: "rule_set", rule_set: ruleSet ?? usable?.[0]?.id, period }}
      >
        <FormProblem problem={problem} left={left} />
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
            <Select
              showSearch={{ optionFilterProp: "label" }}
              options={usable?.map((one) => ({ value: one.id, label: label(one.name, one.id) }))}
            />
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
          <PeriodField ruleSet={of === "rule_set" ? chosen : undefined} />
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
      </Form>
    </Modal>
  );
}

interface PeriodProps {
  readonly ruleSet: string | undefined;
  readonly value?: string;
  readonly onChange?: (period: string) => void;
  readonly id?: string;
}

/** The latest periods of the kind that the rule set counts by; others may be typed. */
function PeriodField({ ruleSet, ...field }: PeriodProps) {
  const format = useFormat();
  const session = useSession();
  const kind = useKind(ruleSet);
  const today = todayIn(session.data?.workspace.time_zone ?? "Asia/Shanghai");
  const now = periodOf(kind ?? "month", today);
  const usual = step(now, -1);
  const { value, onChange } = field;
  // Whoever opens the dialog wants the period that has just ended.
  useEffect(() => {
    if (value === undefined && kind !== undefined) onChange?.(usual);
  }, [value, kind, usual, onChange]);
  const offered = Array.from({ length: 13 }, (_, back) => step(now, -back));
  return (
    <AutoComplete
      {...field}
      options={offered.map((period) => ({ value: period, label: `${period} · ${format.period(period)}` }))}
      placeholder={usual}
      maxLength={20}
    />
  );
}

/** Undefined until it is known; a role's rule sets may count differently, and mostly count by months. */
function useKind(ruleSet: string | undefined): PeriodKind | undefined {
  const latest = useQuery({ ...ruleSetQuery(ruleSet ?? ""), enabled: ruleSet !== undefined }).data;
  const scheme = useScheme(ruleSet, latest?.latest_version ?? undefined).data;
  if (ruleSet === undefined) return "month";
  if (scheme === undefined) return undefined;
  const told = isMapping(scheme.document) ? scheme.document.period : undefined;
  return (typeof told === "string" ? told : "month") as PeriodKind;
}
