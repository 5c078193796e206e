import { describe, expect, test } from "vitest";
import { isBlock, readBlock, writeBlock } from "./block";
import { headed, saysPercent } from "./headings";
import { isBroken, numberIn, sharesIn } from "./values";

describe("a block of cells", () => {
  test("is lines of cells, whatever ends the lines", () => {
    expect(readBlock("a\tb\r\nc\td\r\n")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(readBlock("a\rb")).toEqual([["a"], ["b"]]);
    expect(readBlock("")).toEqual([]);
    expect(readBlock("a\t\n\nb\n\t\n\n")).toEqual([
      ["a", ""],
      ["", ""],
      ["b", ""],
    ]);
  });

  test("has cells in quotes with tabs, lines and quotes inside", () => {
    expect(readBlock('"a\tb"\t"say ""yes"""\n"two\nlines"\tx')).toEqual([
      ["a b", 'say "yes"'],
      ["two lines", "x"],
    ]);
    expect(readBlock('"\t5" screen\n"a" b\t""')).toEqual([
      ['"', '5" screen'],
      ['"a" b', ""],
    ]);
  });

  test("loses what nobody sees", () => {
    expect(readBlock("\uFEFF服务\u00A0\u3000\t\u200B35%")).toEqual([["服务", "35%"]]);
  });

  test("is written so that it is read back", () => {
    const block = [
      ["服务", 'say "yes"', ""],
      ["a", "b", "35%"],
    ];
    expect(readBlock(writeBlock(block))).toEqual(block);
    expect(writeBlock([["a\nb", "c"]])).toBe('"a\nb"\tc');
  });

  test("is told from a single cell", () => {
    expect(isBlock("35%\r\n")).toBe(false);
    expect(isBlock("35%\n40%")).toBe(true);
    expect(isBlock("a\tb")).toBe(true);
  });
});

test.each([
  ["３５％", "35%"],
  ["1,234.50", "1234.50"],
  ["￥1,000", "1000"],
  ["(1,000)", "-1000"],
  ["−5", "-5"],
  ["+5", "5"],
  ["007.5", "7.5"],
  [".5", "0.5"],
  ["12 %", "12%"],
  ["-0", "0"],
  ["1,5", null],
  ["1,23,456", null],
  ["1e5", null],
  ["", null],
  [".", null],
  ["a / b", null],
  ["12次", null],
  ["(-5)", null],
])("%j is the number %j", (cell, number) => expect(numberIn(cell)).toBe(number));

test("shares are percentages, however they were written", () => {
  expect(sharesIn(["35", "３０％", "12.5", "x", "-5"], false)).toEqual(["35%", "30%", "12.5%", null, null]);
  expect(sharesIn(["0.35", "0.125", "1", "0.0005"], false)).toEqual(["35%", "12.5%", "100%", "0.05%"]);
  expect(sharesIn(["0.5", "1"], true)).toEqual(["0.5%", "1%"]);
});

test("formulas that went wrong are known", () => {
  expect(["#N/A", "#DIV/0!", "＃REF!", "#1", "N/A"].map(isBroken)).toEqual([true, true, true, false, false]);
});

describe("headings", () => {
  const NAMES = { name: ["名称", "考核指标", "name"], weight: ["权重", "weight"] } as const;

  test("name columns in either language, with or without units", () => {
    const found = headed(readBlock("考核指标\t权重（％）\t备注\n服务\t35\t"), NAMES);
    expect(found?.keys).toEqual(["name", "weight", null]);
    expect(found?.rows).toEqual([["服务", "35", ""]]);
    expect(found?.headings.map(saysPercent)).toEqual([false, true, false]);
    expect(headed(readBlock("Weight\tNAME\n1%\ta"), NAMES)?.keys).toEqual(["weight", "name"]);
  });

  test("are not found in values", () => {
    expect(headed(readBlock("权重\t35%\n服务\t30%"), NAMES)).toBeNull();
    expect(headed(readBlock("服务\t好\n转化\t差"), NAMES)).toBeNull();
    expect(headed([], NAMES)).toBeNull();
  });
});
