import { expect, test } from "vitest";
import { askedFor } from "./completion";

const LINES = [
  "metrics:",
  "  conversion:",
  "    value: orders / inquiries",
  "    points:",
  "      bands:",
  "        - {at_least: 35%, points: 100}",
];

test.each([
  ["    we", { kind: "key", path: ["metrics", "conversion"], word: "we" }],
  ["  ", { kind: "key", path: ["metrics"], word: "" }],
  ["ti", { kind: "key", path: [], word: "ti" }],
  ["    missing: ex", { kind: "value", path: ["metrics", "conversion", "missing"], word: "ex" }],
  ["    value: orders + inq", { kind: "value", path: ["metrics", "conversion", "value"], word: "inq" }],
  ["        - {ab", { kind: "key", path: ["metrics", "conversion", "points", "bands", 0], word: "ab" }],
  ["        - {at_least: 3, po", { kind: "key", path: ["metrics", "conversion", "points", "bands", 0], word: "po" }],
  [
    "        - {at_least: tar",
    { kind: "value", path: ["metrics", "conversion", "points", "bands", 0, "at_least"], word: "tar" },
  ],
  ["        - at", { kind: "key", path: ["metrics", "conversion", "points", "bands", 0], word: "at" }],
  ["  service: {va", { kind: "key", path: ["metrics", "service"], word: "va" }],
  ["    value: 1 # a comment", null],
])("after %j", (before, asked) => {
  expect(askedFor(LINES, before)).toEqual(asked);
});
