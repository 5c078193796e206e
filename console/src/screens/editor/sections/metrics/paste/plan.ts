/** What pasting a block into the metric table would change, and the text with it changed. */
import { formulaIn, isBroken, sharesIn } from "@/parts/paste/values";
import { isMapping, type Plain } from "@/scheme/data";
import { set } from "@/scheme/text/edits";
import { typed } from "@/scheme/text/render";
import { withName } from "../arrange";
import { entriesIn, keyIn } from "../rows";
import type { Field, Pasted } from "./columns";
import { idFor } from "./ids";

/** Why a cell is not taken over. */
export type Flaw = "broken" | "no-share" | "no-target" | "no-group";

export interface PlannedCell {
  readonly field: Field;
  /** As it was copied. */
  readonly source: string;
  /** As it would be written. */
  readonly told: string;
  /** What stands there now; null in a new metric. */
  readonly before: string | null;
  readonly flaw: Flaw | null;
}

export interface PlannedRow {
  readonly id: string;
  readonly isNew: boolean;
  /** One for each column that means something; null for an empty cell, which changes nothing. */
  readonly cells: readonly (PlannedCell | null)[];
}

export interface Target {
  readonly data: { readonly [key: string]: Plain };
  /** Ids as the table shows them. */
  readonly order: readonly string[];
  /** The line that the first row goes to; null where rows find their lines by id or name. */
  readonly from: string | null;
  /** In which names are read and written. */
  readonly language: "zh" | "en";
  /** The group of new metrics that name none. */
  readonly group: string | null;
}

export function planOf({ rows, fields, percents }: Pasted, target: Target): PlannedRow[] {
  const metrics = entriesIn(target.data.metrics);
  const shares = new Map<number, readonly (string | null)[]>();
  fields.forEach((field, column) => {
    if (field !== "weight") return;
    const cells = rows.map((line) => line[column] ?? "");
    shares.set(column, sharesIn(cells, percents));
  });
  const taken = new Set([...namesIn(target.data), ...Object.keys(metrics)]);
  const used = new Set<string>();
  const start = target.from === null ? -1 : target.order.indexOf(target.from);
  return rows.flatMap((line, index): PlannedRow[] => {
    if (line.every((cell, column) => cell === "" || !fields[column])) return [];
    const at = (field: Field) => line[fields.indexOf(field)] ?? "";
    const told = at("id");
    const known =
      told !== "" ? told : start >= 0 ? target.order[start + index] : at("name") && named(metrics, at("name"), used);
    const isNew = known === undefined || known === "" || !Object.hasOwn(metrics, known);
    const id = known || idFor(at("name"), taken);
    taken.add(id);
    used.add(id);
    const cells = fields.flatMap((field, column): (PlannedCell | null)[] => {
      const source = line[column] ?? "";
      if (field === null || field === "id") return [];
      if (source === "") return [null];
      return [cellOf(field, source, shares.get(column)?.[index] ?? null, isNew ? null : metrics[id], target)];
    });
    return [{ id, isNew, cells }];
  });
}

function cellOf(
  field: Field,
  source: string,
  share: string | null,
  metric: Plain | null | undefined,
  { data, language }: Target,
): PlannedCell {
  const cell = { field, source, before: metric === null ? null : beforeIn(metric, field, language) };
  if (isBroken(source)) return { ...cell, told: "", flaw: "broken" };
  if (field === "weight") return { ...cell, told: share ?? "", flaw: share === null ? "no-share" : null };
  if (field === "group") {
    const group = groupCalled(data.groups, source);
    return { ...cell, told: group ?? "", flaw: group === null ? "no-group" : null };
  }
  if (field === "target") {
    const has = metric === null || keyIn(keyIn(metric, "points"), "attainment") !== undefined;
    return { ...cell, told: formulaIn(source), flaw: has ? null : "no-target" };
  }
  return { ...cell, told: field === "value" ? formulaIn(source) : source, flaw: null };
}

function beforeIn(metric: Plain | undefined, field: Field, language: "zh" | "en"): string {
  if (field === "name") {
    const label = keyIn(metric, "label");
    return typeof label === "string" ? label : String(keyIn(label, language) ?? "");
  }
  const value =
    field === "target" ? keyIn(keyIn(keyIn(metric, "points"), "attainment"), "target") : keyIn(metric, field);
  return value === undefined || value === null ? "" : String(value);
}

/** Everything that formulas call by name, and what people call it. */
function namesIn(data: Target["data"]): string[] {
  return ["attributes", "inputs", "parameters", "measures", "tables"].flatMap((section) =>
    Object.entries(entriesIn(data[section])).flatMap(([id, entry]) => [id, ...labelsOf(entry)]),
  );
}

function labelsOf(entry: Plain): string[] {
  const label = keyIn(entry, "label");
  if (typeof label === "string") return [label];
  return isMapping(label) ? Object.values(label).map(String) : [];
}

function named(metrics: { readonly [id: string]: Plain }, name: string, used: ReadonlySet<string>): string | undefined {
  return Object.keys(metrics).find(
    (id) => !used.has(id) && (id === name || labelsOf(metrics[id] ?? null).includes(name)),
  );
}

function groupCalled(groups: Plain | undefined, name: string): string | null {
  const known = entriesIn(groups);
  return Object.keys(known).find((id) => id === name || labelsOf(known[id] ?? null).includes(name)) ?? null;
}

/** The text with what was planned; cells with a flaw stay as they were. */
export function carriedOut(text: string, rows: readonly PlannedRow[], { language, group }: Target): string {
  return rows.reduce(
    (sofar, row) => (row.isNew ? withNew(sofar, row, language, group) : withCells(sofar, row, language)),
    text,
  );
}

function goodCells(row: PlannedRow): PlannedCell[] {
  return row.cells.filter((cell) => cell !== null).filter(({ flaw }) => flaw === null);
}

function withCells(text: string, row: PlannedRow, language: "zh" | "en"): string {
  const path = ["metrics", row.id];
  return goodCells(row).reduce((sofar, { field, told, before }) => {
    if (told === before) return sofar;
    if (field === "name") return withName(sofar, path, language, told);
    if (field === "group") return set(sofar, [...path, "group"], told);
    return set(sofar, field === "target" ? [...path, "points", "attainment", "target"] : [...path, field], typed(told));
  }, text);
}

function withNew(text: string, row: PlannedRow, language: "zh" | "en", group: string | null): string {
  const cells = new Map(goodCells(row).map(({ field, told }) => [field, told]));
  const [name, target] = [cells.get("name"), cells.get("target")];
  const into = cells.get("group") ?? group;
  return set(text, ["metrics", row.id], {
    ...(name === undefined ? {} : { label: { [language]: name } }),
    value: typed(cells.get("value") ?? "0"),
    weight: typed(cells.get("weight") ?? "0%"),
    ...(into === null ? {} : { group: into }),
    points: target === undefined ? typed("as_is") : { attainment: { target: typed(target) } },
  });
}

/** How many metrics are new, how many change, and how many cells are left out. */
export function countsOf(rows: readonly PlannedRow[]) {
  const cells = (row: PlannedRow) => row.cells.filter((cell) => cell !== null);
  return {
    added: rows.filter((row) => row.isNew).length,
    changed: rows.filter((row) => !row.isNew && goodCells(row).some((cell) => cell.told !== cell.before)).length,
    cells: rows.flatMap(goodCells).filter((cell) => cell.told !== cell.before).length,
    flawed: rows.flatMap(cells).filter(({ flaw }) => flaw !== null).length,
  };
}
