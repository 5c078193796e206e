/** Templates, and scoring a template's sample people. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLanguage } from "@/words/language";
import { answer, api, tagged } from "../client";
import type { InstallRequest, operations } from "../schema";
import { RULE_SETS } from "./ruleSets";

export type Template = operations["show_template"]["responses"]["200"]["content"]["application/json"];
export type TemplateSummary =
  operations["list_templates"]["responses"]["200"]["content"]["application/json"]["items"][number];
export type Tried = operations["try_rule_set"]["responses"]["200"]["content"]["application/json"];
export type Result = Tried["results"][number];

export function useTemplates() {
  return useQuery({
    queryKey: ["templates", "list"],
    queryFn: () => answer(api.GET("/v1/templates")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useTemplate(id: string | undefined) {
  return useQuery({
    queryKey: ["templates", "one", id],
    enabled: id !== undefined,
    queryFn: () => answer(api.GET("/v1/templates/{template_id}", { params: { path: { template_id: id ?? "" } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The template's sample people, scored together by its document as it comes. */
export function useTemplateScores(template: Template | undefined) {
  const { language } = useLanguage();
  return useQuery({
    queryKey: ["templates", "scores", template?.id, language],
    enabled: template !== undefined,
    queryFn: () => {
      const { document, period, people } = template as Template;
      return answer(
        api.POST("/v1/rule-sets/try", {
          body: {
            document,
            period,
            explain: "summary",
            people: people.map(({ name: _, ...person }) => person),
          } as never,
        }),
      );
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Make a draft from a template. ``replacing`` is the ETag of the draft that may be replaced. */
export function useInstallTemplate(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, attempt, replacing }: { body: InstallRequest; attempt: string; replacing?: string }) =>
      tagged(
        api.POST("/v1/templates/{template_id}/install", {
          params: { path: { template_id: id }, header: { "Idempotency-Key": attempt, "If-Match": replacing } },
          body,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: RULE_SETS }),
  });
}
