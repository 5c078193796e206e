/** What an installation asks for, and what it sends. */
import type { Template } from "@/api/queries/templates";
import type { InstallRequest } from "@/api/schema";
import type { Language } from "@/words/language";
import { words } from "@/words/words";

export interface Values {
  readonly name: string;
  readonly id: string;
  readonly parameters?: { readonly [id: string]: number | null };
  readonly choices?: { readonly [id: string]: string };
}

type Question = Template["questions"][number];

const PLAIN = words({ short: { zh: "", en: "" } });
const PERCENT = words({ short: { zh: "%", en: "%" } });
const SECONDS = words({ short: { zh: " 秒", en: " s" } });

export function unitOf(question: Question): typeof PLAIN {
  return question.kind === "percent" ? PERCENT : question.kind === "duration" ? SECONDS : PLAIN;
}

/** The API has shares of one; people type percentages. */
export function shownValue(question: Question, value: number): number {
  return question.kind === "percent" ? Number((value * 100).toPrecision(15)) : value;
}

/** Only what was changed is sent, so that the template's own values stay as exact as they are written there. */
export function installRequest(template: Template, values: Values, language: Language): InstallRequest {
  const changed = template.questions.filter(({ id }) => {
    const value = values.parameters?.[id];
    return value !== null && value !== undefined;
  });
  const parameters = changed
    .map((question) => [question, values.parameters?.[question.id] as number] as const)
    .filter(([question, value]) => value !== shownValue(question, question.value))
    .map(([question, value]) => [question.id, written(question, value)]);
  return {
    rule_set: values.id.trim(),
    name: { [language === "en" ? "en" : "zh"]: values.name.trim() },
    parameters: Object.fromEntries(parameters),
    choices: values.choices ?? {},
  } as unknown as InstallRequest;
}

function written(question: Question, value: number): number | string {
  if (question.kind === "percent") return `${value}%`;
  return question.kind === "duration" ? `${value}s` : value;
}

/** ``id``, or with the first number behind it that nobody has. */
export function freeId(id: string, taken: readonly string[]): string {
  const has = new Set(taken);
  if (!has.has(id)) return id;
  let number = 2;
  while (has.has(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}
