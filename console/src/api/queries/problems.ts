/** Every code that may stand in a problem or an issue, with its words. They change only with the product. */
import { useQuery } from "@tanstack/react-query";
import type { Label } from "@/words/labels";
import { answer, api } from "../client";

export interface Code {
  /** What it is about; facts of a single case are left open. */
  readonly words: Label;
  readonly isError: boolean;
}

/** A function that tells of a code; undefined until the codes are known. */
export function useCodes(): (code: string) => Code | undefined {
  const { data } = useQuery({
    queryKey: ["problems"],
    queryFn: () => answer(api.GET("/v1/problems")),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const codes = new Map((data?.items ?? []).map((one) => [one.code, one]));
  return (code) => {
    const told = codes.get(code);
    if (told === undefined) return undefined;
    const words = { zh: open(told.message.zh), en: open(told.message.en) };
    return { words, isError: told.severity === "error" };
  };
}

function open(text: string | undefined): string {
  return (text ?? "").replace(/\{\w+\}/g, "…");
}
