/** What finished runs were given for real people, so that a draft can be tried on them. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answer, api } from "../client";
import type { operations } from "../schema";

export type GivenPerson =
  operations["list_run_inputs"]["responses"]["200"]["content"]["application/json"]["items"][number];

const SHOWN = 12;

/** The newest finished runs of a rule set. */
export function useFinishedRuns(ruleSet: string) {
  return useQuery({
    queryKey: ["runs", "finished", ruleSet],
    queryFn: () => answer(api.GET("/v1/runs", { params: { query: { rule_set: ruleSet, state: "done", limit: 24 } } })),
  });
}

/** The first people of a run whose name or id has ``search`` in it. */
export function useGiven(run: number | undefined, search: string) {
  return useQuery({
    queryKey: ["runs", "given", run, search],
    enabled: run !== undefined,
    placeholderData: keepPreviousData,
    queryFn: () =>
      answer(
        api.GET("/v1/runs/{run_id}/inputs", {
          params: { path: { run_id: run ?? 0 }, query: { limit: SHOWN, ...(search ? { search } : {}) } },
        }),
      ),
  });
}
