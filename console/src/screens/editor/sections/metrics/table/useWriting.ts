/** Writes what was typed into a field of the table to its place in the text. */
import { useCallback } from "react";
import { remove, set } from "@/scheme/text/edits";
import { dataAt, type Path, readScheme } from "@/scheme/text/read";
import { typed } from "@/scheme/text/render";
import { useLanguage } from "@/words/language";
import { useEditing } from "../../../editing";
import { keyIn } from "../rows";
import type { Column } from "./Cell";

export function useWriting() {
  const { change } = useEditing();
  const { language } = useLanguage();
  const own = language === "en" ? "en" : "zh";
  const writeMetric = useCallback(
    (id: string, column: Column, value: string) => {
      const path = ["metrics", id];
      const what = `${id}\u0000${column}`;
      if (column === "name") return change((text) => withName(text, path, own, value), what);
      const place = column === "target" ? [...path, "points", "attainment", "target"] : [...path, column];
      // An emptied field keeps its place; what is missing there is told.
      change((text) => set(text, place, typed(value)), what);
    },
    [change, own],
  );
  const writeGroup = useCallback(
    (id: string, _: Column, value: string) =>
      change((text) => set(text, ["groups", id, "weight"], typed(value)), `group\u0000${id}`),
    [change],
  );
  return { writeMetric, writeGroup };
}

/** The label in one language; one text for both is first told apart. */
export function withName(text: string, path: Path, language: "zh" | "en", value: string): string {
  const place = [...path, "label"];
  const label = dataAt(readScheme(text), place);
  if (typeof label === "string") return set(text, place, { zh: label, en: label, [language]: value });
  if (value.trim() !== "") return set(text, [...place, language], value);
  const other = keyIn(label, language === "en" ? "zh" : "en");
  return remove(text, other ? [...place, language] : place);
}
