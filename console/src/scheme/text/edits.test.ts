import { expect, test } from "vitest";
import { insert, move, NoPlace, remove, rename, set } from "./edits";
import { dataAt, pathAt, pathIn, placeOf, readScheme, writtenAt } from "./read";
import { typed } from "./render";

const TEXT = `# our scheme
scorewright: 1
metrics:
  # how customers see us
  service:   {value: score, weight: 35%}   # the heaviest
  conversion:
    value: orders / inquiries   # of those who asked

    weight: 30%
    points:
      bands:
        - {at_least: 35%, points: 100}
        # the middle
        - {at_least: 30%, points: 85}   # good
        - {otherwise: 30}

tiers:
  - id: gold
    at_least: 90
  - id: none
inputs: {}
`;

test("a value is exchanged and nothing else", () => {
  expect(set(TEXT, ["metrics", "service", "weight"], typed("40%"))).toBe(TEXT.replace("weight: 35%", "weight: 40%"));
  expect(set(TEXT, ["metrics", "conversion", "value"], typed("a / b"))).toBe(
    TEXT.replace("orders / inquiries", "a / b"),
  );
  expect(set(TEXT, ["tiers", 0, "at_least"], typed("92.50"))).toBe(TEXT.replace("90", "92.50"));
});

test("a key is added where its siblings are, in their style", () => {
  expect(set(TEXT, ["metrics", "service", "missing"], typed("exclude"))).toContain(
    "{value: score, weight: 35%, missing: exclude}   # the heaviest",
  );
  expect(set(TEXT, ["metrics", "conversion", "label"], { zh: "转化", en: "conversion" })).toContain(
    "        - {otherwise: 30}\n    label: {zh: 转化, en: conversion}\n\ntiers:",
  );
  expect(set(TEXT, ["tiers", 1, "label", "zh"], "未达标")).toContain("  - id: none\n    label: {zh: 未达标}\n");
  expect(set(TEXT, ["inputs", "orders", "type"], typed("count"))).toContain("inputs:\n  orders: {type: count}\n");
});

test("a way that does not exist is made, one through a value is refused", () => {
  expect(set(TEXT, ["score", "round"], 2)).toBe(`${TEXT}score: {round: 2}\n`);
  expect(() => set(TEXT, ["scorewright", "deep"], 1)).toThrow(NoPlace);
});

test("entries go with the comments above them", () => {
  const without = remove(TEXT, ["metrics", "service"]);
  expect(without).toContain("metrics:\n  conversion:\n");
  expect(without).not.toContain("how customers see us");
  expect(without).not.toContain("the heaviest");
  expect(remove(TEXT, ["metrics", "conversion", "points", "bands", 1])).toContain(
    "        - {at_least: 35%, points: 100}\n        - {otherwise: 30}\n",
  );
  expect(remove(TEXT, ["metrics", "service", "weight"])).toContain("{value: score}   # the heaviest");
  expect(remove(TEXT, ["tiers", 0, "id"])).toContain("tiers:\n  - at_least: 90\n");
  expect(readScheme(remove(TEXT, ["tiers", 1, "id"])).data?.tiers).toEqual([{ id: "gold", at_least: 90 }, {}]);
});

test("an order is changed with comments and gaps in place", () => {
  const moved = move(TEXT, ["metrics"], 0, 1);
  expect(Object.keys(readScheme(moved).data?.metrics as object)).toEqual(["conversion", "service"]);
  expect(moved).toContain(
    "  # how customers see us\n  service:   {value: score, weight: 35%}   # the heaviest\n\ntiers:",
  );
  expect(move(moved, ["metrics"], 1, 0)).toBe(TEXT);
  expect(move(TEXT, ["tiers"], 0, 1)).toContain("tiers:\n  - id: none\n  - id: gold\n    at_least: 90\n");
  expect(move(TEXT, ["metrics", "service"], 0, 1)).toContain("{weight: 35%, value: score}");
  expect(move(TEXT, ["tiers", 0], 0, 1)).toContain("  - at_least: 90\n    id: gold\n");
});

