/** Every code that may stand in a problem or an issue, with its words. They change only with the product. */
import { useQuery } from "@tanstack/react-query";
import type { Label } from "@/words/labels";
import { answer, api } from "../client";

/** A function that says what a code is about; facts of a single case are left open in it. */
export function useCodeWords(): (code: string) => Label {
  const { data } = useQuery({
    queryKey: ["problems"],
    queryFn: () => answer(api.GET("/v1/problems")),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const words = new Map((data?.items ?? []).map((one) => [one.code, one.message]));
  return (code) => {
    const told = words.get(code);
    return told && { zh: open(told.zh), en: open(told.en) };
  };
}

function open(text: string | undefined): string {
  return (text ?? "").replace(/\{\w+\}/g, "…");
}
