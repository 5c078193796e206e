/** People to try the text on: the template's, those of the document's own tests, real ones, or one typed by hand. */
import { Button, Modal } from "antd";
import type { ReactNode } from "react";
import type { Checked } from "@/api/queries/drafts";
import type { Template } from "@/api/queries/templates";
import { newKey } from "@/api/upload";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { Recorded } from "./Recorded";
import { type Sample, samplesOfTemplate, samplesOfTests } from "./samples";

const WORDS = words({
  title: { zh: "添加试算人员", en: "Add people to try" },
  typed: { zh: "手工填写", en: "Type the values" },
  typedHint: { zh: "从空白表开始，逐项填写。", en: "Begin with an empty form." },
  template: { zh: (name: string) => `模板“${name}”的示例人员`, en: (name: string) => `Sample people of “${name}”` },
  tests: { zh: "方案自带的验算用例", en: "The document's own tests" },
  recorded: { zh: "真实人员的数据", en: "Real people" },
  all: { zh: "全部添加", en: "Add all" },
  new: { zh: (n: number) => `试算 ${n}`, en: (n: number) => `Tried ${n}` },
});

interface Props {
  readonly ruleSet: string;
  readonly template: Template | undefined;
  readonly checked: Checked | null;
  /** How many people were typed already. */
  readonly typed: number;
  readonly onAdd: (samples: readonly Sample[]) => void;
  readonly onClose: () => void;
}

export function AddPeople({ ruleSet, template, checked, typed, onAdd, onClose }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const add = (samples: readonly Sample[]) => {
    onAdd(samples);
    onClose();
  };
  const ofTests = samplesOfTests(checked?.tests ?? []);
  const empty = (): Sample => ({
    key: `typed:${newKey()}`,
    subject: say.new(typed + 1),
    name: say.new(typed + 1),
    source: "typed",
    period: null,
    inputs: {},
    history: [],
    decisions: {},
  });
  return (
    <Modal open title={say.title} footer={null} onCancel={onClose} width={560} className="try-add">
      <Group title={say.typed}>
        <Button onClick={() => add([empty()])}>{say.typed}</Button> <span className="quiet">{say.typedHint}</span>
      </Group>
      {template && template.people.length > 0 && (
        <Group title={say.template(label(template.name, template.id))}>
          <Choices samples={samplesOfTemplate(template)} onAdd={add} all={say.all} />
        </Group>
      )}
      {ofTests.length > 0 && (
        <Group title={say.tests}>
          <Choices samples={ofTests} onAdd={add} all={say.all} />
        </Group>
      )}
      <Group title={say.recorded}>
        <Recorded ruleSet={ruleSet} onAdd={add} />
      </Group>
    </Modal>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface ChoicesProps {
  readonly samples: readonly Sample[];
  readonly all: string;
  readonly onAdd: (samples: readonly Sample[]) => void;
}

function Choices({ samples, all, onAdd }: ChoicesProps) {
  const label = useLabels();
  return (
    <div className="try-choices">
      {samples.map((sample) => (
        <Button key={sample.key} onClick={() => onAdd([sample])}>
          {label(sample.name, sample.subject)}
        </Button>
      ))}
      {samples.length > 1 && (
        <Button type="link" onClick={() => onAdd(samples)}>
          {all}
        </Button>
      )}
    </div>
  );
}
