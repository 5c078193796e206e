/** What went wrong, in the one shape of the API's problems. */
import type { Issue, Problem } from "./schema";

export type { Issue };

/** Code of a server that gave no answer at all. */
export const UNREACHABLE = "unreachable";

export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly hint: string;
  readonly issues: readonly Issue[];
  readonly requestId: string;
  /** The present ETag, where the answer was that the sent one is no longer right. */
  readonly etag: string | null;

  constructor(problem: Partial<Problem> & { readonly status: number }, etag: string | null = null) {
    super(problem.detail || problem.title || `HTTP ${problem.status}`);
    this.name = "ApiProblem";
    this.status = problem.status;
    this.code = problem.code ?? "unreadable-answer";
    this.title = problem.title ?? "";
    this.detail = problem.detail ?? "";
    this.hint = problem.hint ?? "";
    this.issues = problem.issues ?? [];
    this.requestId = problem.request_id ?? "";
    this.etag = etag;
  }
}

/** Whatever was thrown, as a problem: what is none came from a server that could not be reached, or from us. */
export function asProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  if (thrown instanceof TypeError) return new ApiProblem({ status: 0, code: UNREACHABLE, detail: thrown.message });
  return new ApiProblem({ status: 0, code: "unexpected", detail: String(thrown) });
}
