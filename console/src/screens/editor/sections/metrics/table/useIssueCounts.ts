/** How many errors and warnings each metric has; the same answer as long as the problems are the same. */
import { use, useMemo } from "react";
import { IssuesContext } from "../../../editing";

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
}

export function useIssueCounts(): ReadonlyMap<string, Counts> {
  const issues = use(IssuesContext);
  return useMemo(() => {
    const counts = new Map<string, Counts>();
    for (const { path, severity } of issues) {
      const id = /^metrics\.([^.[]+)/.exec(path)?.[1];
      if (id === undefined || severity === "advice") continue;
      const { errors, warnings } = counts.get(id) ?? { errors: 0, warnings: 0 };
      counts.set(id, {
        errors: errors + Number(severity === "error"),
        warnings: warnings + Number(severity === "warning"),
      });
    }
    return counts;
  }, [issues]);
}
