/** One person's results, period after period. */
import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { answer, api } from "../client";
import type { operations } from "../schema";
import { RUNS } from "./runs";

export type PersonResult =
  operations["list_results_of_person"]["responses"]["200"]["content"]["application/json"]["items"][number];

/** Latest period first, with the sentences of each. */
export function personResultsQuery(person: string, ruleSet?: string) {
  return infiniteQueryOptions({
    queryKey: [...RUNS, "person", person, ruleSet],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/v1/people/{person_id}/results", {
          params: {
            path: { person_id: person },
            query: { rule_set: ruleSet, explain: "summary", limit: 12, cursor: pageParam ?? undefined },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export function usePersonResults(person: string, ruleSet?: string) {
  return useInfiniteQuery(personResultsQuery(person, ruleSet));
}

/** What a run found for one person, with the whole explanation. */
export function explainedQuery(run: number | null, person: string) {
  return queryOptions({
    queryKey: [...RUNS, "explained", run, person],
    enabled: run !== null,
    queryFn: () =>
      answer(
        api.GET("/v1/runs/{run_id}/results/{subject}", {
          params: { path: { run_id: run as number, subject: person }, query: { explain: "full" } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useExplained(run: number | null, person: string) {
  return useQuery(explainedQuery(run, person));
}
