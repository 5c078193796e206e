/** Tables before they are imported: what is in them, and mappings that were saved for such as come again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../client";
import type { operations, SaveRequest } from "../schema";
import { sendForm } from "../upload";

export type Preview = operations["preview_table"]["responses"]["200"]["content"]["application/json"];
export type Target = Preview["targets"][number];
export type PreviewColumn = Preview["columns"][number];
export type SavedMapping =
  operations["list_mappings"]["responses"]["200"]["content"]["application/json"]["items"][number];

const MAPPINGS = ["mappings"] as const;
/** Of a text only so much is looked at beforehand. */
const HEAD = 1 << 20;
const TEXT = /\.(csv|tsv|txt)$/i;

export interface Looking {
  readonly file: File;
  /** Tells files of one name apart. */
  readonly number: number;
  readonly query: { readonly [name: string]: string | undefined };
}

export function usePreview({ file, number, query }: Looking, enabled: boolean) {
  return useQuery({
    queryKey: ["preview", number, query],
    enabled,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => {
      const form = new FormData();
      form.append("file", TEXT.test(file.name) && file.size > HEAD ? file.slice(0, HEAD) : file, file.name);
      return sendForm<Preview>("/v1/tables/preview", { form, query, signal });
    },
  });
}

export function useSavedMappings(use: string, about: string | undefined) {
  return useQuery({
    queryKey: [...MAPPINGS, use, about],
    queryFn: () => answer(api.GET("/v1/mappings", { params: { query: { use: use as never, about, limit: 200 } } })),
  });
}

export function useSaveMapping() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SaveRequest) => answer(api.POST("/v1/mappings", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: MAPPINGS }),
  });
}

export function useDeleteMapping() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answer(api.DELETE("/v1/mappings/{mapping_id}", { params: { path: { mapping_id: id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: MAPPINGS }),
  });
}
