/** Datasets: what they hold, how they are declared, and the imports that filled them. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Answer } from "../answers";
import { answer, api, tagged } from "../client";
import { asProblem, type Issue } from "../problem";

export type Dataset = Answer<"show_dataset">;
export type Import = Answer<"show_import">;
export type Source = Answer<"list_sources">["items"][number];

/** As in the section `datasets` of a rule set. */
export interface Declaration {
  readonly subject: string;
  readonly time: string;
  readonly id: string;
  readonly label?: string | { readonly zh?: string; readonly en?: string };
  readonly columns: { readonly [name: string]: unknown };
}

/** What an import found, once it has ended. */
export interface ImportReport {
  readonly header: readonly string[];
  readonly columns: { readonly [name: string]: unknown };
  readonly rows: number;
  readonly events: number;
  readonly refused: number;
  readonly added: number;
  readonly corrected: number;
  readonly withdrawn: number;
  readonly unchanged: number;
  readonly unknown_people: number;
  readonly preview: readonly {
    readonly row: number;
    /** Null for a row that is refused. */
    readonly values: { readonly [name: string]: unknown } | null;
    readonly issues: readonly Issue[];
  }[];
  readonly strangers?: readonly { readonly person: string; readonly events: number }[];
  readonly codes: { readonly [code: string]: number };
  readonly issues: readonly Issue[];
  readonly more: number;
}

export const DATASETS = ["datasets"] as const;

export function useDatasets() {
  return useInfiniteQuery({
    queryKey: [...DATASETS, "list"],
    queryFn: ({ pageParam }) =>
      answer(api.GET("/v1/datasets", { params: { query: { limit: 100, cursor: pageParam ?? undefined } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export function useDataset(name: string) {
  return useQuery({
    queryKey: [...DATASETS, "one", name],
    queryFn: () => answer(api.GET("/v1/datasets/{dataset}", { params: { path: { dataset: name } } })),
  });
}

export function useDatasetPeriods(name: string) {
  return useQuery({
    queryKey: [...DATASETS, "periods", name],
    queryFn: () => answer(api.GET("/v1/datasets/{dataset}/periods", { params: { path: { dataset: name } } })),
  });
}

export function isUnderWay(one: Pick<Import, "state">): boolean {
  return one.state === "queued" || one.state === "running";
}

/** Newest first; while one is under way the list is asked for again. */
export function useImports(name: string) {
  return useInfiniteQuery({
    queryKey: [...DATASETS, "imports", name],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/v1/datasets/{dataset}/imports", {
          params: { path: { dataset: name }, query: { limit: 20, cursor: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some(isUnderWay)) ? 2000 : false),
  });
}

/** Issues of refused rows, page after page. */
export async function refusedRows(name: string, id: string, cursor: string | null) {
  const path = { dataset: name, import_id: id };
  const query = { limit: 5000, cursor: cursor ?? undefined };
  return answer(api.GET("/v1/datasets/{dataset}/imports/{import_id}/refused", { params: { path, query } }));
}

export function useSources() {
  return useQuery({
    queryKey: ["sources"],
    queryFn: () => answer(api.GET("/v1/sources")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useDeclareDataset() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, declaration }: { readonly name: string; readonly declaration: Declaration }) =>
      answer(
        api.PUT("/v1/datasets/{dataset}", {
          params: { path: { dataset: name } },
          body: declaration as never,
          headers: { "If-None-Match": "*" },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: DATASETS }),
  });
}

export function useDeclareFromRuleSet() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ruleSet: string) =>
      answer(api.POST("/v1/datasets/from-rule-set", { body: { rule_set: ruleSet, version: null } })),
    onSuccess: () => client.invalidateQueries({ queryKey: DATASETS }),
  });
}

/** Asked for until the import has ended. */
export async function importAgain(name: string, id: string, signal: AbortSignal): Promise<Import> {
  return answer(
    api.GET("/v1/datasets/{dataset}/imports/{import_id}", {
      params: { path: { dataset: name, import_id: id } },
      signal,
    }),
  );
}

/** Nothing of it counts, now or later. Throws once it has ended. */
export async function cancelImport(name: string, id: string): Promise<Import> {
  return answer(
    api.POST("/v1/datasets/{dataset}/imports/{import_id}/cancel", {
      params: { path: { dataset: name, import_id: id } },
    }),
  );
}

export function useCancelImport(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => cancelImport(name, id),
    onSettled: () => client.invalidateQueries({ queryKey: [...DATASETS, "imports", name] }),
  });
}

interface Kept {
  readonly columns?: { readonly [name: string]: string | { readonly [setting: string]: unknown } };
}

/** Keeps with a dataset whom the names in its files mean, beside what was kept before. */
export function useRememberPeople(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ subject, people }: { readonly subject: string; readonly people: Named }) => {
      const path = { dataset: name };
      const kept = await tagged(api.GET("/v1/datasets/{dataset}/mapping", { params: { path } })).catch((thrown) => {
        if (asProblem(thrown).status === 404) return null;
        throw thrown;
      });
      const mapping = (kept?.data ?? {}) as Kept;
      const before = mapping.columns?.[subject] ?? subject;
      const column = typeof before === "string" ? { column: before } : before;
      const values = { ...(column.values as Named | undefined), ...people };
      const body = { ...mapping, columns: { ...mapping.columns, [subject]: { ...column, values } } };
      const header = kept ? { "If-Match": kept.etag } : {};
      return answer(api.PUT("/v1/datasets/{dataset}/mapping", { params: { path, header }, body: body as never }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: DATASETS }),
  });
}

type Named = { readonly [name: string]: string };
