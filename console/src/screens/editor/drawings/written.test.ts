import { expect, test } from "vitest";
import { numberIn, writtenLike } from "./written";

test.each([
  ["85", 85, ""],
  ["35%", 0.35, "%"],
  ["10s", 10, "s"],
  ["1.5min", 90, "min"],
  ["-2", -2, ""],
])("%s is a number", (source, value, unit) => {
  expect(numberIn(source)).toEqual({ value, unit });
});

test.each(["goal", "goal * 2", "010", "1e3", "", "5 %"])("%s is none", (source) => {
  expect(numberIn(source)).toBeNull();
});

test("a moved number keeps its unit", () => {
  expect(writtenLike(0.362, "%")).toBe("36.2%");
  expect(writtenLike(12, "s")).toBe("12s");
  expect(writtenLike(150, "min")).toBe("2.5min");
  expect(writtenLike(100, "min")).toBe("100s");
  expect(writtenLike(0.0000001, "")).toBe("0.0000001");
  expect(writtenLike(1200000, "")).toBe("1200000");
});
