/** Where in a formula its issues are: from the place that the server tells to the end of the word there. */
import { isScalar } from "yaml";
import type { Issue } from "@/api/problem";
import { nodeAt, type Path, partWith, type Scheme } from "@/scheme/text/read";

export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly severity: Issue["severity"];
}

export function marksOf(scheme: Scheme, path: Path, issues: readonly Issue[]): Mark[] {
  if (issues.length === 0 || scheme.data === null) return [];
  const { part, inner, from: base } = partWith(scheme, path) ?? { part: scheme, inner: path, from: 0 };
  const node = nodeAt(part, inner);
  if (!isScalar(node) || !node.range) return [];
  const bare = node.type === "PLAIN" || node.type === undefined;
  const begins = base + node.range[0] + (bare ? 0 : 1);
  const ends = base + node.range[1] - (bare ? 0 : 1);
  const formula = scheme.text.slice(begins, ends).trimEnd();
  const lines = scheme.text.split("\n");
  return issues.flatMap((issue): Mark[] => {
    if (issue.line === null || issue.column === null || formula.includes("\n")) return [];
    const above = lines.slice(0, issue.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
    // A value is told at its quotation mark, what is inside of it where it stands.
    const from = Math.max(0, above + issue.column - 1 - begins);
    if (from >= formula.length) return [];
    const word = /^(?:[\p{L}\p{N}_.]+%?|.)/u.exec(formula.slice(from))?.[0] ?? "";
    return [{ from, to: from + word.length, severity: issue.severity }];
  });
}
