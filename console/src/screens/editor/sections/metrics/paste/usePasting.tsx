/** Pasting blocks into the metric table, and copying its lines out. */
import { App } from "antd";
import { useState } from "react";
import { isBlock, readBlock, writeBlock } from "@/parts/paste/block";
import { copyText } from "@/parts/paste/copyText";
import { writtenAt } from "@/scheme/text/read";
import { type Label, useLabels } from "@/words/labels";
import { useLanguage } from "@/words/language";
import { useWords, words } from "@/words/words";
import { useEditing } from "../../../editing";
import { type Described, kindIn } from "../../../form/KindField";
import { entriesIn, keyIn, type MetricLine } from "../rows";
import { columnsOf, type Field } from "./columns";
import { PasteDialog } from "./PasteDialog";
import { carriedOut, countsOf, type PlannedRow, planOf, type Target } from "./plan";
import { useFieldNames } from "./useFieldNames";

const WORDS = words({
  pasted: {
    zh: (cells: number) => `已填入 ${cells} 格，可以撤销`,
    en: (cells: number) =>
      cells === 1 ? "1 cell filled; it can be undone" : `${cells} cells filled; it can be undone`,
  },
  same: { zh: "粘贴的内容与现在的一样", en: "What was pasted is what stands there" },
  copied: {
    zh: (rows: number) => `已复制 ${rows} 行，可以粘贴到 Excel、WPS`,
    en: (rows: number) => (rows === 1 ? "1 line copied for Excel or WPS" : `${rows} lines copied for Excel or WPS`),
  },
  failed: { zh: "浏览器不允许复制", en: "The browser does not allow copying" },
});

interface Open {
  readonly copied: string;
  readonly first: Field;
  readonly target: Target;
}

const IN_TABLE: readonly Field[] = ["name", "value", "target", "weight"];
const WITHOUT_TARGETS: readonly Field[] = ["name", "value", "weight"];

export function usePasting(metrics: readonly MetricLine[], hasTargets: boolean, methods: readonly Described[]) {
  const say = useWords(WORDS);
  const names = useFieldNames();
  const label = useLabels();
  const { language } = useLanguage();
  const { message } = App.useApp();
  const { scheme, change } = useEditing();
  const [open, setOpen] = useState<Open | null>(null);
  const order = hasTargets ? IN_TABLE : WITHOUT_TARGETS;

  const targetFrom = (from: string | null): Target => {
    const ids = metrics.map((one) => one.id);
    const beside = metrics.find((one) => one.id === (from ?? ids.at(-1)));
    const groups = Object.keys(entriesIn(scheme.data?.groups));
    return {
      data: scheme.data ?? {},
      order: ids,
      from,
      language: language === "en" ? "en" : "zh",
      group: beside?.group ?? groups[0] ?? null,
    };
  };
  const write = (rows: readonly PlannedRow[], target: Target) => {
    const { cells } = countsOf(rows);
    change((text) => carriedOut(text, rows, target));
    void message.success(cells > 0 ? say.pasted(cells) : say.same);
  };
  /** Whether the text is a block that was taken; anything else is for the field itself. */
  const paste = (copied: string, from: string, first: Field): boolean => {
    if (!isBlock(copied)) return false;
    const target = targetFrom(from);
    const pasted = columnsOf(readBlock(copied), order, first);
    const rows = planOf(pasted, target);
    const { added, flawed } = countsOf(rows);
    if (pasted.unsure || added + flawed > 0) setOpen({ copied, first, target });
    else write(rows, target);
    return true;
  };
  const blockOf = (lines: readonly MetricLine[]) =>
    writeBlock([
      [names.name, names.id, names.value, names.method, names.target, names.weight, names.group],
      ...lines.map(({ id, data, group }) => [
        label(keyIn(data, "label") as Label),
        id,
        writtenAt(scheme, ["metrics", id, "value"]) ?? "",
        label(kindIn(methods, keyIn(data, "points"))?.name),
        writtenAt(scheme, ["metrics", id, "points", "attainment", "target"]) ?? "",
        writtenAt(scheme, ["metrics", id, "weight"]) ?? "",
        label(keyIn(entriesIn(scheme.data?.groups)[group ?? ""], "label") as Label, group ?? ""),
      ]),
    ]);
  const copy = (lines: readonly MetricLine[]) => {
    if (copyText(blockOf(lines))) void message.success(say.copied(lines.length));
    else void message.error(say.failed);
  };
  return {
    paste,
    copy,
    blockOf,
    /** Opens the dialog in which a block can be pasted. */
    ask: () => setOpen({ copied: "", first: "name", target: targetFrom(null) }),
    dialog: open && (
      <PasteDialog
        {...open}
        order={order}
        onCancel={() => setOpen(null)}
        onWrite={(rows) => {
          setOpen(null);
          write(rows, open.target);
        }}
      />
    ),
  };
}
