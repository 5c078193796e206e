import { expect, test } from "vitest";
import { handStep, range, scale, snapped, TIMES, ticks } from "./scale";

test("a value and its place", () => {
  const across = scale(10, 60, 0, 500);
  expect(across.place(35)).toBe(250);
  expect(across.value(250)).toBe(35);
});

test("round numbers on an axis", () => {
  expect(ticks(0, 85, 5)).toEqual([0, 20, 40, 60, 80]);
  expect(ticks(0.25, 0.4, 5)).toEqual([0.25, 0.3, 0.35, 0.4]);
  expect(ticks(0, 300, 4, TIMES)).toEqual([0, 120, 240]);
  expect(ticks(-400, 0, 4)).toEqual([-400, -300, -200, -100, 0]);
});

test("points from 0 are shown from 0, and what runs away is cut off", () => {
  expect(range([0, 100])).toEqual([0, 108]);
  expect(range([95, 100])[0]).toBeGreaterThan(90);
  expect(range([0, 1, 1000])[1]).toBe(1080);
  const pole = [6_000_000, 600, ...Array.from({ length: 22 }, (_, step) => 200 / (step + 1))];
  expect(range(pole)[1]).toBeLessThan(1000);
  expect(range([0, -50, -400])[1]).toBe(0);
});

test("a hand moves by round steps, and decimals stay short", () => {
  expect(handStep(85)).toBe(1);
  expect(handStep(0.15)).toBe(0.001);
  expect(handStep(4, 1)).toBe(1);
  expect(snapped(0.3141592, 0.001)).toBe(0.314);
  expect(snapped(12.7, 1)).toBe(13);
});
