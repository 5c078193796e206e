/** Which kind of period a rule set scores, as its newest version says. */
import { useQuery } from "@tanstack/react-query";
import { answer, api } from "@/api/client";
import { RULE_SETS } from "@/api/queries/ruleSets";
import type { PeriodKind } from "@/scheme/periods";

const KINDS: readonly string[] = ["day", "week", "month", "quarter", "year"];

export function usePeriodKind(ruleSet: string | null): PeriodKind | undefined {
  const { data } = useQuery({
    queryKey: [...RULE_SETS, "period-kind", ruleSet],
    enabled: ruleSet !== null,
    staleTime: 60_000,
    queryFn: async (): Promise<PeriodKind> => {
      const path = { rule_set_id: ruleSet as string };
      const { versions } = await answer(api.GET("/v1/rule-sets/{rule_set_id}", { params: { path } }));
      const number = versions[0]?.version;
      if (number === undefined) return "month";
      const version = await answer(
        api.GET("/v1/rule-sets/{rule_set_id}/versions/{number}", { params: { path: { ...path, number } } }),
      );
      const told = (version.document as { readonly period?: unknown }).period;
      return typeof told === "string" && KINDS.includes(told) ? (told as PeriodKind) : "month";
    },
  });
  return data;
}
