/** Published versions: which there are, their texts, what differs, and what is done with them. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, tagged } from "../client";
import type { operations, PublishRequest } from "../schema";
import { fetchDraft } from "./drafts";
import { RULE_SETS } from "./ruleSets";

export const DRAFT = "draft";
/** A version by its number, or the draft. */
export type Side = number | typeof DRAFT;

export type Difference = operations["diff_versions"]["responses"]["200"]["content"]["application/json"];
export type Impact = operations["show_impact"]["responses"]["200"]["content"]["application/json"];
export type Published = operations["publish_draft"]["responses"]["201"]["content"]["application/json"];

const VERSIONS = [...RULE_SETS, "versions"] as const;

/** Newest first, retired ones too; page after page. */
export function useVersions(id: string) {
  return useInfiniteQuery({
    queryKey: [...VERSIONS, id],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/v1/rule-sets/{rule_set_id}/versions", {
          params: { path: { rule_set_id: id }, query: { limit: 200, cursor: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** The text as it was written, with its comments. */
export function useSideText(id: string, side: Side, enabled = true) {
  return useQuery({
    queryKey: [...RULE_SETS, "text", id, side],
    enabled,
    queryFn: () => (side === DRAFT ? fetchDraft(id).then(({ text }) => text) : fetchVersionText(id, side)),
    // What was published never changes.
    staleTime: side === DRAFT ? 0 : Number.POSITIVE_INFINITY,
  });
}

async function fetchVersionText(id: string, number: number): Promise<string> {
  const text = await answer(
    api.GET("/v1/rule-sets/{rule_set_id}/versions/{number}", {
      params: { path: { rule_set_id: id, number } },
      headers: { Accept: "application/yaml" },
      parseAs: "text",
    }),
  );
  return text as unknown as string;
}

/** What differs in meaning. */
export function useDifference(id: string, from: Side, to: Side, enabled = true) {
  return useQuery({
    queryKey: [...RULE_SETS, "diff", id, from, to],
    enabled,
    queryFn: () =>
      answer(
        api.GET("/v1/rule-sets/{rule_set_id}/diff", {
          params: { path: { rule_set_id: id }, query: { from: String(from), to: String(to) } },
        }),
      ),
    staleTime: from === DRAFT || to === DRAFT ? 0 : Number.POSITIVE_INFINITY,
  });
}

/** What the draft with this ETag would have made of the last run, against what ``against`` makes of the same data. */
export function useImpact(id: string, etag: string, against: number | undefined, enabled: boolean) {
  return useQuery({
    queryKey: [...RULE_SETS, "impact", id, etag, against],
    enabled,
    queryFn: () =>
      answer(
        api.GET("/v1/rule-sets/{rule_set_id}/draft/impact", {
          params: { path: { rule_set_id: id }, query: { against, limit: 20 } },
        }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

interface Publishing {
  /** Of the draft that was looked at. */
  readonly etag: string;
  /** One attempt, one key: a second click publishes nothing twice. */
  readonly attempt: string;
  readonly body: PublishRequest;
}

export function usePublish(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ etag, attempt, body }: Publishing) =>
      tagged(
        api.POST("/v1/rule-sets/{rule_set_id}/versions", {
          params: { path: { rule_set_id: id }, header: { "If-Match": etag, "Idempotency-Key": attempt } },
          body,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: RULE_SETS }),
  });
}

/** Put a version's text into the draft. ``etag`` is that of the draft to be replaced, null when there is none. */
export function useRestore(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ number, etag }: { readonly number: number; readonly etag: string | null }) =>
      tagged(
        api.POST("/v1/rule-sets/{rule_set_id}/versions/{number}/restore", {
          params: { path: { rule_set_id: id, number }, header: etag === null ? {} : { "If-Match": etag } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: RULE_SETS }),
  });
}

export function useRetire(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ number, note }: { readonly number: number; readonly note: string }) =>
      answer(
        api.POST("/v1/rule-sets/{rule_set_id}/versions/{number}/retire", {
          params: { path: { rule_set_id: id, number } },
          body: { note },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: RULE_SETS }),
  });
}
