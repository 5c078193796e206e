/** From a template to a draft: its name, its id, its parameters and the parts that may be swapped. */
import { Form, Input, InputNumber, Radio, Typography } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { parse } from "yaml";
import { useRuleSets } from "@/api/queries/ruleSets";
import { type Template, useInstallTemplate } from "@/api/queries/templates";
import { newKey } from "@/api/upload";
import { FormDialog } from "@/parts/FormDialog";
import { isMapping, type Plain } from "@/scheme/data";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useLanguage } from "@/words/language";
import { useWords, words } from "@/words/words";
import { freeId, installRequest, shownValue, unitOf, type Values } from "./install";

const WORDS = words({
  title: { zh: "使用模板", en: "Use the template" },
  name: { zh: "方案名称", en: "Name of the rule set" },
  nameNeeded: { zh: "请给方案起个名字", en: "Give it a name" },
  id: { zh: "编号", en: "Id" },
  idHelp: {
    zh: "小写字母、数字和连字符；以后不能修改。",
    en: "Small letters, digits and hyphens; it cannot be changed later.",
  },
  idNeeded: { zh: "请填写编号", en: "Give it an id" },
  parameters: { zh: "参数", en: "Parameters" },
  choices: { zh: "可选部分", en: "Parts to choose" },
  from: { zh: (low: string) => `不小于 ${low}`, en: (low: string) => `at least ${low}` },
  to: { zh: (high: string) => `不大于 ${high}`, en: (high: string) => `at most ${high}` },
  usual: { zh: (value: string) => `模板值 ${value}`, en: (value: string) => `template: ${value}` },
  make: { zh: "生成草稿", en: "Make the draft" },
  taken: {
    zh: "已有同编号方案的草稿，请换一个编号。",
    en: "A rule set with this id has a draft already; choose another id.",
  },
});

const RENAMED = { rule_set: "id" };

interface Props {
  readonly template: Template;
  readonly close: () => void;
}

export function InstallDialog({ template, close }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const { language } = useLanguage();
  const ruleSets = useRuleSets();
  const install = useInstallTemplate(template.id);
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  // One attempt, one key: a second click on a slow connection does not make a second draft.
  const [attempt, setAttempt] = useState(newKey);
  const document = parse(template.document) as Plain;
  const own = isMapping(document) ? String(document.id ?? template.id) : template.id;
  const taken = ruleSets.data?.pages.flatMap((page) => page.items.map((one) => one.id));

  if (taken === undefined && !ruleSets.isError) return null;
  const send = (values: Values) =>
    install.mutate(
      { body: installRequest(template, values, language), attempt },
      {
        onSuccess: ({ data }) => navigate(`/rule-sets/${encodeURIComponent(data.draft.rule_set)}`),
        onError: () => setAttempt(newKey()),
      },
    );
  return (
    <FormDialog<Values>
      title={say.title}
      width={640}
      okText={say.make}
      form={form}
      onFinish={send}
      act={install}
      instead={(problem) => (problem.status === 428 || problem.status === 412 ? say.taken : undefined)}
      rename={RENAMED}
      close={close}
      initialValues={{
        name: label(isMapping(document) ? (document.name as never) : null, label(template.name)),
        id: freeId(own, taken ?? []),
        parameters: Object.fromEntries(template.questions.map((one) => [one.id, shownValue(one, one.value)])),
        choices: Object.fromEntries(template.choices.map((one) => [one.id, one.default])),
      }}
    >
      <Form.Item name="name" label={say.name} rules={[{ required: true, whitespace: true, message: say.nameNeeded }]}>
        <Input maxLength={120} autoFocus />
      </Form.Item>
      <Form.Item name="id" label={say.id} extra={say.idHelp} rules={[{ required: true, message: say.idNeeded }]}>
        <Input maxLength={100} spellCheck={false} className="code" />
      </Form.Item>
      {template.questions.length > 0 && <Typography.Title level={5}>{say.parameters}</Typography.Title>}
      <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(260px, 1fr))", columnGap: 16 }}>
        {template.questions.map((question) => (
          <Parameter key={question.id} question={question} />
        ))}
      </div>
      {template.choices.length > 0 && <Typography.Title level={5}>{say.choices}</Typography.Title>}
      {template.choices.map((choice) => (
        <Form.Item key={choice.id} name={["choices", choice.id]} label={label(choice.label)}>
          <Radio.Group
            options={choice.options.map((option) => ({
              value: option.id,
              label: (
                <>
                  {label(option.label)} {option.why && <span className="quiet">– {label(option.why)}</span>}
                </>
              ),
            }))}
          />
        </Form.Item>
      ))}
    </FormDialog>
  );
}

function Parameter({ question }: { readonly question: Template["questions"][number] }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const unit = useWords(unitOf(question));
  const told = (value: number) => `${format.number(shownValue(question, value))}${unit.short}`;
  const bounds = [
    say.usual(told(question.value)),
    question.low === null ? "" : say.from(told(question.low)),
    question.high === null ? "" : say.to(told(question.high)),
  ];
  // The field has no limits of its own: it would put another number in place of what was typed.
  const refuse = (value: number | null) => {
    if (value === null) return;
    if (question.low !== null && value < shownValue(question, question.low))
      throw new Error(say.from(told(question.low)));
    if (question.high !== null && value > shownValue(question, question.high))
      throw new Error(say.to(told(question.high)));
  };
  return (
    <Form.Item
      name={["parameters", question.id]}
      label={label(question.label)}
      extra={bounds.filter(Boolean).join(" · ")}
      rules={[{ validator: async (_, value: number | null) => refuse(value) }]}
    >
      <InputNumber
        style={{ width: "100%" }}
        suffix={unit.short || undefined}
        parser={(text) => text?.normalize("NFKC").replace(/[,，\s]/g, "") ?? ""}
        placeholder={format.number(shownValue(question, question.value))}
      />
    </Form.Item>
  );
}
