import { expect, test } from "vitest";
import type { Plain } from "@/scheme/data";
import { fitting, type Grip, gripsIn, newCorner } from "./grips";

const STEPS = { x: 1, y: 5 };
const PATH = ["metrics", "quick", "points", "curve"];
const WRITTEN = [
  ["10s", 100],
  ["1min", "best - 10"],
  ["80s", 20],
  ["100s", 0],
];
const CURVE = gripsIn("curve", WRITTEN, PATH);

test("corners that are plain numbers can be moved, formulas cannot", () => {
  expect(CURVE.map((one) => [one.xPaths[0]?.at(-2), one.x.value, one.y?.value])).toEqual([
    [0, 10, 100],
    [2, 80, 20],
    [3, 100, 0],
  ]);
});

test("a corner stands on round numbers and does not pass its neighbours", () => {
  const middle = CURVE[1] as Grip;
  expect(fitting(middle, 71.4, 33, STEPS)).toEqual({ x: 71, y: 35 });
  expect(fitting(middle, 400, 33, STEPS).x).toBe(99);
  expect(fitting(middle, -5, 33, STEPS).x).toBe(11);
});

test("a new corner stands where somebody pointed, or in the widest stretch, in the unit beside it", () => {
  const added = (x: number, y: number) => newCorner(WRITTEN, CURVE, x, y, STEPS);
  expect(added(89.6, 11)).toEqual({ index: 3, at: 90, x: "90s", y: "10" });
  expect(added(2, 98)).toEqual({ index: 0, at: 2, x: "2s", y: "100" });
  expect(added(Number.NaN, Number.NaN)).toEqual({ index: 1, at: 45, x: "45s", y: "60" });
  expect(added(70, 40)).toEqual({ index: 2, at: 70, x: "70s", y: "40" });
  expect(added(80.2, 11)).toBeNull();
});

test("edges of bands that meet move together, with the points of the upper one", () => {
  const bands: Plain = [
    { at_least: "40%", points: 100 },
    { at_least: "30%", below: "40%", points: "base" },
    { otherwise: 0 },
  ];
  const found = gripsIn("bands", bands, ["b"]);
  expect(found.map((one) => [one.x.value, one.y?.value ?? null, one.least, one.most])).toEqual([
    [0.3, null, null, 0.4],
    [0.4, 100, 0.3, null],
  ]);
  expect(found[1]?.xPaths).toEqual([
    ["b", 0, "at_least"],
    ["b", 1, "below"],
  ]);
  expect(found[1]?.yPath).toEqual(["b", 0, "points"]);
});

test("ends of a range and limits of brackets move sideways", () => {
  expect(gripsIn("range", [170, 190], ["r"]).map((one) => one.xPaths)).toEqual([[["r", 0]], [["r", 1]]]);
  expect(gripsIn("range", { low: 170, high: "goal" }, ["r"]).map((one) => one.xPaths)).toEqual([[["r", "low"]]]);
  const whole: Plain = { of: "sales", brackets: [{ up_to: 10000, rate: "5%" }, { rate: "2%" }] };
  expect(gripsIn("whole", whole, ["w"]).map((one) => [one.x.value, one.y])).toEqual([[10000, null]]);
  const tiers: Plain = [{ id: "gold", at_least: 90 }, { id: "silver", above: "pass_mark" }, { id: "fair" }];
  expect(gripsIn("tiers", tiers, ["tiers"]).map((one) => one.xPaths)).toEqual([[["tiers", 0, "at_least"]]]);
  expect(gripsIn("formula", "value * 2", ["f"])).toEqual([]);
});

test("a block is as large as its first end is far from what is free, and worth what it is high", () => {
  const settings: Plain = { of: "complaints", size: 3, amount: -50, free: 2 };
  const found = gripsIn("package", settings, ["p"]);
  expect(found.map((one) => [one.x.value, one.base, one.y?.value ?? null, one.xPaths])).toEqual([
    [2, 0, null, [["p", "free"]]],
    [5, 2, -50, [["p", "size"]]],
  ]);
  expect(fitting(found[1] as Grip, 2.2, -61, STEPS)).toEqual({ x: 3, y: -60 });
  const [only] = gripsIn("package", { of: "talk", size: "10min", amount: "rate" }, ["p"]);
  expect([only?.x, only?.base, only?.y]).toEqual([{ value: 600, unit: "min" }, 0, null]);
  expect(fitting(only as Grip, -40, 0, STEPS).x).toBe(1);
  expect(gripsIn("package", { of: "talk", size: "goal", amount: 5 }, ["p"])).toEqual([]);
});
