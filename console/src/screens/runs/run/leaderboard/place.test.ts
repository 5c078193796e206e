import { expect, test } from "vitest";
import { placeIn } from "./place";

test("places are said as people say them, shared ones too", () => {
  expect([1, 2, 3, 4, 11, 21, 112].map((place) => placeIn.en(place, false))).toEqual([
    "1st",
    "2nd",
    "3rd",
    "4th",
    "11th",
    "21st",
    "112th",
  ]);
  expect(placeIn.en(1, true)).toBe("1st (shared)");
  expect(placeIn.zh(1, true)).toBe("第 1 名（并列）");
  expect(placeIn.zh(3, false)).toBe("第 3 名");
});
