import { expect, test } from "vitest";
import { type Corner, cornersIn, fitting, newCorner } from "./corners";

const STEPS = { x: 1, y: 5, low: 0, high: 100 };
const CURVE = cornersIn([
  ["10s", 100],
  ["1min", "best - 10"],
  ["80s", 20],
  ["100s", 0],
]);

test("corners that are plain numbers can be moved, formulas cannot", () => {
  expect(CURVE.all).toEqual([10, 60, 80, 100]);
  expect(CURVE.movable.map((one) => [one.index, one.x.value, one.y.value])).toEqual([
    [0, 10, 100],
    [2, 80, 20],
    [3, 100, 0],
  ]);
});

test("a corner stands on round numbers and does not pass its neighbours", () => {
  const middle = CURVE.movable[1] as Corner;
  expect(fitting(middle, 71.4, 33, STEPS)).toEqual({ x: 71, y: 35 });
  expect(fitting(middle, 400, 33, STEPS).x).toBe(99);
  expect(fitting(middle, -5, 33, STEPS).x).toBe(61);
});

test("a new corner stands where somebody pointed, or in the widest stretch, in the unit beside it", () => {
  expect(newCorner(CURVE, 89.6, 11, STEPS)).toEqual({ index: 3, x: "90s", y: "10" });
  expect(newCorner(CURVE, 2, 98, STEPS)).toEqual({ index: 0, x: "2s", y: "100" });
  expect(newCorner(CURVE, Number.NaN, Number.NaN, STEPS)).toEqual({ index: 1, x: "45s", y: "60" });
  expect(newCorner(CURVE, 70, 40, STEPS)).toEqual({ index: 2, x: "70s", y: "40" });
  expect(newCorner(CURVE, 80.2, 11, STEPS)).toBeNull();
});
