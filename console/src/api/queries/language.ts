/** The rule language described: methods, functions and the schema of documents. They change only with the product. */
import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../client";
import type { operations } from "../schema";

export type Methods = operations["list_methods"]["responses"]["200"]["content"]["application/json"];
export type FunctionInfo =
  operations["list_functions"]["responses"]["200"]["content"]["application/json"]["items"][number];

const FOR_GOOD = { staleTime: Number.POSITIVE_INFINITY } as const;

export function useMethods() {
  return useQuery({ queryKey: ["methods"], queryFn: () => answer(api.GET("/v1/methods")), ...FOR_GOOD });
}

export function useFunctions() {
  return useQuery({ queryKey: ["functions"], queryFn: () => answer(api.GET("/v1/functions")), ...FOR_GOOD });
}

export function useRuleSetSchema() {
  return useQuery({
    queryKey: ["schemas", "rule-set"],
    queryFn: () => answer(api.GET("/v1/schemas/rule-set.json")),
    ...FOR_GOOD,
  });
}
