import { expect, test } from "vitest";
import { conditions, conditionsIn } from "./attributes";

test.each([
  [{ role: "agent" }, "role:agent"],
  [{ role: "agent", team: "夜, 晚" }, "role:agent,team:夜,, 晚"],
  [{ note: "a:b" }, "note:a:b"],
])("%j is written and read again", (wanted, text) => {
  expect(conditions(wanted)).toBe(text);
  expect(conditionsIn(text)).toEqual(wanted);
});

test("what selects nobody out is not asked for", () => {
  expect(conditions({})).toBeUndefined();
  expect(conditions({ team: "" })).toBeUndefined();
  expect(conditionsIn("")).toEqual({});
  expect(conditionsIn("team")).toEqual({});
});
