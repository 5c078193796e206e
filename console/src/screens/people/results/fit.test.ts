import { expect, test } from "vitest";
import { fitOf, LEAST } from "./fit";

test("what fits stays as it is, what does not gets smaller until it does", () => {
  expect(fitOf(1, 1000, 900)).toBe(1);
  let fit = 1;
  // Of content that is twice as long as the sheet, and takes less room the smaller it is.
  for (let round = 0; round < 20; round++) fit = fitOf(fit, 1000, 2000 * fit);
  expect(2000 * fit).toBeLessThanOrEqual(1000);
  expect(fit).toBeGreaterThan(0.45);
});

test("it never gets too small to be read", () => {
  let fit = 1;
  for (let round = 0; round < 20; round++) fit = fitOf(fit, 100, 9000 * fit);
  expect(fit).toBe(LEAST);
});
