/** The draft of a rule set as text, and what the checks say about a text. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLanguage } from "@/words/language";
import { answer, api, tagged } from "../client";
import { asProblem, type Issue } from "../problem";
import type { operations } from "../schema";
import { RULE_SETS } from "./ruleSets";

const YAML = "application/yaml";

export type Checked = operations["check_rule_set"]["responses"]["200"]["content"]["application/json"];

export interface DraftText {
  readonly text: string;
  readonly etag: string;
}

export async function fetchDraft(id: string): Promise<DraftText> {
  const { data, etag } = await tagged(
    api.GET("/v1/rule-sets/{rule_set_id}/draft", {
      params: { path: { rule_set_id: id } },
      headers: { Accept: YAML },
      parseAs: "text",
    }),
  );
  return { text: data as string, etag };
}

/** The draft as it is when somebody begins to edit; afterwards the editor's text is ahead of it. */
export function useDraft(id: string) {
  return useQuery({
    queryKey: [...RULE_SETS, "draft", id],
    queryFn: () => fetchDraft(id),
    staleTime: 0,
    gcTime: 0,
    refetchOnMount: "always",
    refetchOnReconnect: false,
  });
}

/** Write the draft; ``etag`` is that of the one to be replaced, null for the first. Answers with the new ETag. */
export async function writeDraft(id: string, text: string, etag: string | null): Promise<string> {
  const written = await tagged(
    api.PUT("/v1/rule-sets/{rule_set_id}/draft", {
      params: { path: { rule_set_id: id }, header: etag === null ? {} : { "If-Match": etag } },
      headers: { "Content-Type": YAML },
      body: text as never,
      bodySerializer: (body) => body as unknown as string,
    }),
  );
  return written.etag;
}

/** Begin a draft with what a published version says. */
export function useStartDraft(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (number: number) =>
      answer(
        api.POST("/v1/rule-sets/{rule_set_id}/versions/{number}/restore", {
          params: { path: { rule_set_id: id, number } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: RULE_SETS }),
  });
}

export interface CheckOf {
  /** The text that was checked. */
  readonly text: string;
  readonly issues: readonly Issue[];
  /** What it needs and computes; null with errors. */
  readonly checked: Checked | null;
}

/** What the server finds in ``text``; until it answers, what it found in the text before. */
export function useCheck(text: string, enabled: boolean) {
  const { language } = useLanguage();
  return useQuery({
    queryKey: ["check", language, text],
    enabled,
    gcTime: 10_000,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    queryFn: async (): Promise<CheckOf> => {
      try {
        const checked = await answer(
          api.POST("/v1/rule-sets/check", {
            headers: { "Content-Type": YAML },
            body: text as never,
            bodySerializer: (body) => body as unknown as string,
          }),
        );
        return { text, issues: checked.issues as readonly Issue[], checked };
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (problem.status !== 422) throw thrown;
        return { text, issues: problem.issues, checked: null };
      }
    },
  });
}
