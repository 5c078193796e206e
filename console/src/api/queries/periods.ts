/** Periods: whether one is closed, and what is missing before it can be scored. */
import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../client";
import { asProblem } from "../problem";

export function usePeriod(period: string | undefined) {
  return useQuery({
    queryKey: ["periods", period],
    enabled: period !== undefined,
    queryFn: () => answer(api.GET("/v1/periods/{period}", { params: { path: { period: period as string } } })),
  });
}

/** What is there and what is missing for a rule set; null where no version is in force for the period. */
export function useReadiness(ruleSet: string | undefined, period: string | undefined, version?: number) {
  return useQuery({
    queryKey: ["figures", "overview", ruleSet, period, version],
    enabled: ruleSet !== undefined && period !== undefined,
    queryFn: async () => {
      try {
        return await answer(
          api.GET("/v1/figures/{period}/overview", {
            params: { path: { period: period as string }, query: { rule_set: ruleSet as string, version } },
          }),
        );
      } catch (thrown) {
        if ([404, 422].includes(asProblem(thrown).status)) return null;
        throw thrown;
      }
    },
  });
}
