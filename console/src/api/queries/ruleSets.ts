/** Rule sets and their drafts. */
import { queryOptions, useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { answer, api } from "../client";
import type { operations } from "../schema";

export const RULE_SETS = ["rule-sets"] as const;

/** All rule sets, page after page. */
export function useRuleSets() {
  return useInfiniteQuery({
    queryKey: [...RULE_SETS, "list"],
    queryFn: ({ pageParam }) =>
      answer(api.GET("/v1/rule-sets", { params: { query: { limit: 100, cursor: pageParam ?? undefined } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** One rule set with its draft, its newest versions and the one in force. */
export function ruleSetQuery(id: string) {
  return queryOptions({
    queryKey: [...RULE_SETS, "one", id],
    queryFn: () => answer(api.GET("/v1/rule-sets/{rule_set_id}", { params: { path: { rule_set_id: id } } })),
  });
}

export function useRuleSet(id: string) {
  return useQuery(ruleSetQuery(id));
}

export type LastRun = operations["list_all_runs"]["responses"]["200"]["content"]["application/json"]["items"][number];

/** The newest run of each rule set, null where there is none; not there while nobody knows. */
export function useLastRuns(ids: readonly string[]): ReadonlyMap<string, LastRun | null> {
  // One question mostly answers for all; only for what has not been run lately one more is asked.
  const lately = useQuery({
    queryKey: ["runs", "lately"],
    queryFn: () => answer(api.GET("/v1/runs", { params: { query: { limit: 200 } } })),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? 5000 : false),
  });
  const found = new Map<string, LastRun | null>();
  for (const run of lately.data?.items ?? []) if (!found.has(run.rule_set)) found.set(run.rule_set, run);
  const others = ids.filter((id) => lately.data && !found.has(id));
  const asked = useQueries({
    queries: others.map((id) => ({
      queryKey: ["runs", "last", id],
      enabled: lately.data?.next !== null,
      queryFn: () => answer(api.GET("/v1/runs", { params: { query: { rule_set: id, limit: 1 } } })),
    })),
  });
  others.forEach((id, index) => {
    if (lately.data?.next === null) found.set(id, null);
    else if (asked[index]?.data) found.set(id, asked[index].data.items[0] ?? null);
  });
  return found;
}

function isUnderWay(run: LastRun): boolean {
  return run.state === "queued" || run.state === "running";
}
