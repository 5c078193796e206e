/** What a change of a person brings along that deserves a look, such as a closed period that it reaches into. */
import { App } from "antd";
import type { Issue } from "@/api/problem";
import { useLabels } from "@/words/labels";

const SECONDS = 12;

export function useNotes() {
  const { message } = App.useApp();
  const label = useLabels();
  return (notes: readonly unknown[]) => {
    for (const note of notes as readonly Issue[]) {
      const hint = note.hint ? ` ${label(note.hint)}` : "";
      void message.warning(label(note.message) + hint, SECONDS);
    }
  };
}
