import { expect, test } from "vitest";
import { fileOf, rowsOf, sizeOf } from "./pasted";

test("cells are read as a spreadsheet copies them", () => {
  expect(rowsOf('工号\t备注\r\nu1\t"两\n行 ""引"""\r\nu2\t5" 屏\r\n')).toEqual([
    ["工号", "备注"],
    ["u1", '两\n行 "引"'],
    ["u2", '5" 屏'],
  ]);
  expect(rowsOf("")).toEqual([]);
  expect(rowsOf("a\t\nb\tc")).toEqual([
    ["a", ""],
    ["b", "c"],
  ]);
});

test("what was copied does not look cut off", async () => {
  expect(await fileOf("a\tb\n1\t2", "x.tsv")?.text()).toBe("a\tb\n1\t2\n");
  expect(await fileOf("a\tb\r\n1\t2\r\n", "x.tsv")?.text()).toBe("a\tb\r\n1\t2\r\n");
});

test("one row is no table", () => {
  expect(sizeOf("a\tb\tc")).toEqual({ rows: 1, columns: 3 });
  expect(fileOf("a\tb\tc", "x.tsv")).toBeNull();
  expect(fileOf("a\tb\n1\t2", "x.tsv")?.name).toBe("x.tsv");
});
