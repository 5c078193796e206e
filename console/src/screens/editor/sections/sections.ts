/** The editor's sections, in the order of the work: which parts of the document each one shows. */
import { type ComponentType, lazy } from "react";
import type { Path } from "@/scheme/text/read";
import { words } from "@/words/words";
import type { Schema } from "../form/schema";

export const SECTION_NAMES = words({
  basics: { zh: "基本信息", en: "Basics" },
  data: { zh: "数据", en: "Data" },
  metrics: { zh: "指标与权重", en: "Metrics and weights" },
  adjustments: { zh: "加减分", en: "Adjustments" },
  tiers: { zh: "等级", en: "Tiers" },
  rewards: { zh: "奖惩", en: "Rewards" },
  outcomes: { zh: "后续动作", en: "Outcomes" },
  tests: { zh: "验算", en: "Tests" },
});

export type SectionId = keyof typeof SECTION_NAMES;

export interface SectionProps {
  /** The document's schema, with the settings of methods and forms in their places. */
  readonly schema: Schema;
}

export interface EditorSection {
  readonly id: SectionId;
  /** Keys at the top of the document that this section shows. */
  readonly keys: readonly string[];
  readonly Component: ComponentType<SectionProps>;
}

export const SECTIONS: readonly EditorSection[] = [
  {
    id: "basics",
    keys: ["name", "description", "why", "applies_to", "period", "currency", "eligible", "id", "scorewright", "origin"],
    Component: lazy(() => import("./basics/Basics")),
  },
  {
    id: "data",
    keys: ["attributes", "parameters", "inputs", "datasets", "measures", "tables"],
    Component: lazy(() => import("./data/Data")),
  },
  { id: "metrics", keys: ["groups", "metrics"], Component: lazy(() => import("./metrics/Metrics")) },
  { id: "adjustments", keys: ["adjustments", "score"], Component: lazy(() => import("./adjustments/Adjustments")) },
  { id: "tiers", keys: ["tiers"], Component: lazy(() => import("./tiers/Tiers")) },
  { id: "rewards", keys: ["rewards", "payout"], Component: lazy(() => import("./rewards/Rewards")) },
  { id: "outcomes", keys: ["outcomes"], Component: lazy(() => import("./outcomes/Outcomes")) },
  { id: "tests", keys: ["tests"], Component: lazy(() => import("./tests/Tests")) },
];

/** The section that shows what stands at ``path``; the first for what belongs to the document as a whole. */
export function sectionOf(path: Path): SectionId {
  const key = String(path[0] ?? "");
  return SECTIONS.find((one) => one.keys.includes(key))?.id ?? "basics";
}
