/** The audit trail. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { answer, api } from "../client";

/** An action that ends with a dot, and an object that ends with a slash, stand for all that begin so. */
export interface AuditFilter {
  readonly action?: string;
  readonly object?: string;
  readonly actor?: string;
  /** A day, which is included. */
  readonly since?: string;
  /** A day, which is not. */
  readonly until?: string;
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
