/** Values as YAML that a person would have written: short ones on one line, no needless quotes. */
import { stringify } from "yaml";
import { meaning } from "./read";

/** What may be written: data, and scalars as somebody typed them. */
export type Written =
  | null
  | boolean
  | number
  | string
  | Typed
  | readonly Written[]
  | { readonly [key: string]: Written };

/** A number, percentage, formula or condition exactly as typed; a plain string is text and stays text. */
export class Typed {
  readonly source: string;
  constructor(source: string) {
    this.source = source.trim();
  }
}

export function typed(source: string): Typed {
  return new Typed(source);
}

const WIDTH = 100;
/** How many levels of braces and brackets may share one line. */
const FLOW_HEIGHT = 2;

/** On one line, as it may stand inside of braces where ``inFlow``. */
export function inline(value: Written, inFlow: boolean): string {
  if (value === null || typeof value === "boolean" || typeof value === "number") return String(value);
  if (value instanceof Typed)
    return typeof meaning(value.source) === "string" ? quoted(value.source, inFlow) : value.source;
  if (typeof value === "string")
    return typeof meaning(value) === "string" ? quoted(value, inFlow) : JSON.stringify(value);
  if (isList(value)) return `[${value.map((item) => inline(item, true)).join(", ")}]`;
  return `{${entries(value).join(", ")}}`;

  function entries(mapping: { readonly [key: string]: Written }): string[] {
    return Object.entries(mapping).map(([key, item]) => `${keyText(key, true)}: ${inline(item, true)}`);
  }
}

/** The lines of a value, without the indentation of the first. ``indent`` is that of the value's own lines. */
export function lines(value: Written, indent: number): string[] {
  return !isCollection(value) || fits(value, indent) ? [inline(value, false)] : blockLines(value, indent);
}

function blockLines(value: readonly Written[] | { readonly [key: string]: Written }, indent: number): string[] {
  const told: string[] = [];
  if (isList(value)) {
    for (const item of value) {
      const [first = "", ...rest] = lines(item, 2);
      told.push(`- ${first}`, ...rest.map((line) => `  ${line}`));
    }
    return told;
  }
  for (const [key, item] of Object.entries(value)) told.push(...entryLines(key, item, indent));
  return told;
}

/** ``key: value``, the value on the same line or on lines of its own below. */
export function entryLines(key: string, value: Written, indent: number): string[] {
  const head = `${keyText(key, false)}:`;
  // A section of the document stands on lines of its own, so that it can grow.
  const short = indent > 0 || height(value) <= 1;
  if (!isCollection(value) || (short && fits(value, indent + head.length + 1)))
    return [`${head} ${inline(value, false)}`];
  return [head, ...blockLines(value, indent + 2).map((line) => `  ${line}`)];
}

export function keyText(key: string, inFlow: boolean): string {
  return typeof meaning(key) === "string" ? quoted(key, inFlow) : JSON.stringify(key);
}

export function isCollection(value: Written): value is readonly Written[] | { readonly [key: string]: Written } {
  return typeof value === "object" && value !== null && !(value instanceof Typed);
}

function isList(value: Written): value is readonly Written[] {
  return Array.isArray(value);
}

function fits(value: Written, used: number): boolean {
  return height(value) <= FLOW_HEIGHT && used + inline(value, false).length <= WIDTH;
}

function height(value: Written): number {
  if (!isCollection(value)) return 0;
  const items: readonly Written[] = isList(value) ? value : Object.values(value);
  return items.length === 0 ? 1 : 1 + Math.max(...items.map(height));
}

function quoted(text: string, inFlow: boolean): string {
  const told = stringify(inFlow ? [text] : text, {
    schema: "failsafe",
    lineWidth: 0,
    blockQuote: false,
    collectionStyle: inFlow ? "flow" : "any",
    flowCollectionPadding: false,
  }).trimEnd();
  return inFlow ? told.slice(1, -1) : told;
}
