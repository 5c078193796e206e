/** Which column of the file stands for what, as somebody chooses it and as the API takes it. */
import type { Preview, PreviewColumn, SavedMapping } from "@/api/queries/tables";
import type { Reading, Use } from "./purpose";

/** `target` null: the column is not used. Of datasets: how cells are written, and what stands for which value. */
export interface Choice {
  readonly target: string | null;
  readonly format?: string;
  readonly values?: { readonly [written: string]: string };
}

export type Choices = { readonly [column: string]: Choice };

export interface DatasetMapping {
  readonly columns?: { readonly [target: string]: string | (Omit<Choice, "target"> & { readonly column?: string }) };
  readonly leave_out?: readonly string[];
  readonly sheet?: string;
  readonly header_row?: number;
  readonly encoding?: string;
}

export interface SheetMapping {
  readonly columns?: { readonly [column: string]: string | null };
  readonly sheet?: string;
  readonly header_row?: number;
  readonly encoding?: string;
}

/** Columns that can be named: a column without a name, or with that of another one, cannot. */
export function namedColumns(columns: readonly PreviewColumn[]): PreviewColumn[] {
  return columns.filter(
    (one, index) => one.column.trim() !== "" && columns.findIndex((other) => other.column === one.column) === index,
  );
}

/** What the API proposes. */
export function proposed(preview: Preview): Choices {
  return Object.fromEntries(namedColumns(preview.columns).map((one) => [one.column, { target: one.target }]));
}

/** What a saved mapping says of the columns that are there, and what is proposed for the others. */
export function withMapping(preview: Preview, use: Use, saved: SavedMapping["mapping"]): Choices {
  const told = use === "dataset" ? byColumn(saved as DatasetMapping) : sheetChoices(saved as SheetMapping);
  const taken = new Set(Object.values(told).map((one) => one.target));
  const columns = namedColumns(preview.columns);
  return Object.fromEntries(
    columns.map(({ column, target }) => [
      column,
      told[column] ?? { target: target !== null && taken.has(target) ? null : target },
    ]),
  );
}

/** Whether a saved mapping is about a file with these columns. */
export function fits(preview: Preview, use: Use, saved: SavedMapping["mapping"]): boolean {
  const told = use === "dataset" ? byColumn(saved as DatasetMapping) : sheetChoices(saved as SheetMapping);
  const there = new Set(preview.columns.map((one) => one.column));
  const used = Object.entries(told).filter(([, choice]) => choice.target !== null);
  return used.length > 0 && used.every(([column]) => there.has(column));
}

export function readingOf(saved: SavedMapping["mapping"]): Reading {
  const { sheet, header_row, encoding } = saved as SheetMapping;
  return {
    ...(sheet === undefined ? {} : { sheet }),
    ...(header_row === undefined ? {} : { headerRow: header_row }),
    ...(encoding === undefined ? {} : { encoding }),
  };
}

/** The mapping as it is saved; of a dataset also as an import takes it. */
export function mappingOf(choices: Choices, use: Use, reading: Reading): SheetMapping | DatasetMapping {
  const layout = {
    ...(reading.sheet === undefined ? {} : { sheet: reading.sheet }),
    ...(reading.headerRow === undefined ? {} : { header_row: reading.headerRow }),
    ...(reading.encoding === undefined ? {} : { encoding: reading.encoding }),
  };
  if (use !== "dataset") return { columns: sheetColumns(choices), ...layout };
  const used = Object.entries(choices).filter(([, choice]) => choice.target !== null);
  const unused = Object.keys(choices).filter((column) => choices[column]?.target === null);
  const columns = Object.fromEntries(used.map(([column, choice]) => [choice.target as string, source(column, choice)]));
  return { columns, ...(unused.length === 0 ? {} : { leave_out: unused }), ...layout };
}

/** Of people and figures: from columns to what they stand for. */
export function sheetColumns(choices: Choices): { [column: string]: string | null } {
  return Object.fromEntries(Object.entries(choices).map(([column, { target }]) => [column, target]));
}

/** Targets that are needed and that no column stands for, and those that several stand for. */
export function troubles(preview: Preview, choices: Choices): { lacking: string[]; twice: string[] } {
  const chosen = Object.values(choices).flatMap(({ target }) => (target === null ? [] : [target]));
  // Without the inputs that are needed for a score a sheet is only unfinished; without its person it is nothing.
  const needed = preview.targets.filter((one) => one.needed && one.about !== "input");
  return {
    lacking: needed.filter((one) => !chosen.includes(one.id)).map((one) => one.id),
    twice: [...new Set(chosen.filter((one, index) => chosen.indexOf(one) !== index))],
  };
}

function source(column: string, { format, values }: Choice) {
  const isPlain = format === undefined && (values === undefined || Object.keys(values).length === 0);
  if (isPlain) return column;
  return { column, ...(format === undefined ? {} : { format }), ...(values === undefined ? {} : { values }) };
}

function sheetChoices({ columns }: SheetMapping): { [column: string]: Choice } {
  return Object.fromEntries(Object.entries(columns ?? {}).map(([column, target]) => [column, { target }]));
}

/** Values for all rows and ids made of several columns have no column of their own; they stay as they are saved. */
function byColumn({ columns, leave_out: unused }: DatasetMapping): { [column: string]: Choice } {
  const used = Object.entries(columns ?? {}).flatMap(([target, told]) => {
    if (typeof told === "string") return [[told, { target }] as const];
    const { column, format, values } = told;
    return column === undefined ? [] : [[column, { target, format, values }] as const];
  });
  return Object.fromEntries([...(unused ?? []).map((column) => [column, { target: null }] as const), ...used]);
}