test("an entry is put into a list", () => {
  const bands = ["metrics", "conversion", "points", "bands"];
  expect(insert(TEXT, bands, 2, { at_least: typed("25%"), points: 70 })).toContain(
    "# good\n        - {at_least: 25%, points: 70}\n        - {otherwise: 30}\n",
  );
  expect(insert(TEXT, ["tiers"], 2, { id: "x" })).toContain("  - id: none\n  - {id: x}\ninputs");
  expect(readScheme(insert("a: [1, 2]", ["a"], 1, 9)).data).toEqual({ a: [1, 9, 2] });
});

test("a key is renamed", () => {
  expect(rename(TEXT, ["metrics", "service"], "质量")).toContain("  质量:   {value: score");
});

test("a block makes room for a short value and the other way round", () => {
  const short = set(TEXT, ["metrics", "conversion", "points"], typed("as_is"));
  expect(short).toContain("    points: as_is\n\ntiers:");
  expect(readScheme(short).data?.metrics).toHaveProperty("conversion.points", "as_is");
  const many = Array.from({ length: 12 }, (_, index) => ({ at_least: index, points: index }));
  const long = set(short, ["metrics", "conversion", "points"], { bands: many });
  expect(readScheme(long).data?.metrics).toHaveProperty("conversion.points.bands", many);
  expect(long).toContain("    points:\n      bands:\n        - {at_least: 0, points: 0}\n");
});

test("text that looks like something else is quoted, what was typed is not", () => {
  expect(set("a: 1\n", ["a"], "true")).toBe('a: "true"\n');
  expect(set("a: 1\n", ["a"], typed("true"))).toBe("a: true\n");
  expect(set("a: {b: 1}\n", ["a", "b"], typed("max(x, 2)"))).toBe('a: {b: "max(x, 2)"}\n');
  expect(set("a: 1\n", ["a"], "two\nlines: # no")).toBe('a: "two\\nlines: # no"\n');
  expect(readScheme(set("a: 1\n", ["a"], typed("-x"))).data).toEqual({ a: "-x" });
});

test("calls with commas in braces are one text, as the language reads them", () => {
  const text = "m: {value: max(a, min(b, c)), weight: 30%, list: [if(x, 1, 2), 3]}\n";
  const scheme = readScheme(text);
  expect(scheme.data).toEqual({ m: { value: "max(a, min(b, c))", weight: "30%", list: ["if(x, 1, 2)", 3] } });
  expect(writtenAt(scheme, ["m", "value"])).toBe("max(a, min(b, c))");
  expect(set(text, ["m", "weight"], typed("31%"))).toBe(text.replace("30%", "31%"));
});

test("scalars mean what the language says", () => {
  const text = "a: NO\nb: 1:30\nc: 010\nd: 1.50\ne:\nf: '12'\ng: on\nh: true\n";
  expect(readScheme(text).data).toEqual({ a: "NO", b: "1:30", c: "010", d: 1.5, e: null, f: "12", g: "on", h: true });
  expect(writtenAt(readScheme(text), ["d"])).toBe("1.50");
});

test("a text that is no YAML says where, and is not touched", () => {
  const scheme = readScheme("a: [1, 2\nb: 3\n");
  expect(scheme.data).toBeNull();
  expect(scheme.flaws[0]?.from).toBeGreaterThan(0);
  expect(() => set("a: [1\n", ["a"], 1)).toThrow(NoPlace);
});

test("a place that the server tells is found, also under keys with dots", () => {
  const data = {
    tests: [{ expect: { "payout.net": 1, payout: { net: 2 } } }],
    metrics: { a: { points: { bands: [1] } } },
  };
  expect(pathIn(data, "tests[0].expect.payout.net")).toEqual(["tests", 0, "expect", "payout.net"]);
  expect(pathIn(data, "metrics.a.points.bands[0]")).toEqual(["metrics", "a", "points", "bands", 0]);
  expect(pathIn(data, "metrics.b.weight")).toEqual(["metrics", "b", "weight"]);
  expect(pathIn(data, "")).toEqual([]);
});

test("fields and places of the text find each other", () => {
  const scheme = readScheme(TEXT);
  const path = ["metrics", "conversion", "points", "bands", 1, "points"];
  const { from, to } = placeOf(scheme, path);
  expect(TEXT.slice(from, to)).toBe("points: 85");
  expect(pathAt(scheme, from + 2)).toEqual(path);
  expect(dataAt(scheme, path)).toBe(85);
});
