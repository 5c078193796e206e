/** What is known of the person, field by field, as the text declares its inputs; every change is scored at once. */
import { Input, Select } from "antd";
import { useId } from "react";
import type { Issue } from "@/api/problem";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { type Need, type Sample, shownIn, typedIn, withValue } from "./samples";

const WORDS = words({
  yes: { zh: "是", en: "yes" },
  no: { zh: "否", en: "no" },
  none: { zh: "缺失", en: "missing" },
  duration: { zh: "秒，或 3min、1h", en: "seconds, or 3min, 1h" },
  date: { zh: "如 2026-11-21", en: "such as 2026-11-21" },
  from: { zh: (low: string) => `≥ ${low}`, en: (low: string) => `≥ ${low}` },
  to: { zh: (high: string) => `≤ ${high}`, en: (high: string) => `≤ ${high}` },
  usual: { zh: (value: string) => `不填按 ${value}`, en: (value: string) => `${value} when empty` },
  nothing: { zh: "这份方案不需要任何数据。", en: "This rule set needs no data." },
  amount: { zh: (label: string) => `${label}（金额）`, en: (label: string) => `${label} (amount)` },
});

interface Props {
  readonly sample: Sample;
  readonly needs: readonly Need[];
  /** Issues of this person's values. */
  readonly issues: readonly Issue[];
  readonly currency: string;
  readonly onChange: (sample: Sample) => void;
}

export function Values({ sample, needs, issues, currency, onChange }: Props) {
  const say = useWords(WORDS);
  const used = needs.filter((need) => need.used);
  if (used.length === 0) return <p className="quiet">{say.nothing}</p>;
  return (
    <div className="try-values">
      {used.map((need) => (
        <ValueField
          key={need.id}
          need={need}
          sample={sample}
          issue={issues.find((one) => one.path.endsWith(`.${need.id.replace(/^decision\./, "")}`))}
          currency={currency}
          onChange={onChange}
        />
      ))}
    </div>
  );
}

interface FieldProps extends Omit<Props, "needs" | "issues"> {
  readonly need: Need;
  readonly issue: Issue | undefined;
}

function ValueField({ need, sample, issue, currency, onChange }: FieldProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const id = useId();
  const decision = need.id.startsWith("decision.") ? need.id.slice("decision.".length) : null;
  const value = decision === null ? sample.inputs[need.id] : sample.decisions[decision]?.amount;
  const name = decision === null ? label(need.label, need.id) : say.amount(label(need.label, decision));
  const change = (text: string | undefined) => {
    const told = text === undefined ? undefined : typedIn(need, text);
    onChange(decision === null ? withValue(sample, need.id, told) : withDecision(sample, decision, told));
  };
  const shown = shownIn(need, value);
  const choices = choicesOf(need, say);
  const hint = hintOf(need, say);
  return (
    <div className="try-value">
      <label htmlFor={id} title={need.id}>
        {name}
      </label>
      {choices ? (
        <Select
          id={id}
          size="small"
          allowClear
          value={shown === "" ? undefined : shown}
          placeholder={say.none}
          options={choices}
          status={issue ? "error" : undefined}
          onChange={change}
        />
      ) : (
        <Input
          id={id}
          size="small"
          value={shown}
          placeholder={hint}
          title={hint}
          suffix={need.kind === "percent" ? "%" : need.kind === "money" ? currency : undefined}
          status={issue ? "error" : undefined}
          aria-describedby={issue ? `${id}-told` : undefined}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => change(event.target.value)}
        />
      )}
      {issue && (
        <div id={`${id}-told`} className="try-value-issue">
          {label(issue.message)} {label(issue.hint)}
        </div>
      )}
    </div>
  );
}

type Said = ReturnType<typeof useWords<typeof WORDS>>;

function choicesOf(need: Need, say: Said) {
  if (need.kind === "flag") {
    return [
      { value: "true", label: say.yes },
      { value: "false", label: say.no },
    ];
  }
  return need.kind === "choice" ? need.choices.map((value) => ({ value, label: value })) : null;
}

function hintOf(need: Need, say: Said): string {
  const told = (value: unknown) => shownIn(need, value as never) + (need.kind === "percent" ? "%" : "");
  const parts = [
    need.low === null ? "" : say.from(told(need.low)),
    need.high === null ? "" : say.to(told(need.high)),
    need.kind === "duration" ? say.duration : "",
    need.kind === "date" ? say.date : "",
    need.missing === "value" && need.default !== null ? say.usual(told(need.default)) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

/** A decision is complete only with its reason and author. */
function withDecision(sample: Sample, reward: string, amount: unknown): Sample {
  const { [reward]: before, ...rest } = sample.decisions;
  if (amount === undefined) return { ...sample, decisions: rest };
  const decision = { reason: "–", author: "–", ...before, amount: amount as string };
  return { ...sample, decisions: { ...rest, [reward]: decision } };
}
