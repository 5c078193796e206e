import { expect, test } from "vitest";
import type { Template } from "@/api/queries/templates";
import { freeId, installRequest, shownValue } from "./install";

const QUESTIONS = [
  { id: "rate", kind: "percent", value: 0.07, low: 0, high: 1 },
  { id: "wait", kind: "duration", value: 20, low: 1, high: null },
  { id: "target", kind: "count", value: 800, low: 1, high: null },
].map((one) => ({ ...one, label: { zh: one.id, en: one.id } }));
const TEMPLATE = { questions: QUESTIONS, choices: [] } as unknown as Template;

test("percentages are typed as such", () => {
  expect(QUESTIONS.map((one) => shownValue(one as never, one.value))).toEqual([7, 20, 800]);
});

test("only what was changed is sent, with its unit", () => {
  const values = { name: " 北区 ", id: " north ", parameters: { rate: 7.5, wait: 30, target: 800 } };
  expect(installRequest(TEMPLATE, values, "zh-CN")).toEqual({
    rule_set: "north",
    name: { zh: "北区" },
    parameters: { rate: "7.5%", wait: "30s" },
    choices: {},
  });
});

test("a field that was emptied keeps the template's value", () => {
  const values = { name: "n", id: "n", parameters: { rate: null } };
  expect(installRequest(TEMPLATE, values, "en").parameters).toEqual({});
});

test("an id that is taken gets the first free number", () => {
  expect(freeId("a", [])).toBe("a");
  expect(freeId("a", ["a", "a-2", "b"])).toBe("a-3");
});
