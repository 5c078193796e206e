/** Writes what was typed into a field of the table to its place in the text. */
import { useCallback } from "react";
import { set } from "@/scheme/text/edits";
import { typed } from "@/scheme/text/render";
import { useLanguage } from "@/words/language";
import { useEditing } from "../../../editing";
import { withName } from "../arrange";
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
