import { describe, expect, test } from "vitest";
import { readBlock } from "@/parts/paste/block";
import { readScheme } from "@/scheme/text/read";
import { columnsOf, type Field } from "./columns";
import { idFor } from "./ids";
import { carriedOut, countsOf, planOf } from "./plan";

const TEXT = `inputs:
  chats: {type: count, label: {zh: 接待量, en: chats}}
groups:
  result: {weight: 60%, label: 结果}
metrics:
  service: {label: {zh: 服务, en: service}, value: a, weight: 50%, points: {attainment: {target: 5}}}   # 服务
  orders: {value: b, weight: 50%, points: as_is}
`;
const ORDER: Field[] = ["name", "value", "target", "weight"];

function planned(copied: string, from: string | null, first: Field = "name", group: string | null = null) {
  const pasted = columnsOf(readBlock(copied), ORDER, first);
  const { data } = readScheme(TEXT);
  const target = { data: data ?? {}, order: ["service", "orders"], from, group, language: "zh" as const };
  const plan = planOf(pasted, target);
  return { ...pasted, plan, text: carriedOut(TEXT, plan, target), counts: countsOf(plan) };
}

describe("columns", () => {
  const fields = (copied: string, first: Field = "name") => columnsOf(readBlock(copied), ORDER, first).fields;

  test("are those of the table from the field on", () => {
    expect(fields("服务\ta\t5\t35%")).toEqual(["name", "value", "target", "weight"]);
    expect(fields("5\t35%\tx", "target")).toEqual(["target", "weight", null]);
    expect(fields("35\n40", "weight")).toEqual(["weight"]);
  });

  test("of percentages are weights, where fewer came", () => {
    expect(fields("服务\t35%\n转化\t３０％")).toEqual(["name", "weight"]);
    expect(fields("服务\ta\t35%")).toEqual(["name", "value", "weight"]);
    expect(fields("服务\t35%\ta")).toEqual(["name", "weight", "value"]);
  });

  test("are what their headings say", () => {
    expect(fields("权重(%)\t考核指标\t说明\t目标\n35\t服务\t\t5")).toEqual(["weight", "name", null, "target"]);
  });
});

test("rows go to the lines from the field on, and change only what differs", () => {
  const { text, counts, unsure } = planned("40\n６０％", "service", "weight");
  expect(text).toBe(TEXT.replace("a, weight: 50%", "a, weight: 40%").replace("b, weight: 50%", "b, weight: 60%"));
  expect(counts).toEqual({ added: 0, changed: 2, cells: 2, flawed: 0 });
  expect(unsure).toBe(false);
  expect(planned("50%\n50%", "service", "weight").text).toBe(TEXT);
  expect(planned("质量\n\n", "orders").text).toContain(
    "orders: {value: b, weight: 50%, points: as_is, label: {zh: 质量}}",
  );
});

test("further rows become metrics, with ids that nothing else has", () => {
  const { text, plan } = planned("下单\tb\t\t30%\n接待量\tchats\t800\t20%", "orders", "name", "result");
  expect(plan.map(({ id, isNew }) => [id, isNew])).toEqual([
    ["orders", false],
    ["接待量_得分", true],
  ]);
  expect(text).toContain(
    "\n  接待量_得分:\n    label: {zh: 接待量}\n    value: chats\n    weight: 20%\n    group: result\n    points: {attainment: {target: 800}}\n",
  );
});

test("without a field rows find their metrics by id or by name", () => {
  const { plan } = planned("名称\t编号\t权重\n服务\t\t10%\n下单\torders\t20%\n新的\t\t30%\n服务\t\t1%", null);
  expect(plan.map(({ id, isNew }) => [id, isNew])).toEqual([
    ["service", false],
    ["orders", false],
    ["新的", true],
    ["服务", true],
  ]);
});

test("what cannot be meant is told and left as it was", () => {
  const { plan, text, counts } = planned("权重\t取值\t目标\t组\n多\t#N/A\t6\t结果\n10%\ta / b\t7\t别的", "service");
  const flaws = plan.map(({ cells }) => cells.map((cell) => cell?.flaw));
  expect(flaws).toEqual([
    ["no-share", "broken", null, null],
    [null, null, "no-target", "no-group"],
  ]);
  expect(counts.flawed).toBe(4);
  expect(text).toContain("value: a, weight: 50%, points: {attainment: {target: 6}}, group: result}   # 服务\n");
  expect(text).toContain("orders: {value: a / b, weight: 10%, points: as_is}\n");
});

test.each([
  ["询单转化率", "询单转化率"],
  ["Average order value (CNY)", "average_order_value_cny"],
  ["1. 转化", "转化"],
  ["If", "if_score"],
  ["服务", "服务_得分_2"],
  ["***", "metric_1"],
  ["<img src=x>", "img_src_x"],
])("%j gets the id %s", (name, id) => {
  expect(idFor(name, new Set(["服务", "服务_得分"]))).toBe(id);
});
