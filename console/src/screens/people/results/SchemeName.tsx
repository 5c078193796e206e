/** What a rule set is called in one of its versions. */
import { useScheme } from "@/api/queries/schemes";
import { useLabels } from "@/words/labels";

export function SchemeName({ ruleSet, version }: { readonly ruleSet: string; readonly version: number }) {
  const label = useLabels();
  return <>{label(useScheme(ruleSet, version).data?.labels.name, ruleSet)}</>;
}
