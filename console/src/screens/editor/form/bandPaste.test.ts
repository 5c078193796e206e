import { expect, test } from "vitest";
import { readBlock } from "@/parts/paste/block";
import type { Plain } from "@/scheme/data";
import { dataAt, readScheme } from "@/scheme/text/read";
import { areBands, bandsIn, withBands } from "./bandPaste";
import { conditionIn } from "./conditions";

const sure = (value: string, isIn: boolean) => ({ value, isIn, isCertain: true });
const open = (value: string) => ({ value, isIn: true, isCertain: false });

test.each([
  ["≥35%", { low: sure("35%", true) }],
  [">=35%", { low: sure("35%", true) }],
  ["＞＝３５％", { low: sure("35%", true) }],
  ["> 35%", { low: sure("35%", false) }],
  ["不低于35%", { low: sure("35%", true) }],
  ["35%以上", { low: open("35%") }],
  ["35%及以上", { low: sure("35%", true) }],
  ["35%（含）以上", { low: sure("35%", true) }],
  ["<20%", { high: sure("20%", false) }],
  ["≤20%", { high: sure("20%", true) }],
  ["20%以下", { high: open("20%") }],
  ["不足20%", { high: sure("20%", false) }],
  ["30%~35%", { low: open("30%"), high: open("35%") }],
  ["30%～35%", { low: open("30%"), high: open("35%") }],
  ["30%-35%", { low: open("30%"), high: open("35%") }],
  ["30%—35%", { low: open("30%"), high: open("35%") }],
  ["30-35%", { low: open("30%"), high: open("35%") }],
  ["-5~1,000", { low: open("-5"), high: open("1000") }],
  ["60至80分", { low: open("60"), high: open("80") }],
  ["[30%, 35%)", { low: sure("30%", true), high: sure("35%", false) }],
  ["（30%，35%]", { low: sure("30%", false), high: sure("35%", true) }],
  ["35%", { low: sure("35%", true), isBare: true }],
  ["其余", "otherwise"],
  ["其他", "otherwise"],
  ["其他情况", "otherwise"],
  ["Otherwise", "otherwise"],
  ["35%~30%", null],
  ["30%~35", null],
  ["≥", null],
  ["≥a / b", null],
  ["转化率", null],
  ["以上", null],
  ["", null],
])("%j is the condition %j", (cell, condition) => expect(conditionIn(cell)).toEqual(condition));

const told = (copied: string) => {
  const found = bandsIn(readBlock(copied));
  if (found === null || found === "unclear") return found;
  return found.map((band) => band.map((part) => part.join(" ")).join(", "));
};

test("a limit that two bands share belongs to the upper one, or to the one that says so", () => {
  expect(told("≥35%\t100\n30%~35%\t85\n20%~30%\t60\n20%以下\t0")).toEqual([
    "at_least 35%, points 100",
    "at_least 30%, below 35%, points 85",
    "at_least 20%, below 30%, points 60",
    "below 20%, points 0",
  ]);
  expect(told(">35%\t100\n30%-35%\t85\n≤30%\t60")).toEqual([
    "above 35%, points 100",
    "above 30%, at_most 35%, points 85",
    "at_most 30%, points 60",
  ]);
  expect(told("35%以上\t100\n20%以下\t60\n其余\t80")).toEqual([
    "at_least 35%, points 100",
    "at_most 20%, points 60",
    "otherwise 80",
  ]);
});

test("columns stand in either order, under headings or none", () => {
  const bands = ["at_least 35%, points 100", "otherwise 30"];
  expect(told("转化率\t得分\n≥35%\t１００\n其余\t30")).toEqual(bands);
  expect(told("分数\t区间\n100\t35%及以上\n30\t其他")).toEqual(bands);
  expect(told("35%\t100\notherwise\t30\n")).toEqual(bands);
});

test("bare values are no bands, and what is only half understood is none either", () => {
  expect(told("35%\t100\n30%\t85")).toBeNull();
  expect(told("得分\t不低于\n100\t95")).toBeNull();
  expect(told("≥35%\t100\n大约30%\t85")).toBe("unclear");
  expect(told("≥35%\t100\n其余\t#N/A")).toBe("unclear");
  expect(told("≥35%\t100\n其余\t")).toBe("unclear");
  expect(told("其余\t30\n≥35%\t100")).toBe("unclear");
  expect(told("≥35%\t100\tx")).toBe("unclear");
});

const TEXT = `bands:
  - {at_least: 35%, points: 100}   # 很好
  - {at_least: 30%, points: 85}
  - {at_least: 10%, points: 40}
  - {otherwise: 30}   # 其余
`;

test.each([
  [
    "≥40%\t100\n30%~40%\t80",
    0,
    "bands:\n  - {at_least: 40%, points: 100}   # 很好\n  - {at_least: 30%, below: 40%, points: 80}\n  - {otherwise: 30}   # 其余\n",
  ],
  [
    "≥25%\t80\n≥20%\t70\n≥15%\t60\n≥5%\t50\n其余\t0",
    1,
    "bands:\n  - {at_least: 35%, points: 100}   # 很好\n  - {at_least: 25%, points: 80}\n  - {at_least: 20%, points: 70}\n  - {at_least: 15%, points: 60}\n  - {at_least: 5%, points: 50}\n  - {otherwise: 0}   # 其余\n",
  ],
  [
    "<10%\t5\n其余\t10",
    3,
    "bands:\n  - {at_least: 35%, points: 100}   # 很好\n  - {at_least: 30%, points: 85}\n  - {at_least: 10%, points: 40}\n  - {below: 10%, points: 5}\n  - {otherwise: 10}   # 其余\n",
  ],
])("bands take the place of those from where they are pasted: %j", (copied, from, expected) => {
  const bands = bandsIn(readBlock(copied));
  const items = dataAt(readScheme(TEXT), ["bands"]) as Plain[];
  expect(Array.isArray(bands) && withBands(TEXT, ["bands"], items, from, bands)).toBe(expected);
});

test("lists of bands are known by their keys", () => {
  expect(areBands(["at_least", "above", "at_most", "below", "points", "otherwise"])).toBe(true);
  expect(areBands(["at_least", "label", "id"])).toBe(false);
});
