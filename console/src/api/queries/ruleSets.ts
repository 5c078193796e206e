/** Rule sets and their drafts. */
import { queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { answer, api } from "../client";

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
