/** The lines that add up to a score, as they are drawn: each begins where the one before ended. */
import type { Result } from "@/api/queries/templates";
import type { Difference } from "@/api/queries/tryOut";
import type { ExplanationNode } from "@/api/schema";

export type Kind = "metric" | "rest" | "adjustment" | "limit";

/** What an explanation has a node of. */
export type Explainable = Kind | "reward" | "outcome" | "tier" | "payout";

export interface Line {
  readonly kind: Kind;
  readonly id: string;
  /** Null for a metric that was left out, and for a line that only the version in force has. */
  readonly amount: number | null;
  readonly begins: number;
  readonly ends: number;
  readonly before: number | null;
  readonly change: number | null;
  /** Only the version in force has it. */
  readonly gone: boolean;
}

export function linesOf(result: Result, difference: Difference | null): Line[] {
  const told = (result.explanation?.contributions ?? []) as readonly {
    id: string;
    kind: Kind;
    amount: number | null;
  }[];
  const amounts = new Map(told.map((line) => [`${line.kind}:${line.id}`, line.amount]));
  const metrics = Object.keys(result.metrics).map((id) => ({ id, kind: "metric" as const }));
  const others = told.filter((line) => line.kind !== "metric");
  const befores = new Map((difference?.lines ?? []).map((line) => [`${line.kind}:${line.id}`, line]));
  let reached = 0;
  const lines = [...metrics, ...others].map(({ id, kind }): Line => {
    const key = `${kind}:${id}`;
    const amount = amounts.get(key) ?? null;
    const begins = reached;
    reached += amount ?? 0;
    const { before = null, change = null } = befores.get(key) ?? {};
    befores.delete(key);
    return { kind, id, amount, begins, ends: reached, before, change, gone: false };
  });
  const gone = [...befores.values()].map(
    ({ id, kind, before }): Line => ({
      kind: kind as Kind,
      id,
      amount: null,
      begins: reached,
      ends: reached,
      before,
      change: null,
      gone: true,
    }),
  );
  return [...lines, ...gone];
}

/** The lowest and highest place that any line reaches. */
export function reachOf(lines: readonly Line[]): { readonly low: number; readonly high: number } {
  const places = lines.flatMap((line) => [line.begins, line.ends]);
  const [low, high] = [Math.min(0, ...places), Math.max(0, ...places)];
  return { low, high: high > low ? high : low + 1 };
}

/** The node of the explanation for a line, a reward, an outcome, the tier or the payout. */
export function nodeOf(tree: readonly ExplanationNode[], kind: Explainable, id: string): ExplanationNode | undefined {
  const score = tree.find((node) => node.id === "score");
  const inScore = score?.children ?? [];
  switch (kind) {
    case "metric":
      return [...inScore, ...tree].find((node) => node.id === id && node.path === `metrics.${id}`);
    case "rest":
      return inScore.find((node) => node.id === "score.base");
    case "adjustment":
      return inScore.find((node) => node.id === `adjustment.${id}`);
    case "limit":
      return score;
    case "tier":
      return tree.find((node) => node.id === "tier");
    case "payout":
      return tree.find((node) => node.id === "payout.net");
    case "reward":
      return tree.find((node) => node.path?.startsWith("rewards.") && isOf(node, `reward.${id}`));
    case "outcome":
      return tree.find((node) => isOf(node, `outcome.${id}`));
  }
}

function isOf(node: ExplanationNode, id: string): boolean {
  return node.id === id || node.id === `${id}.met`;
}
