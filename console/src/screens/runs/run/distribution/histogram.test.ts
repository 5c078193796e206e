import { expect, test } from "vitest";
import type { Distribution } from "@/api/queries/runs";
import { histogram } from "./histogram";

const words = {
  told: String,
  name: "score",
  people: "people",
  noTier: "no tier",
  tier: (tier: Distribution["tiers"][number]) => tier.id,
};
const bin = (from: number, count: number, tiers: Record<string, number>) => ({ from, below: from + 10, count, tiers });

function layers(facts: object): unknown {
  const option = histogram({ tiers: [], ...facts } as never, words);
  return (option.series as { name: string; data: number[] }[]).map(({ name, data }) => [name, data]);
}

test("every bar is divided by tier, the lowest at the bottom", () => {
  const bins = [bin(60, 3, { none: 3 }), bin(70, 5, { none: 1, gold: 4 })];
  expect(layers({ bins, tiers: [{ id: "gold" }, { id: "none" }] })).toEqual([
    ["none", [3, 1]],
    ["gold", [0, 4]],
  ]);
});

test("who has no tier is a layer of their own, and without tiers there is one layer", () => {
  expect(layers({ bins: [bin(60, 3, { gold: 1 })], tiers: [{ id: "gold" }] })).toEqual([
    ["no tier", [2]],
    ["gold", [1]],
  ]);
  expect(layers({ bins: [bin(60, 3, {})] })).toEqual([["people", [3]]]);
});
