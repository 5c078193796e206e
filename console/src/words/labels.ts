/** Labels that come with documents and answers: text in one language or in both. */
import { type Language, useLanguage } from "./language";

export type Label = string | { readonly zh?: string | null; readonly en?: string | null } | null | undefined;

/** The label in ``language``, else in the other one, else ``otherwise``. */
export function labelIn(language: Language, label: Label, otherwise = ""): string {
  if (label === null || label === undefined) return otherwise;
  if (typeof label === "string") return label || otherwise;
  const [first, second] = language === "en" ? [label.en, label.zh] : [label.zh, label.en];
  return first || second || otherwise;
}

/** A function that says labels in the reader's language. */
export function useLabels(): (label: Label, otherwise?: string) => string {
  const { language } = useLanguage();
  return (label, otherwise) => labelIn(language, label, otherwise);
}
