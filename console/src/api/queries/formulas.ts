/** The formulas of a text in words, and the names that they may mention. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answer, api } from "../client";
import { asProblem } from "../problem";
import type { operations } from "../schema";

export type Formulas = operations["say_formulas"]["responses"]["200"]["content"]["application/json"];
export type FormulaName = Formulas["names"][number];

/** Null for a text that cannot be read. */
export function useFormulas(text: string) {
  return useQuery({
    queryKey: ["formulas", text],
    gcTime: 10_000,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    queryFn: async (): Promise<Formulas | null> => {
      try {
        return await answer(
          api.POST("/v1/rule-sets/formulas", {
            headers: { "Content-Type": "application/yaml" },
            body: text as never,
            bodySerializer: (body) => body as unknown as string,
          }),
        );
      } catch (thrown) {
        if (asProblem(thrown).status !== 422) throw thrown;
        return null;
      }
    },
  });
}
