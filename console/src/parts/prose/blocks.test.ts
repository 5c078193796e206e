import { expect, test } from "vitest";
import { blocksOf, runsOf } from "./blocks";

test("a page is taken apart into what it shows", () => {
  const page =
    "适合有独立岗位的\n网店。\n\n| 指标 | 权重 |\n|---|---:|\n| 服务 | 35% |\n\n## For whom\n- **one**\n  goes on\n- two\n\n> （甲 + 乙）\n> ÷ 2\n";
  expect(blocksOf(page)).toEqual([
    { kind: "paragraph", text: "适合有独立岗位的网店。" },
    { kind: "table", head: ["指标", "权重"], rows: [["服务", "35%"]] },
    { kind: "heading", text: "For whom" },
    { kind: "list", items: ["**one** goes on", "two"] },
    { kind: "quote", text: "（甲 + 乙） ÷ 2" },
  ]);
});

test("what looks like HTML stays text", () => {
  const [block] = blocksOf("<img src=x onerror=alert(1)> and `a < b`");
  expect(block).toEqual({ kind: "paragraph", text: "<img src=x onerror=alert(1)> and `a < b`" });
  expect(runsOf("a **b** `c` [d](https://e)")).toEqual([
    { text: "a ", as: "plain" },
    { text: "b", as: "strong" },
    { text: " ", as: "plain" },
    { text: "c", as: "code" },
    { text: " d", as: "plain" },
  ]);
});
