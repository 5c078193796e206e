/** What columns of a pasted block may mean to the metric table, and how they are told apart. */
import type { Block } from "@/parts/paste/block";
import { headed, type Names, saysPercent } from "@/parts/paste/headings";
import { numberIn } from "@/parts/paste/values";

export type Field = "name" | "id" | "value" | "target" | "weight" | "group";

export const FIELDS: readonly Field[] = ["name", "id", "value", "target", "weight", "group"];

const NAMES: Names<Field> = {
  name: [
    "名称",
    "指标",
    "指标名称",
    "考核指标",
    "考核项目",
    "考核项",
    "KPI",
    "KPI名称",
    "显示名称",
    "name",
    "metric",
    "label",
  ],
  id: ["编号", "指标编号", "标识", "id"],
  value: ["取值", "公式", "计算公式", "数据", "value", "formula"],
  target: ["目标值", "目标", "指标值", "target", "goal", "quota"],
  weight: ["权重", "占比", "比重", "weight", "weighting"],
  group: ["所属组", "组", "指标组", "分组", "group"],
};

export interface Pasted {
  readonly rows: Block;
  /** What each column means; null for one that is left out. */
  readonly fields: readonly (Field | null)[];
  readonly headings: readonly string[] | null;
  /** Whether the heading of the weights says that they are percents. */
  readonly percents: boolean;
  /** Whether anything about the columns was worked out rather than said. */
  readonly unsure: boolean;
}

/** The columns by their headings; without headings the fields from ``first`` on, in the order of the table. */
export function columnsOf(block: Block, order: readonly Field[], first: Field): Pasted {
  const found = headed(block, NAMES);
  if (found) {
    const { rows, keys, headings } = found;
    return { rows, fields: keys, headings, percents: saysPercent(headings[keys.indexOf("weight")]), unsure: true };
  }
  const width = block[0]?.length ?? 0;
  const places = order.slice(order.indexOf(first));
  const inOrder = Array.from({ length: width }, (_, index) => places[index] ?? null);
  const shares = Array.from({ length: width }, (_, index) => index).findLast((index) => isShares(block, index));
  // A column of percentages further left is the weights, where fewer columns came than the table has.
  const isMoved = first === "name" && width > 1 && shares !== undefined && !inOrder.includes("weight");
  const others = places.filter((one) => one !== "weight");
  const fields = isMoved
    ? inOrder.map((_, index) => (index === shares ? "weight" : (others[index > shares ? index - 1 : index] ?? null)))
    : inOrder;
  return { rows: block, fields, headings: null, percents: false, unsure: isMoved || fields.includes(null) };
}

function isShares(block: Block, column: number): boolean {
  const cells = block.map((line) => line[column] ?? "").filter((cell) => cell !== "");
  return cells.length > 0 && cells.every((cell) => numberIn(cell)?.endsWith("%") ?? false);
}
