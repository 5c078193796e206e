import { expect, test } from "vitest";
import { changedAttributes } from "./changed";

test("only what is other is told", () => {
  const before = { role: "agent", wage: 5000, night: true, team: "a" };
  expect(changedAttributes(before, { role: "lead", wage: "5000", night: "true", team: "a" })).toEqual({ role: "lead" });
  expect(changedAttributes(before, { role: "agent", wage: "", night: "true", team: "a" })).toEqual({ wage: null });
  expect(changedAttributes(before, { role: "agent", wage: "5000", night: "true" })).toEqual({ team: null });
  expect(changedAttributes({}, { shop: " 北店 ", site: "" })).toEqual({ shop: "北店" });
});
