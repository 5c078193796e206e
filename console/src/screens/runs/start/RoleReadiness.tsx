/** What a run of a role would run, and what is still missing for each of its rule sets. */
import { Alert } from "antd";
import { useRuleSets } from "@/api/queries/ruleSets";
import { usePlanned } from "@/api/queries/runs";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { useLater } from "../../editor/useLater";
import { Readiness } from "./Readiness";

const WORDS = words({
  none: { zh: "没有方案适用于这个岗位", en: "No rule set applies to this role" },
  noneHint: {
    zh: "检查岗位的写法是否与方案的 applies_to 一致，以及方案在这个期间是否已生效。",
    en: "Check that the role is written as in the rule sets' applies_to, and that they are in force for this period.",
  },
  version: { zh: (n: number) => `第 ${n} 版`, en: (n: number) => `version ${n}` },
});

/** Until the end of a word. */
const PAUSE = 250;

export function RoleReadiness({ role, period }: { readonly role: string; readonly period: string }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const asked = useLater(role.trim(), PAUSE);
  const { data } = usePlanned(asked, period);
  const known = useRuleSets().data?.pages.flatMap((page) => page.items) ?? [];
  if (data === undefined) return null;
  if (data.items.length === 0) return <Alert type="warning" showIcon title={say.none} description={say.noneHint} />;
  return (
    <ul className="run-planned">
      {data.items.map(({ rule_set: id, version }) => (
        <li key={id}>
          <p>
            {label(known.find((one) => one.id === id)?.name, id)} · {say.version(version)}
          </p>
          <Readiness ruleSet={id} period={period} version={version} />
        </li>
      ))}
    </ul>
  );
}
