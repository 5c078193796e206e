/** What a part of a draft gives along one value, drawn by the server from the text as it is. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answer, api } from "../client";
import type { operations } from "../schema";

export type Plot = operations["plot_rule_set"]["responses"]["200"]["content"]["application/json"];
export type Piece = Plot["pieces"][number];
export type Jump = Plot["jumps"][number];
export type Case = Plot["cases"][number];

export interface PlotAsked {
  readonly document: string;
  /** `metrics.ID`, `rewards.ID` or `tiers`. */
  readonly of: string;
  readonly along?: string;
  readonly period?: string;
  readonly from?: number;
  readonly to?: number;
  readonly inputs?: { readonly [id: string]: unknown };
  readonly attributes?: { readonly [id: string]: unknown };
  readonly history?: readonly unknown[];
  /** Who is scored together with the sample person. */
  readonly others?: readonly unknown[];
}

/** The plot of the present text; until it comes, that of the text before. */
export function usePlot(asked: PlotAsked) {
  return useQuery({
    queryKey: ["plots", asked.of, asked],
    queryFn: ({ signal }) => answer(api.POST("/v1/rule-sets/plot", { body: asked as never, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
    retry: false,
    placeholderData: keepPreviousData,
  });
}
