/** Choosing one of the published rule sets. */
import { Select } from "antd";
import { useRuleSets } from "@/api/queries/ruleSets";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";

const WORDS = words({
  choose: { zh: "选择方案", en: "Choose a rule set" },
  none: { zh: "还没有发布的方案", en: "Nothing is published yet" },
});

interface Props {
  readonly id?: string;
  readonly label?: string;
  readonly value: string | null;
  readonly onChange: (ruleSet: string) => void;
}

export function RuleSetSelect({ id, label: name, value, onChange }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const ruleSets = useRuleSets();
  const published = (ruleSets.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((one) => one.latest_version !== null);
  return (
    <Select
      id={id}
      aria-label={name}
      showSearch={{ optionFilterProp: "label" }}
      style={{ minWidth: 220, width: "100%" }}
      placeholder={say.choose}
      loading={ruleSets.isPending}
      notFoundContent={say.none}
      value={value}
      onChange={onChange}
      options={published.map((one) => ({ value: one.id, label: label(one.name, one.id) }))}
    />
  );
}
