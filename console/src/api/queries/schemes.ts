/** What a published version says, for those who read its results: the labels of everything, and kinds of values. */
import { useQuery } from "@tanstack/react-query";
import { type Kinds, kindsOf } from "@/parts/score-card/kinds";
import { labelsOf, type Plain, type SchemeLabels } from "@/scheme/data";
import { answer, api } from "../client";
import { asProblem } from "../problem";
import { RULE_SETS } from "./ruleSets";

export interface Scheme {
  readonly document: Plain;
  readonly labels: SchemeLabels;
  readonly kinds: Kinds;
}

/** A published version never changes. */
export function useScheme(ruleSet: string | undefined, version: number | undefined) {
  return useQuery({
    queryKey: [...RULE_SETS, "scheme", ruleSet, version],
    enabled: ruleSet !== undefined && version !== undefined,
    queryFn: async (): Promise<Scheme> => {
      const found = await answer(
        api.GET("/v1/rule-sets/{rule_set_id}/versions/{number}", {
          params: { path: { rule_set_id: ruleSet as string, number: version as number } },
        }),
      );
      const document = found.document as Plain;
      // Only for how values are written: without it they are bare numbers.
      const steps = await answer(api.POST("/v1/rule-sets/check", { body: document as never }))
        .then((checked) => checked.steps)
        .catch((thrown) => {
          if (asProblem(thrown).status === 401) throw thrown;
          return [];
        });
      return { document, labels: labelsOf(document), kinds: kindsOf(steps) };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}
