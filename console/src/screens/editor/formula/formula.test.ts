import { expect, test } from "vitest";
import type { FormulaName } from "@/api/queries/formulas";
import type { FunctionInfo } from "@/api/queries/language";
import { readScheme } from "@/scheme/text/read";
import { callAt } from "./call";
import { marksOf } from "./marks";
import { namesAt, suggest } from "./suggest";

test.each([
  ["clamp(a, ", { function: "clamp", index: 1, named: null, from: 0 }],
  ["1 + MAX（a，b", { function: "max", index: 1, named: null, from: 4 }],
  ["if(x > (1 + 2", { function: "if", index: 0, named: null, from: 0 }],
  ["max(min(a, b), c", { function: "max", index: 1, named: null, from: 0 }],
  ["rank(x, within=te", { function: "rank", index: 1, named: "within", from: 0 }],
  ["rank(x == 'a, b", null],
  ["max(a, b) + ", null],
  ["(a + ", null],
])("the call around the end of %j", (before, call) => {
  expect(callAt(before, before.length)).toEqual(call);
});

const NAMES = [
  { id: "orders", section: "inputs", label: { zh: "下单人数", en: "people who ordered" } },
  { id: "conversion", section: "metrics", label: { zh: "询单转化率", en: "enquiry conversion" } },
  { id: "volume", section: "metrics", label: { zh: "接待量", en: "volume" } },
] as unknown as FormulaName[];
const FUNCTIONS = [
  {
    name: "max",
    signature: "max(a, b, …)",
    doc: { zh: "几个数中最大的一个", en: "the largest of several" },
    parameters: [],
  },
  {
    name: "rank",
    signature: "rank(x, ties=…)",
    doc: { zh: "名次", en: "the place" },
    parameters: [{ name: "ties", words: ["dense", "average"] }],
  },
] as unknown as FunctionInfo[];
const REWARD = namesAt(["rewards", "bonus", "amount"], NAMES, null);

function texts(before: string, asked = false) {
  return suggest(before, REWARD, FUNCTIONS, asked)?.items.map((one) => one.text) ?? [];
}

test("names are found by id and by label in either language", () => {
  expect(texts("2 * conv")[0]).toBe("conversion");
  expect(texts("2 * 转化")).toEqual(["conversion", "points(conversion)"]);
  expect(texts("询单")[0]).toBe("conversion");
  expect(texts("enquiry con")[0]).toBe("conversion");
  expect(suggest("1 + enquiry con", REWARD, FUNCTIONS, false)?.from).toBe(4);
  expect(texts("orders + vol")[0]).toBe("volume");
});

test("functions are found by name and by what they do", () => {
  expect(texts("ma")).toEqual(["max("]);
  expect([texts("最大"), texts("large"), texts("arge")]).toEqual([["max("], ["max("], []]);
  expect(texts("rank(orders, ties=")).toEqual([]);
  expect(texts("rank(orders, ties=d")).toEqual(["dense", "average"]);
});

test("nothing is suggested inside of a text or a number, or unasked", () => {
  expect([texts("kind = 'ord"), texts("12"), texts("")]).toEqual([[], [], []]);
  expect(texts("", true)).toContain("orders");
});

test("only what comes before is offered", () => {
  const at = (...path: string[]) => namesAt(path, NAMES, null).map((one) => one.text);
  expect(at("metrics", "conversion", "value")).toEqual(["orders"]);
  expect(at("metrics", "volume", "value")).toEqual(["orders", "conversion", "points(conversion)"]);
  expect(at("metrics", "volume", "points", "formula")).toContain("volume");
  expect(at("adjustments", "late", "add")).toContain("score");
  expect(at("adjustments", "late", "add")).not.toContain("tier");
  expect(at("outcomes", "talk", "when")).toContain("tier");
  const data = { datasets: { calls: { columns: { wait: "duration" } } }, measures: { asa: { dataset: "calls" } } };
  expect(namesAt(["measures", "asa", "value"], NAMES, data).map((one) => one.text)).toEqual(["wait", "orders"]);
});

test.each([
  ["value: ordres * 2", 10, [0, 6]],
  ["value: 1 + ordres * 2", 14, [4, 10]],
  ["value: '1 + ordres * 2'", 15, [4, 10]],
])("a mistake in %j is marked where it is", (line, column, [from, to]) => {
  const scheme = readScheme(`metrics:\n  m:\n    ${line}\n    weight: 100%\n`);
  const issue = { code: "x", severity: "error", message: { zh: "", en: "" }, hint: null, path: "", line: 3 } as const;
  const marks = marksOf(scheme, ["metrics", "m", "value"], [{ ...issue, column: column + 2 }]);
  expect(marks).toEqual([{ from, to, severity: "error" }]);
});
