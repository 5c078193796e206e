/** The people on whom the present text is tried, and what it gives them: the last good answer while there is no better. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Issue } from "@/api/problem";
import type { Checked } from "@/api/queries/drafts";
import { useRuleSet } from "@/api/queries/ruleSets";
import { type Result, type Template, useTemplate } from "@/api/queries/templates";
import { type Difference, type Trial, type TriedPerson, useTrial } from "@/api/queries/tryOut";
import { isMapping, labelsOf, type Plain, type SchemeLabels } from "@/scheme/data";
import { todayIn } from "@/scheme/periods";
import { useEditing } from "../editing";
import { useTellSampleScore } from "../sample";
import type { Explaining } from "./explaining";
import { periodToTry, type Sample, samplesOfTemplate, samplesOfTests, toTry } from "./samples";

const MOST = 200;

export interface TryOutState {
  readonly samples: readonly Sample[];
  /** One for each sample, as far as there is an answer. */
  readonly results: readonly (Result | undefined)[];
  readonly chosen: number;
  readonly difference: Difference | null;
  /** The version that it is compared with; null while none was published. */
  readonly version: number | null;
  readonly period: string;
  /** What is shown is not of the present text. */
  readonly stale: boolean;
  /** What of the present question was refused. */
  readonly refused: "document" | "request" | null;
  readonly issues: readonly Issue[];
  readonly failed: boolean;
  readonly labels: SchemeLabels;
  readonly explaining: Explaining;
  readonly checked: Checked | null;
  readonly template: Template | undefined;
  readonly choose: (key: string) => void;
  readonly add: (samples: readonly Sample[]) => void;
  readonly remove: (key: string) => void;
  readonly replace: (sample: Sample) => void;
}

export function useTryOut(ruleSet: string): TryOutState {
  const { text, scheme, checked: present, version: read } = useEditing();
  const checked = useKept(present);
  const known = useMemo(() => (scheme.data === null ? null : labelsOf(scheme.data)), [scheme.data]);
  const labels = useKept(known) ?? NO_LABELS;
  const { samples, template, ...changes } = useSamples(scheme.data, checked);
  const [key, choose] = useState<string>();
  const chosen = Math.max(
    0,
    samples.findIndex((one) => one.key === key),
  );

  const { data: facts } = useRuleSet(ruleSet);
  const counting = facts?.in_force?.version ?? facts?.latest_version ?? null;
  // The version in force differs in nothing from itself.
  const number = counting === read ? null : counting;
  const people = useMemo(() => toTry(samples, checked), [samples, checked]);
  const period = periodToTry(
    samples,
    checked?.period ?? "month",
    todayIn(Intl.DateTimeFormat().resolvedOptions().timeZone),
  );
  const [readers, setReaders] = useState(0);
  const reading = useCallback(() => {
    setReaders((before) => before + 1);
    return () => setReaders((before) => before - 1);
  }, []);
  const trial = useMemo<Trial | null>(() => {
    if (people.length === 0) return null;
    const beside = number === null ? null : { rule_set: ruleSet, version: number };
    return { text, period, people, explain: readers > 0 ? "full" : "summary", beside };
  }, [text, period, people, readers, number, ruleSet]);
  const { data: answer, isError } = useTrial(trial);
  const good = useKept(answer?.tried ? answer : null);
  const results = people.map(({ subject }) => good?.tried?.results.find((one) => one.subject === subject));
  const tree = (results[chosen]?.explanation?.tree as Explaining["tree"] | undefined) ?? null;
  const explaining = useMemo<Explaining>(() => ({ tree, reading }), [tree, reading]);
  const compared = good?.tried?.compared_with ?? null;
  const refused = answer === undefined || answer.tried !== null ? null : answer.inDocument ? "document" : "request";
  const { add } = changes;
  useTelling(samples[chosen], people, chosen, results[chosen], period);
  return {
    samples,
    results,
    chosen,
    difference: compared?.differences.find((one) => one.subject === people[chosen]?.subject) ?? null,
    version: compared?.version ?? null,
    period,
    stale: good !== null && (good.trial.text !== text || refused !== null || isError),
    refused,
    issues: answer?.issues ?? [],
    failed: isError,
    labels,
    explaining,
    checked,
    template,
    ...changes,
    choose,
    add: useCallback(
      (more) => {
        add(more);
        choose(more[0]?.key);
      },
      [add],
    ),
  };
}

const NO_LABELS = labelsOf(null);
const NOBODY: readonly Sample[] = [];

/** Whom the text is tried on: at first the people of its template or of its own first test. */
function useSamples(data: Plain, checked: Checked | null) {
  const [told, setTold] = useState<readonly Sample[] | null>(null);
  const origin = isMapping(data) && isMapping(data.origin) ? data.origin.template : undefined;
  const { data: template, isError } = useTemplate(typeof origin === "string" ? origin : undefined);
  const waiting = typeof origin === "string" && !template && !isError;
  const first = useMemo(() => {
    if (waiting || (!template && checked === null)) return null;
    return template ? samplesOfTemplate(template) : samplesOfTests(checked?.tests.slice(0, 1) ?? []);
  }, [waiting, template, checked]);
  useEffect(() => {
    setTold((before) => before ?? first);
  }, [first]);
  const change = useCallback(
    (edit: (before: readonly Sample[]) => readonly Sample[]) => setTold((before) => edit(before ?? [])),
    [],
  );
  return {
    samples: told ?? NOBODY,
    template,
    add: useCallback(
      (more: readonly Sample[]) =>
        change((before) =>
          [...before, ...more.filter((one) => !before.some(({ key }) => key === one.key))].slice(0, MOST),
        ),
      [change],
    ),
    remove: useCallback((gone: string) => change((before) => before.filter(({ key }) => key !== gone)), [change]),
    replace: useCallback(
      (sample: Sample) => change((before) => before.map((one) => (one.key === sample.key ? sample : one))),
      [change],
    ),
  };
}

/** Tells drawings whose values to mark. */
function useTelling(
  sample: Sample | undefined,
  people: readonly TriedPerson[],
  chosen: number,
  result: Result | undefined,
  period: string,
): void {
  const tell = useTellSampleScore();
  useEffect(() => {
    const person = people[chosen];
    if (sample === undefined || person === undefined || result === undefined) return tell(null);
    const { inputs, history } = person;
    const others = people.filter((one) => one !== person).map((one) => ({ inputs: one.inputs }));
    tell({ ...result, name: sample.name, period, inputs, attributes: {}, history, others });
  }, [tell, sample, people, chosen, result, period]);
}

/** The last value that was there. */
function useKept<T>(value: T | null): T | null {
  const kept = useRef(value);
  if (value !== null) kept.current = value;
  return kept.current;
}
