/** Declaring what a rule set reads, or what a system's files need. */
import { Alert, App, Form, Modal, Radio, Select } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { asProblem } from "@/api/problem";
import { useDeclareDataset, useDeclareFromRuleSet, useSources } from "@/api/queries/datasets";
import { useRuleSets } from "@/api/queries/ruleSets";
import { IssueList } from "@/parts/IssueList";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";

const WORDS = words({
  title: { zh: "声明数据集", en: "Declare a dataset" },
  about: {
    zh: "已有的数据集只会增加新的列和选项，不会丢失记录。",
    en: "A dataset that is there gets new columns and choices; no event is lost.",
  },
  by: { zh: "按什么声明", en: "As needed by" },
  ruleSet: { zh: "考核方案", en: "a rule set" },
  source: { zh: "来源系统", en: "a system" },
  which: { zh: "方案", en: "Rule set" },
  whichHelp: {
    zh: "声明此方案 datasets 一节中的数据集：有草稿时按草稿，否则按最新版本。",
    en: "Declares its section datasets: that of the draft, or of the newest version where there is none.",
  },
  system: { zh: "系统", en: "System" },
  declare: { zh: "声明", en: "Declare" },
  cancel: { zh: "取消", en: "Cancel" },
  nothing: { zh: "此方案不引用明细数据。", en: "This rule set reads no events." },
  same: {
    zh: (names: string) => `已经都声明过了：${names}`,
    en: (names: string) => `All are declared already: ${names}`,
  },
  done: { zh: (names: string) => `已声明 ${names}`, en: (names: string) => `Declared: ${names}` },
});

export default function DeclareDialog({ close }: { readonly close: () => void }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [by, setBy] = useState<"ruleSet" | "source">("ruleSet");
  const [chosen, setChosen] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const fromRuleSet = useDeclareFromRuleSet();
  const fromSource = useDeclareDataset();
  const ruleSets = useRuleSets().data?.pages.flatMap((page) => page.items) ?? [];
  const sources = useSources().data?.items ?? [];
  const failed = by === "ruleSet" ? fromRuleSet.error : fromSource.error;
  const problem = failed ? asProblem(failed) : null;
  const choose = (next: string | null) => {
    setChosen(next);
    setTold(null);
    fromRuleSet.reset();
    fromSource.reset();
  };
  const declare = () => {
    if (chosen === null) return;
    if (by === "source") {
      const source = sources.find((one) => one.id === chosen);
      if (source === undefined) return;
      fromSource.mutate(
        { name: source.usual_name, declaration: source.dataset as never },
        {
          onSuccess: ({ name }) => {
            message.success(say.done(name));
            close();
            navigate(`/data/datasets/${encodeURIComponent(name)}`);
          },
        },
      );
      return;
    }
    fromRuleSet.mutate(chosen, {
      onSuccess: ({ datasets, changed }) => {
        if (datasets.length === 0) setTold(say.nothing);
        else if (changed.length === 0) setTold(say.same(datasets.join(", ")));
        else {
          message.success(say.done(changed.join(", ")));
          close();
        }
      },
    });
  };
  return (
    <Modal
      open
      title={say.title}
      okText={say.declare}
      cancelText={say.cancel}
      okButtonProps={{ disabled: chosen === null }}
      confirmLoading={fromRuleSet.isPending || fromSource.isPending}
      onOk={declare}
      onCancel={close}
    >
      <p className="quiet">{say.about}</p>
      <Form layout="vertical" component="div">
        <Form.Item label={say.by}>
          <Radio.Group
            value={by}
            onChange={(event) => {
              setBy(event.target.value as typeof by);
              choose(null);
            }}
            options={[
              { value: "ruleSet", label: say.ruleSet },
              { value: "source", label: say.source },
            ]}
          />
        </Form.Item>
        {by === "ruleSet" ? (
          <Form.Item label={say.which} extra={say.whichHelp} htmlFor="declare-rule-set">
            <Select
              id="declare-rule-set"
              showSearch={{ optionFilterProp: "label" }}
              value={chosen}
              onChange={choose}
              options={ruleSets.map((one) => ({ value: one.id, label: label(one.name, one.id) }))}
            />
          </Form.Item>
        ) : (
          <Form.Item label={say.system} htmlFor="declare-source">
            <Select
              id="declare-source"
              value={chosen}
              onChange={choose}
              options={sources.map((one) => ({
                value: one.id,
                label: `${label(one.label, one.id)} → ${one.usual_name}`,
              }))}
            />
          </Form.Item>
        )}
      </Form>
      {told && <Alert type="info" showIcon title={told} />}
      {problem && (
        <Alert
          type="error"
          showIcon
          title={problem.detail}
          description={problem.issues.length > 0 ? <IssueList issues={problem.issues} /> : problem.hint}
        />
      )}
    </Modal>
  );
}
