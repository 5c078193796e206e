/** The audit trail. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { answer, api } from "../client";

export interface AuditFilter {
  readonly action?: string;
  readonly object?: string;
  readonly actor?: string;
}

export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam }) =>
      answer(api.GET("/v1/audit", { params: { query: { ...filter, limit: 50, cursor: pageParam ?? undefined } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}
