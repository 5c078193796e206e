/** The tabs of a person's page, in their order. What is heavy is loaded when its tab is first opened. */
import type { ComponentType } from "react";
import type { PersonDetail } from "@/api/queries/people";
import { words } from "@/words/words";
import { PersonDetails } from "./PersonDetails";
import { PersonResults } from "./results/PersonResults";

export const TAB_NAMES = words({
  details: { zh: "资料与变动", en: "Details and changes" },
  results: { zh: "成绩", en: "Results" },
});

export interface Tab {
  readonly name: keyof typeof TAB_NAMES;
  readonly Body: ComponentType<{ readonly person: PersonDetail }>;
}

export const TABS: readonly Tab[] = [
  { name: "details", Body: PersonDetails },
  { name: "results", Body: PersonResults },
];
