import { expect, test } from "vitest";
import { readBlock } from "@/parts/paste/block";
import type { Plain } from "@/scheme/data";
import { dataAt, readScheme } from "@/scheme/text/read";
import { filled, fillingOf, type Part, partsFrom } from "./listPaste";

const TEXT = `points:
  bands:
    - {at_least: 35%, points: 100}   # 很好
    - {at_least: 30%, points: 85}
    - {otherwise: 30}
  curve: [[0, 100], [10%, 0]]
  places: [100, 80]
  brackets: [{up_to: 10000, rate: 1%}, {rate: 3%}]
`;
const NAMES = { at_least: ["不低于", "at least"], points: ["得分", "points"], up_to: ["至"], rate: ["比例"] };

function pasted(key: string, copied: string, index: number, first: Part): string {
  const path = ["points", key];
  const items = dataAt(readScheme(TEXT), path) as Plain[];
  const filling = fillingOf(readBlock(copied), items, index, partsFrom(items, index, first), NAMES);
  return typeof filling === "string" ? filling : filled(TEXT, path, filling);
}

test("bands are filled downwards, and new ones come before the rest", () => {
  expect(pasted("bands", "40%\t100\n３５％\t９０\n30%\t80\n25%\t70", 0, "at_least")).toBe(
    TEXT.replace("35%, points: 100", "40%, points: 100").replace(
      "30%, points: 85}",
      "35%, points: 90}\n    - {at_least: 30%, points: 80}\n    - {at_least: 25%, points: 70}",
    ),
  );
  expect(pasted("bands", "95\n88", 0, "points")).toBe(TEXT.replace("100}   #", "95}   #").replace("85}", "88}"));
});

test("headings say which column is which", () => {
  expect(pasted("bands", "得分\t备注\t不低于\n99\tx\t36%", 0, "at_least")).toBe(
    TEXT.replace("35%, points: 100", "36%, points: 99"),
  );
});

test("curves take pairs, places values, brackets what they have", () => {
  expect(pasted("curve", "0\t100\n5%\t60\n10%\t0", 0, 0)).toBe(TEXT.replace("[10%, 0]]", "[5%, 60], [10%, 0]]"));
  expect(pasted("curve", "退款率\t分数\n1%\t100\n8%\t0", 0, 0)).toBe(
    TEXT.replace("[[0, 100], [10%", "[[1%, 100], [8%"),
  );
  expect(pasted("curve", "90\n5", 0, 1)).toBe(TEXT.replace("[[0, 100], [10%, 0]]", "[[0, 90], [10%, 5]]"));
  expect(pasted("places", "99\n88\n77", 0, null)).toBe(TEXT.replace("[100, 80]", "[99, 88, 77]"));
  expect(pasted("brackets", "5,000\t1%\n10,000\t2%", 0, "up_to")).toBe(
    TEXT.replace("{up_to: 10000, rate: 1%},", "{up_to: 5000, rate: 1%}, {up_to: 10000, rate: 2%},"),
  );
});

test("what has no place is refused as a whole", () => {
  expect(pasted("bands", "35%\t100\tx", 0, "at_least")).toBe("too-wide");
  expect(pasted("bands", "35%\t#N/A", 0, "at_least")).toBe("broken");
  expect(pasted("curve", "0\t100\n5%\t60\n10%\t", 0, 0)).toBe("gap");
});
