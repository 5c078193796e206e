import type { Plot } from "@/api/queries/plots";

export type Case = Plot["cases"][number];

/** Cases that stand for one line: the first and the last of them. */
export interface Fold {
  readonly first: Case;
  readonly last: Case;
}

const FEW = 3;

/** Of places and other whole numbers that follow one another and give the same, more than a few are one line. What is
 * ``marked`` keeps a line of its own. */
export function folded(cases: readonly Case[], marked: Case["value"] | undefined): readonly Fold[] {
  const runs: Case[][] = [];
  for (const one of cases) {
    const last = runs.at(-1)?.at(-1);
    const apart = one.value === marked || last?.value === marked;
    if (last !== undefined && goesOn(last, one) && !apart) runs.at(-1)?.push(one);
    else runs.push([one]);
  }
  return runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) return [];
    return run.length > FEW ? [{ first, last }] : run.map((one) => ({ first: one, last: one }));
  });
}

function goesOn(before: Case, after: Case): boolean {
  const follows = typeof before.value === "number" && after.value === before.value + 1;
  return follows && before.gives === after.gives;
}
