/** The people on whom a text is tried: where they come from, and what of them the text can be told. */
import type { Checked } from "@/api/queries/drafts";
import type { Template } from "@/api/queries/templates";
import type { Given, TriedPerson } from "@/api/queries/tryOut";
import type { Plain } from "@/scheme/data";
import { kindOf, type PeriodKind, periodOf } from "@/scheme/periods";
import type { Label } from "@/words/labels";

export type Need = Checked["needs"][number];
export type Source = "template" | "tests" | "recorded" | "typed";

export interface Sample extends TriedPerson {
  readonly key: string;
  readonly name: Label;
  readonly source: Source;
  /** The period that the values belong to; null for those typed by hand. */
  readonly period: string | null;
}

export function samplesOfTemplate(template: Pick<Template, "people" | "period">): Sample[] {
  return template.people.map((person) => ({
    key: `template:${person.subject}`,
    subject: person.subject,
    name: person.name,
    source: "template",
    period: template.period,
    inputs: { ...person.attributes, ...person.inputs } as Given,
    history: person.history as readonly Given[],
    decisions: person.decisions as Sample["decisions"],
  }));
}

export function samplesOfTests(tests: Checked["tests"]): Sample[] {
  return tests.flatMap(({ name, period, people }, index) =>
    people.map((person) => ({
      key: `tests:${index}:${person.subject}`,
      subject: people.length === 1 ? name.slice(0, 60) : person.subject,
      name: people.length === 1 ? name : `${name} · ${person.subject}`,
      source: "tests" as const,
      period,
      inputs: person.inputs as Given,
      history: person.history as readonly Given[],
      decisions: person.decisions as Sample["decisions"],
    })),
  );
}

/** What is sent of the people: nobody twice, and nothing that the text does not know. */
export function toTry(samples: readonly Sample[], checked: Checked | null): TriedPerson[] {
  const taken = new Set<string>();
  return samples.map((sample) => {
    let subject = sample.subject;
    for (let again = 2; taken.has(subject); again += 1) subject = `${sample.subject} (${again})`;
    taken.add(subject);
    const { inputs, history, decisions } = sample;
    return checked === null ? { subject, inputs, history, decisions } : { subject, ...known(sample, checked) };
  });
}

function known({ inputs, history, decisions }: Sample, checked: Checked) {
  const values = new Set(checked.needs.map((need) => need.id));
  const steps = new Set([...values, ...checked.steps.map((step) => step.id)]);
  return {
    inputs: only(inputs, (id) => values.has(id)),
    history: history.map((record) => only(record, (name) => name === "period" || steps.has(stepOf(name)))),
    decisions: only(decisions, (id) => values.has(`decision.${id}`)),
  };
}

/** ``points(conversion)`` and ``rewards.bonus`` as the program calls them. */
function stepOf(name: string): string {
  const points = /^points\((.*)\)$/.exec(name);
  return points ? `${points[1]}.points` : name.replace(/^rewards\./, "reward.");
}

function only<T>(values: { readonly [id: string]: T }, wanted: (id: string) => boolean): { readonly [id: string]: T } {
  return Object.fromEntries(Object.entries(values).filter(([id, value]) => wanted(id) && value !== null));
}

/** A value as it stands in its field: a share without its sign, which stands behind the field. */
export function shownIn(need: Need, value: Plain | undefined): string {
  if (value === undefined || value === null) return "";
  if (need.kind !== "percent") return String(value);
  if (typeof value === "string") return value.replace(/\s*%$/, "");
  return typeof value === "number" ? String(Number((value * 100).toPrecision(12))) : "";
}

/** What was typed into the field, as it is sent; undefined takes the value away. */
export function typedIn(need: Need, text: string): Plain | undefined {
  const told = text.trim();
  if (told === "") return undefined;
  return need.kind === "percent" && !told.endsWith("%") ? `${told}%` : told;
}

export function withValue(sample: Sample, id: string, value: Plain | undefined): Sample {
  const { [id]: _, ...rest } = sample.inputs;
  return { ...sample, inputs: value === undefined ? rest : { ...rest, [id]: value } };
}

/** The period to score: that of the people, if the text scores such periods, else the present one. */
export function periodToTry(samples: readonly Sample[], kind: string, day: string): string {
  const told = samples.map((one) => one.period).filter((period) => period !== null && kindOf(period) === kind);
  return (told.sort().at(-1) as string | undefined) ?? periodOf(kind as PeriodKind, day);
}
