import { expect, test } from "vitest";
import type { Result } from "@/api/queries/templates";
import type { Difference } from "@/api/queries/tryOut";
import type { ExplanationNode } from "@/api/schema";
import { linesOf, nodeOf, reachOf } from "./lines";

const RESULT = {
  metrics: { service: {}, left_out: {}, speed: {} },
  explanation: {
    contributions: [
      { id: "service", kind: "metric", amount: 60 },
      { id: "speed", kind: "metric", amount: 50 },
      { id: "fine", kind: "adjustment", amount: -15 },
      { id: "score", kind: "limit", amount: 5 },
    ],
  },
} as unknown as Result;

test("each line begins where the one before ended, in the order of the document", () => {
  const lines = linesOf(RESULT, null);
  expect(lines.map(({ id, begins, ends }) => [id, begins, ends])).toEqual([
    ["service", 0, 60],
    ["left_out", 60, 60],
    ["speed", 60, 110],
    ["fine", 110, 95],
    ["score", 95, 100],
  ]);
  expect(lines[1]?.amount).toBeNull();
  expect(reachOf(lines)).toEqual({ low: 0, high: 110 });
  expect(reachOf([])).toEqual({ low: 0, high: 1 });
});

test("what only the version in force has comes last", () => {
  const difference = {
    lines: [
      { id: "speed", kind: "metric", label: { zh: "", en: "" }, before: 40, after: 50, change: 10 },
      { id: "old", kind: "metric", label: { zh: "", en: "" }, before: 20, after: null, change: null },
    ],
  } as unknown as Difference;
  const lines = linesOf(RESULT, difference);
  expect(lines.find((line) => line.id === "speed")).toMatchObject({ before: 40, change: 10, gone: false });
  expect(lines.at(-1)).toMatchObject({ id: "old", before: 20, amount: null, gone: true });
});

test("every line leads to its node", () => {
  const node = (id: string, path: string, children: ExplanationNode[] = []) =>
    ({ id, path, children }) as unknown as ExplanationNode;
  const tree = [
    node("score", "score", [
      node("service", "metrics.service", [node("service", "metrics.service")]),
      node("score.base", "score"),
      node("adjustment.fine", "adjustments.fine"),
    ]),
    node("tier", "tiers"),
    node("reward.bonus", "rewards.bonus"),
    node("reward.prize.met", "rewards.prize"),
    node("outcome.talk", "outcomes.talk"),
  ];
  const found = [
    nodeOf(tree, "metric", "service"),
    nodeOf(tree, "rest", "rest"),
    nodeOf(tree, "adjustment", "fine"),
    nodeOf(tree, "limit", "score"),
    nodeOf(tree, "tier", "gold"),
    nodeOf(tree, "reward", "bonus"),
    nodeOf(tree, "reward", "prize"),
    nodeOf(tree, "outcome", "talk"),
    nodeOf(tree, "payout", ""),
  ];
  expect(found.map((one) => one?.path)).toEqual([
    "metrics.service",
    "score",
    "adjustments.fine",
    "score",
    "tiers",
    "rewards.bonus",
    "rewards.prize",
    "outcomes.talk",
    undefined,
  ]);
  expect(found[0]?.children).toHaveLength(1);
});
