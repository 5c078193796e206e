/** Scoring people by a text that is being edited, beside the version in force. */
import { keepPreviousData, useIsFetching, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Plain } from "@/scheme/data";
import { answer, api } from "../client";
import { asProblem, type Issue } from "../problem";
import type { Tried } from "./templates";

export const TRIALS = ["try"] as const;

export type Given = { readonly [id: string]: Plain };
export type Difference = NonNullable<Tried["compared_with"]>["differences"][number];

export interface TriedPerson {
  readonly subject: string;
  readonly inputs: Given;
  readonly history: readonly Given[];
  readonly decisions: { readonly [reward: string]: Given };
}

export interface Trial {
  readonly text: string;
  readonly period: string;
  readonly people: readonly TriedPerson[];
  /** ``full`` with the tree of every value. */
  readonly explain: "summary" | "full";
  /** The published version that the same people are scored by as well. */
  readonly beside: { readonly rule_set: string; readonly version: number } | null;
}

export interface TrialAnswer {
  readonly trial: Trial;
  /** Null when the text or the request was refused; then ``issues`` say why. */
  readonly tried: Tried | null;
  readonly issues: readonly Issue[];
  readonly inDocument: boolean;
}

/** So many questions are asked at a time. A server works on those that nobody waits for any more to their end: with more of
 * them it would keep the latest waiting, with one the latest would always wait for the one before. */
const AT_A_TIME = 2;

/** The answer to ``trial``; until it is there, the one before. */
export function useTrial(trial: Trial | null) {
  const [asked, ask] = useState(trial);
  const underWay = useIsFetching({ queryKey: TRIALS });
  const query = useQuery({
    queryKey: [...TRIALS, asked],
    enabled: asked !== null,
    gcTime: 10_000,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    queryFn: async (): Promise<TrialAnswer> => {
      const { text, period, people, explain, beside } = asked as Trial;
      try {
        const tried = await answer(
          api.POST("/v1/rule-sets/try", {
            body: { document: text, period, people, explain, compare_with: beside } as never,
          }),
        );
        return { trial: asked as Trial, tried, issues: [], inDocument: false };
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (problem.status !== 422) throw thrown;
        const inDocument = problem.code === "rule-set-refused";
        return { trial: asked as Trial, tried: null, issues: problem.issues, inDocument };
      }
    },
  });
  if (asked !== trial && underWay < AT_A_TIME) ask(trial);
  return query;
}
