/** Trying and importing a file through the API, whatever its rows are. */
import { ApiProblem, type Issue } from "@/api/problem";
import { type Import, type ImportReport, importAgain, isUnderWay, refusedRows } from "@/api/queries/datasets";
import type { Report } from "@/api/schema";
import { newKey, sendForm } from "@/api/upload";
import { type Choices, mappingOf, sheetColumns } from "./choices";
import { type Found, ofEvents, ofFigures, ofPeople } from "./found";
import type { Chosen, Purpose, Reading } from "./purpose";

export interface Attempt {
  readonly chosen: Chosen;
  readonly purpose: Purpose;
  readonly reading: Reading;
  readonly choices: Choices;
  readonly isDry: boolean;
  readonly keepsRest: boolean;
  /** Of people and figures: leave out so many issues. */
  readonly skip?: number;
}

export interface Progress {
  /** The share of the file that has gone out, or how many rows were read since. */
  readonly sent?: number;
  readonly seen?: number;
}

export interface Watching {
  readonly onProgress: (progress: Progress) => void;
  /** The server reads the file in the background. */
  readonly onBegun?: (begun: Import) => void;
  readonly signal: AbortSignal;
}

const EVERY = 800;

/** What came of it. Throws an `ApiProblem` when the file as a whole cannot be used. */
export function send(attempt: Attempt, watching: Watching): Promise<Found> {
  return attempt.purpose.use === "dataset" ? sendEvents(attempt, watching) : sendSheet(attempt, watching);
}

/** Every issue of refused rows, by row, also those that the report only counts. */
export async function everyIssue(attempt: Attempt, found: Found): Promise<readonly Issue[]> {
  if (found.more === 0) return found.issues;
  if (found.id !== undefined) {
    const issues: Issue[] = [];
    let cursor: string | null = null;
    do {
      const page = await refusedRows(attempt.purpose.dataset ?? "", found.id, cursor);
      issues.push(...(page.items as Issue[]));
      cursor = page.next;
    } while (cursor !== null);
    return issues.sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
  }
  const issues = [...found.issues];
  const watching = { onProgress: () => undefined, signal: new AbortController().signal };
  for (let more = found.more; more > 0; ) {
    const next = await send({ ...attempt, isDry: true, skip: issues.length }, watching);
    if (next.issues.length === 0) break;
    issues.push(...next.issues);
    more = next.more;
  }
  return issues;
}

async function sendSheet(attempt: Attempt, { onProgress, signal }: Watching): Promise<Found> {
  const { chosen, purpose, reading, choices, isDry, keepsRest, skip } = attempt;
  const form = new FormData();
  form.append("file", chosen.file, chosen.file.name);
  form.append("mapping", JSON.stringify(sheetColumns(choices)));
  const query = {
    dry_run: isDry ? "true" : undefined,
    on_refused: keepsRest ? "keep_rest" : "refuse_all",
    skip_issues: skip ? String(skip) : undefined,
    sheet: reading.sheet,
    header_row: reading.headerRow === undefined ? undefined : String(reading.headerRow),
    encoding: reading.encoding,
  };
  const headers = isDry ? undefined : { "Idempotency-Key": newKey() };
  const watched = { form, headers, signal, onSent: (sent: number) => onProgress({ sent }) };
  if (purpose.use === "people") {
    const asked = { ...query, from: purpose.from, empty: purpose.clears ? "clear" : "keep" };
    return ofPeople(await sendForm<Report>("/v1/people/imports", { ...watched, query: asked }));
  }
  const unknown = purpose.creates ? "create" : "refuse";
  const why = purpose.reason.trim();
  const correction = why ? { correction: "true", reason: why } : {};
  const asked = { ...query, ...correction, rule_set: purpose.ruleSet ?? "", unknown_people: unknown };
  const address = `/v1/figures/${encodeURIComponent(purpose.period)}/imports`;
  return ofFigures(await sendForm<Report>(address, { ...watched, query: asked }));
}

async function sendEvents(attempt: Attempt, { onProgress, onBegun, signal }: Watching): Promise<Found> {
  const { chosen, purpose, reading, choices, isDry, keepsRest } = attempt;
  const name = purpose.dataset ?? "";
  const form = new FormData();
  form.append("file", chosen.file, chosen.file.name);
  // What a source writes has columns of its own, and who is who is kept with the dataset.
  if (purpose.source === null) form.append("mapping", JSON.stringify(mappingOf(choices, "dataset", reading)));
  const query = {
    dry_run: isDry ? "true" : undefined,
    on_refused: keepsRest ? "keep_rest" : "refuse_all",
    source: purpose.source ?? undefined,
  };
  const begun = await sendForm<Import>(`/v1/datasets/${encodeURIComponent(name)}/imports`, {
    form,
    query,
    headers: { "Idempotency-Key": newKey() },
    signal,
    onSent: (sent) => onProgress({ sent }),
  });
  if (isUnderWay(begun)) onBegun?.(begun);
  const ended = await untilEnded(begun, { onProgress, signal });
  const report = ended.report as unknown as ImportReport;
  const isOfFile =
    ended.state === "failed" || ended.state === "cancelled" || (ended.state === "refused" && report.rows === 0);
  if (isOfFile) throw new ApiProblem({ status: 422, code: "import-refused", issues: [...report.issues] });
  return ofEvents(report, ended.id);
}

async function untilEnded(begun: Import, { onProgress, signal }: Watching): Promise<Import> {
  let current = begun;
  while (isUnderWay(current)) {
    onProgress({ sent: 1, seen: current.seen });
    await new Promise((wake) => setTimeout(wake, EVERY));
    signal.throwIfAborted();
    current = await importAgain(begun.dataset, begun.id, signal);
  }
  return current;
}
