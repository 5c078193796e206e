/** What an import found or would find, in one shape for people, figures and events. */
import type { Issue } from "@/api/problem";
import type { ImportReport } from "@/api/queries/datasets";
import type { Report } from "@/api/schema";

export type CountName = "new" | "changed" | "unchanged" | "values" | "sameValues" | "added" | "corrected" | "withdrawn";

/** A row as it is understood: by target, what was read. */
export interface FirstRow {
  readonly row: number;
  readonly cells: { readonly [target: string]: string };
}

/** Somebody in a file of events who is not in the list of people. */
export interface Stranger {
  readonly person: string;
  readonly events: number;
}

export interface Found {
  readonly rows: number;
  readonly refused: number;
  readonly counts: readonly (readonly [CountName, number])[];
  readonly codes: { readonly [code: string]: number };
  /** Of rows that are refused; `more` follow that were not told. */
  readonly issues: readonly Issue[];
  readonly more: number;
  readonly notes: readonly Issue[];
  readonly first: readonly FirstRow[];
  readonly strangers: readonly Stranger[];
  /** Of events: the import that keeps the report. */
  readonly id?: string;
}

export function ofPeople(report: Report): Found {
  const first = report.first as readonly { [key: string]: unknown }[];
  return {
    ...common(report),
    counts: [
      ["new", report.new],
      ["changed", report.changed],
      ["unchanged", report.unchanged],
    ],
    first: first.map((one) => ({
      row: Number(one.row),
      cells: texts({
        "@id": one.id,
        "@name": one.name,
        ...(one.attributes as object),
        "@manager": one.manager,
        "@from": one.from,
        "@ended": one.ended,
      }),
    })),
  };
}

export function ofFigures(report: Report): Found {
  const first = report.first as readonly { [key: string]: unknown }[];
  return {
    ...common(report),
    counts: [
      ["values", report.changed],
      ["sameValues", report.unchanged],
      ["new", report.new],
    ],
    first: first.map((one) => ({
      row: Number(one.row),
      cells: texts({
        "@person": one.person,
        "@name": one.name,
        ...(one.values as object),
        ...decisions(one.decisions),
      }),
    })),
  };
}

export function ofEvents(report: ImportReport, id: string): Found {
  return {
    rows: report.rows,
    refused: report.refused,
    counts: [
      ["added", report.added],
      ["corrected", report.corrected],
      ["withdrawn", report.withdrawn],
      ["unchanged", report.unchanged],
    ],
    codes: report.codes,
    issues: report.issues.filter((issue) => issue.severity === "error"),
    more: report.more,
    notes: report.issues.filter((issue) => issue.severity !== "error" && issue.code !== "event-person-unknown"),
    // Rows that are refused are told of further down.
    first: report.preview.flatMap((one) => (one.values === null ? [] : [{ row: one.row, cells: texts(one.values) }])),
    strangers: report.strangers ?? [],
    id,
  };
}

/** Of a row that is refused, where it stands: in which row, in which column from 0. */
export function placeOf(issue: Issue): { readonly row: number | null; readonly column: number | null } {
  const row = /^rows\[(\d+)\]/.exec(issue.path)?.[1];
  return { row: row === undefined ? null : Number(row), column: issue.column ? issue.column - 1 : null };
}

export interface Group {
  readonly code: string;
  readonly count: number;
}

/** Reasons, the most frequent first; notes beside refused rows are none. */
export function groupsOf(found: Found): Group[] {
  const noted = new Set(found.notes.map((issue) => issue.code));
  const told = new Set(found.issues.map((issue) => issue.code));
  return Object.entries(found.codes)
    .filter(([code]) => told.has(code) || !noted.has(code))
    .map(([code, count]) => ({ code, count }))
    .sort((one, other) => other.count - one.count || one.code.localeCompare(other.code));
}

/** A table as a file that spreadsheets open, none of its cells a formula. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function common(report: Report) {
  return {
    rows: report.rows,
    refused: report.refused,
    codes: report.codes as { [code: string]: number },
    issues: report.issues as readonly Issue[],
    more: report.more,
    notes: report.notes as readonly Issue[],
    strangers: [],
  };
}

function decisions(told: unknown): { [target: string]: unknown } {
  const rewards = Object.entries((told ?? {}) as { [reward: string]: { [part: string]: unknown } });
  return Object.fromEntries(
    rewards.flatMap(([reward, parts]) =>
      Object.entries(parts).map(([part, value]) => [`decision.${reward}.${part}`, value]),
    ),
  );
}

function texts(values: { readonly [target: string]: unknown }): { [target: string]: string } {
  const told = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(told.map(([target, value]) => [target, String(value)]));
}
