/** What is to be imported, and as what. */

export type Use = "people" | "figures" | "dataset";

export interface Purpose {
  readonly use: Use | null;
  /** Of people: the day from which rows hold that do not say so. */
  readonly from: string;
  /** Of people: an empty cell takes the value away. */
  readonly clears: boolean;
  readonly ruleSet: string | null;
  readonly period: string;
  /** Of figures: whoever is not in the list of people is added. */
  readonly creates: boolean;
  /** Of figures: why a closed period is corrected; empty where it is open. */
  readonly reason: string;
  readonly dataset: string | null;
  /** The system that wrote the file; null for an ordinary table. */
  readonly source: string | null;
}

export interface Chosen {
  readonly file: File;
  /** Grows with every file, so that another one of the same name is another one. */
  readonly number: number;
  readonly isPasted: boolean;
}

/** How a table is read; what is not said is found out. */
export interface Reading {
  readonly sheet?: string;
  readonly headerRow?: number;
  readonly encoding?: string;
}

export function isComplete(purpose: Purpose): boolean {
  switch (purpose.use) {
    case "people":
      return purpose.from !== "";
    case "figures":
      return purpose.ruleSet !== null && purpose.period !== "";
    case "dataset":
      return purpose.dataset !== null && purpose.dataset !== "";
    default:
      return false;
  }
}

/** What a table is asked about before it is imported. */
export function previewQuery(purpose: Purpose, reading: Reading): { [name: string]: string | undefined } {
  const query = {
    use: purpose.use ?? undefined,
    sheet: reading.sheet,
    header_row: reading.headerRow === undefined ? undefined : String(reading.headerRow),
    encoding: reading.encoding,
  };
  if (purpose.use === "figures") return { ...query, rule_set: purpose.ruleSet ?? undefined, period: purpose.period };
  if (purpose.use === "dataset") return { ...query, dataset: purpose.dataset ?? undefined };
  return query;
}

/** The rule set or dataset that a saved mapping is about. */
export function aboutOf(purpose: Purpose): string | undefined {
  if (purpose.use === "figures") return purpose.ruleSet ?? undefined;
  return purpose.use === "dataset" ? (purpose.dataset ?? undefined) : undefined;
}
