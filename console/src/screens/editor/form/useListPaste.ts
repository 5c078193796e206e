/** A block pasted into a field of a list fills the list from there on, downwards and to the right. */
import { App } from "antd";
import type { ClipboardEvent } from "react";
import { isBlock, readBlock } from "@/parts/paste/block";
import type { Plain } from "@/scheme/data";
import type { Path } from "@/scheme/text/read";
import { useWords, words } from "@/words/words";
import { useEditing } from "../editing";
import { areBands, bandsIn, withBands } from "./bandPaste";
import { namesOf } from "./keys";
import { filled, fillingOf, type Part, partsFrom } from "./listPaste";
import { type Schema, shapeOf } from "./schema";

const WORDS = words({
  filled: {
    zh: (cells: number, lines: number) => `已填入 ${cells} 格，新增 ${lines} 行，可以撤销`,
    en: (cells: number, lines: number) => `Filled in: ${cells}, new lines: ${lines}; it can be undone`,
  },
  "too-wide": {
    zh: "粘贴的列比这里能填的多，没有写入",
    en: "More columns were pasted than there is room for; nothing was changed",
  },
  broken: {
    zh: "粘贴的内容里有出错的单元格（如 #N/A），没有写入",
    en: "Some cells have errors such as #N/A; nothing was changed",
  },
  unclear: {
    zh: "有的区间或得分读不懂，没有写入；可写成 ≥35%、30%~35%、20%以下、其余",
    en: "Some bands or points cannot be understood; nothing was changed. Write ≥35%, 30%~35%, <20%, otherwise",
  },
  bands: {
    zh: (n: number) => `已填入 ${n} 段，相邻两段共用的界限算在上面一段，可以撤销`,
    en: (n: number) => `Bands filled in: ${n}; a limit that two share belongs to the upper one. It can be undone`,
  },
  gap: { zh: "有的行缺一个值，没有写入", en: "Some lines lack a value; nothing was changed" },
});

export function useListPaste(schema: Schema, path: Path, items: readonly Plain[]) {
  const say = useWords(WORDS);
  const { message } = App.useApp();
  const { change, readOnly } = useEditing();
  return (event: ClipboardEvent<HTMLElement>) => {
    const copied = event.clipboardData.getData("text/plain");
    const place = placeOf(event.target as HTMLElement, path);
    if (readOnly || place === null || !isBlock(copied)) return;
    // Before the field itself takes the text.
    event.preventDefault();
    event.stopPropagation();
    const { index, part } = place;
    const keys = Object.keys(shapeOf(schema.items ?? {}, items[index]).properties ?? {});
    const block = readBlock(copied);
    const bands = areBands(keys) ? bandsIn(block) : null;
    if (bands === "unclear") return void message.warning(say.unclear);
    if (bands !== null) {
      change((text) => withBands(text, path, items, index, bands));
      return void message.success(say.bands(bands.length));
    }
    const filling = fillingOf(block, items, index, partsFrom(items, index, part), namesOf(keys));
    if (typeof filling === "string") return void message.warning(say[filling]);
    change((text) => filled(text, path, filling));
    void message.success(say.filled(filling.cells.length, filling.added.length));
  };
}

/** Which entry of the list at ``path`` a field belongs to, and which part of it. */
function placeOf(field: HTMLElement, path: Path): { readonly index: number; readonly part: Part } | null {
  const told = field.closest<HTMLElement>("[data-path]")?.dataset.path;
  const at = told === undefined ? [] : (JSON.parse(told) as Path);
  const index = at[path.length];
  if (typeof index !== "number" || at.length > path.length + 2) return null;
  return { index, part: at[path.length + 1] ?? null };
}
