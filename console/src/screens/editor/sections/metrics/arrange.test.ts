import { expect, test } from "vitest";
import { readScheme } from "@/scheme/text/read";
import { moveTo, renameGroup, withWeights } from "./arrange";
import { type Line, linesOf, slotAt, slotBeside } from "./rows";

const TEXT = `groups:
  result: {weight: 60%}   # what came out
  way: {weight: 40%}
metrics:
  a: {value: x, weight: 50%, group: result}
  # of the way
  b: {value: y, weight: 100%, group: way}   # all of it
  c:
    value: z
    weight: 50%
    group: result
`;
const PLAIN = "metrics:\n  a: {weight: 50%}\n  b: {weight: 30%}\n  c: {weight: 20%}\n";

function lines(text: string): Line[] {
  const { data } = readScheme(text);
  return linesOf(data?.metrics, data?.groups);
}

function told(text: string): string {
  return lines(text)
    .map((one) => (one.kind === "group" ? `[${one.id}]` : one.id))
    .join(" ");
}

test("metrics stand below their groups, and those in none at the end", () => {
  expect(told(TEXT)).toBe("[result] a c [way] b");
  expect(told(PLAIN)).toBe("a b c");
  expect(told(TEXT.replace("group: way", "group: lost"))).toBe("[result] a c [way] [null] b");
});

test("every place between two lines is in a group", () => {
  const all = lines(TEXT);
  expect([0, 1, 2, 3, 4, 5].map((at) => slotAt(all, at))).toEqual([
    { group: "result", before: "a" },
    { group: "result", before: "a" },
    { group: "result", before: "c" },
    { group: "result", before: null },
    { group: "way", before: "b" },
    { group: "way", before: null },
  ]);
  expect(slotAt([], 0)).toBeNull();
});

test("a metric moves within its group, with its comments", () => {
  const moved = moveTo(TEXT, "c", { group: "result", before: "a" });
  expect(told(moved)).toBe("[result] c a [way] b");
  expect(moved).toContain("  # of the way\n  b: {value: y, weight: 100%, group: way}   # all of it\n");
  expect(moveTo(moved, "c", { group: "result", before: null })).toBe(
    TEXT.replace(/( {2}# of[^\n]*\n[^\n]*\n)([\s\S]*)$/, "$2$1"),
  );
});

test("a metric moves into another group, into an empty one, and into none", () => {
  expect(told(moveTo(TEXT, "a", { group: "way", before: "b" }))).toBe("[result] c [way] a b");
  expect(told(moveTo(TEXT, "a", { group: "way", before: null }))).toBe("[result] c [way] b a");
  const empty = moveTo(TEXT, "b", { group: "result", before: "c" });
  expect(told(empty)).toBe("[result] a b c [way]");
  expect(told(moveTo(empty, "b", { group: "way", before: null }))).toBe("[result] a c [way] b");
  expect(told(moveTo(TEXT, "a", { group: null, before: null }))).toBe("[result] c [way] b [null] a");
});

test("a step up or down goes over the names of groups", () => {
  const step = (text: string, id: string, by: 1 | -1) => {
    const slot = slotBeside(lines(text), id, by);
    return slot && told(moveTo(text, id, slot));
  };
  expect(step(TEXT, "a", -1)).toBeNull();
  expect(step(TEXT, "a", 1)).toBe("[result] c a [way] b");
  expect(step(TEXT, "c", 1)).toBe("[result] a [way] c b");
  expect(step(TEXT, "b", -1)).toBe("[result] a c b [way]");
  expect(step(TEXT, "b", 1)).toBeNull();
  expect(step(PLAIN, "a", 1)).toBe("b a c");
  expect(step(PLAIN, "c", -1)).toBe("a c b");
  expect(step(PLAIN, "a", -1)).toBeNull();
  expect(step(PLAIN, "c", 1)).toBeNull();
});

test("a group by another name keeps its metrics", () => {
  const renamed = renameGroup(TEXT, "result", "结果");
  expect(told(renamed)).toBe("[结果] a c [way] b");
  expect(renamed).toContain("  结果: {weight: 60%}   # what came out");
});

test("weights are written where they stand", () => {
  const weights = new Map([
    ["a", "40%"],
    ["c", "60%"],
  ]);
  expect(withWeights(TEXT, "metrics", weights)).toBe(
    TEXT.replace("x, weight: 50%", "x, weight: 40%").replace("    weight: 50%", "    weight: 60%"),
  );
});
