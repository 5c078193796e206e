/** One way for every file: choose it and say what it is, match its columns, check it, import it. */
import { Steps } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import type { Preview } from "@/api/queries/tables";
import { useWorkspace } from "@/api/queries/workspace";
import { Answered } from "@/parts/Answered";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { firstDay, periodOf, step as stepBy, todayIn } from "@/scheme/periods";
import { LeaveGuard } from "@/screens/editor/saving/LeaveGuard";
import { useWords, words } from "@/words/words";
import { CheckStep } from "./CheckStep";
import { ChooseStep } from "./ChooseStep";
import { ColumnsStep } from "./ColumnsStep";
import type { Choices } from "./choices";
import { DoneStep } from "./DoneStep";
import type { Found } from "./found";
import type { Chosen, Purpose, Reading, Use } from "./purpose";
import "./import.css";

const WORDS = words({
  title: { zh: "导入数据", en: "Import data" },
  about: {
    zh: "先检查再导入：检查不保存任何内容。",
    en: "Checked before it is imported; the check stores nothing.",
  },
  choose: { zh: "文件和用途", en: "The file" },
  columns: { zh: "对应列", en: "Columns" },
  check: { zh: "检查", en: "Check" },
  import: { zh: "导入", en: "Import" },
  leave: { zh: "导入还没有完成", en: "The import is not finished" },
  leaveAbout: {
    zh: "离开后需要重新选择文件。还没有导入任何内容。",
    en: "You would have to choose the file again. Nothing was imported yet.",
  },
});

export function Component() {
  const say = useWords(WORDS);
  const workspace = useWorkspace();
  return (
    <>
      <ScreenTitle title={say.title}>{say.about}</ScreenTitle>
      <Answered query={workspace}>{({ data }) => <Wizard today={todayIn(data.time_zone)} />}</Answered>
    </>
  );
}

function Wizard({ today }: { readonly today: string }) {
  const say = useWords(WORDS);
  const [search] = useSearchParams();
  const [step, setStep] = useState(0);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [purpose, setPurpose] = useState<Purpose>(() => purposeIn(search, today));
  const [reading, setReading] = useState<Reading>({});
  const [choices, setChoices] = useState<Choices | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const [keepsRest, setKeepsRest] = useState(false);
  const [isDone, setDone] = useState(false);
  /** Another file or another use of it begins anew. */
  const afresh = () => {
    setReading({});
    setChoices(null);
    setPreview(null);
    setFound(null);
    setKeepsRest(false);
    setDone(false);
  };
  const common = { purpose, reading, choices: choices ?? {} };
  // What a system writes has columns of its own.
  const skipsColumns = purpose.use === "dataset" && purpose.source !== null;
  return (
    <>
      <LeaveGuard unsaved={chosen !== null && !isDone} title={say.leave} about={say.leaveAbout} />
      <Steps
        current={isDone ? 4 : step}
        size="small"
        style={{ margin: "0 0 20px", maxWidth: 860 }}
        items={[{ title: say.choose }, { title: say.columns }, { title: say.check }, { title: say.import }]}
      />
      {step === 0 && (
        <ChooseStep
          chosen={chosen}
          choose={(next) => {
            afresh();
            setChosen(next);
          }}
          purpose={purpose}
          setPurpose={(next) => {
            afresh();
            setPurpose(next);
          }}
          onNext={() => setStep(skipsColumns ? 2 : 1)}
        />
      )}
      {step === 1 && chosen && (
        <ColumnsStep
          chosen={chosen}
          purpose={purpose}
          reading={reading}
          setReading={setReading}
          choices={choices}
          setChoices={(next) => {
            setChoices(next);
            setFound(null);
          }}
          onPreview={setPreview}
          onBack={() => setStep(0)}
          onOther={() => {
            afresh();
            setChosen(null);
            setStep(0);
          }}
          onNext={() => setStep(2)}
        />
      )}
      {step === 2 && chosen && (
        <CheckStep
          key={found === null ? "checking" : "checked"}
          {...common}
          chosen={chosen}
          setChoices={setChoices}
          preview={preview}
          found={found}
          setFound={setFound}
          keepsRest={keepsRest}
          setKeepsRest={setKeepsRest}
          onBack={() => setStep(skipsColumns ? 0 : 1)}
          onNext={() => setStep(3)}
        />
      )}
      {step === 3 && chosen && (
        <DoneStep
          {...common}
          chosen={chosen}
          keepsRest={keepsRest}
          rows={found?.rows ?? 0}
          onDone={() => setDone(true)}
          onBack={() => {
            setFound(null);
            setDone(false);
            setStep(2);
          }}
          onAnother={() => {
            afresh();
            setChosen(null);
            setStep(0);
          }}
        />
      )}
    </>
  );
}

const USES: readonly string[] = ["people", "figures", "dataset"];

/** What the address says already; figures are usually of the month that has just ended. */
function purposeIn(search: URLSearchParams, today: string): Purpose {
  const use = search.get("use");
  return {
    use: use !== null && USES.includes(use) ? (use as Use) : null,
    from: firstDay(periodOf("month", today)),
    clears: false,
    ruleSet: search.get("rule_set"),
    period: search.get("period") ?? stepBy(periodOf("month", today), -1),
    creates: false,
    reason: "",
    dataset: search.get("dataset"),
    source: null,
  };
}
