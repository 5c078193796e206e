/** What may be written next in a rule set's text: keys and values from the schema, names from the document. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { FunctionInfo } from "@/api/queries/language";
import { isMapping, type Plain } from "@/scheme/data";
import type { Path } from "@/scheme/text/read";
import { type Label, labelIn } from "@/words/labels";
import type { Language } from "@/words/language";
import { kindOf, type Schema, schemaAt, shapeOf } from "../form/schema";

export interface Known {
  readonly schema: Schema;
  /** The last text that could be read; the one being typed often cannot. */
  readonly data: Plain;
  readonly functions: readonly FunctionInfo[];
  readonly language: Language;
}

export function completionsIn(known: () => Known) {
  return (context: CompletionContext): CompletionResult | null => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const lines = context.state.doc.sliceString(0, line.from).split("\n").slice(0, -1);
    const asked = askedFor(lines, before);
    if (asked === null || (asked.word === "" && !context.explicit && asked.kind === "value")) return null;
    const options = asked.kind === "key" ? keysAt(known(), asked.path) : valuesAt(known(), asked.path);
    return options.length === 0
      ? null
      : { from: context.pos - asked.word.length, options, validFor: /^[\p{L}\p{N}_]*$/u };
  };
}

interface Asked {
  readonly kind: "key" | "value";
  /** Of the map that gets a key, or of the value. */
  readonly path: Path;
  readonly word: string;
}

/** What is being typed at the end of ``before``, below ``lines``. */
export function askedFor(lines: readonly string[], before: string): Asked | null {
  if (/(^|\s)#/.test(before)) return null;
  const inBraces = /(\{|,)\s*(?:([\p{L}\p{N}_]+)\s*:\s*)?([^{},:[\]]*)$/u.exec(before);
  const open = before.lastIndexOf("{") > before.lastIndexOf("}");
  if (open && inBraces) {
    const holder = pathOfLine(lines, before.slice(0, before.lastIndexOf("{")).trimEnd());
    const [, , key, rest = ""] = inBraces;
    if (key === undefined) return { kind: "key", path: holder, word: rest.trimStart() };
    return { kind: "value", path: [...holder, key], word: lastWord(rest) };
  }
  const value = /^\s*(?:- )*([\p{L}\p{N}_]+):\s+(.*)$/u.exec(before);
  if (value) return { kind: "value", path: pathOfLine(lines, before), word: lastWord(value[2] ?? "") };
  const key = /^(\s*(?:- )*)([\p{L}\p{N}_]*)$/u.exec(before);
  return key ? { kind: "key", path: pathOfLine(lines, `${key[1]}x:`).slice(0, -1), word: key[2] ?? "" } : null;
}

function lastWord(text: string): string {
  return /[\p{L}\p{N}_]*$/u.exec(text)?.[0] ?? "";
}

/** The path of the key that ``line`` begins with, found by the indentation of the lines above. */
function pathOfLine(lines: readonly string[], line: string): Path {
  const path: (string | number)[] = [];
  let least = Number.POSITIVE_INFINITY;
  const take = (one: string) => {
    const found = /^(\s*)((?:- +)*)(?:([\p{L}\p{N}_]+)\s*:)?/u.exec(one);
    if (!found || one.trim() === "" || one.trim().startsWith("#")) return;
    const [, indent = "", dashes = "", key] = found;
    if (key !== undefined && indent.length + dashes.length < least) {
      path.unshift(key);
      least = indent.length + dashes.length;
    }
    if (dashes !== "" && indent.length < least) {
      path.unshift(0);
      least = indent.length;
    }
  };
  take(line);
  for (let index = lines.length - 1; index >= 0 && least > 0; index -= 1) take(lines[index] ?? "");
  return path;
}

function keysAt(known: Known, path: Path): Completion[] {
  const schema = schemaAt(known.schema, path, known.data);
  const shapes = schema?.anyOf ?? (schema ? [schema] : []);
  return shapes
    .flatMap((one) => Object.entries(one.properties ?? {}))
    .map(([key, one]) => ({
      label: key,
      type: "property",
      apply: `${key}: `,
      detail: one["x-expects"]?.[known.language === "en" ? "en" : "zh"],
    }));
}

function valuesAt(known: Known, path: Path): Completion[] {
  const schema = schemaAt(known.schema, path, known.data);
  if (!schema) return [];
  const shape = shapeOf(schema, undefined);
  if (shape.enum) return shape.enum.map((label) => ({ label, type: "enum" }));
  if (kindOf(shape) === "flag") return ["true", "false"].map((label) => ({ label, type: "keyword" }));
  return kindOf(shape) === "formula" ? [...namesIn(known), ...calls(known)] : [];
}

const NAMED = ["inputs", "attributes", "parameters", "measures", "metrics"];

function namesIn({ data, language }: Known): Completion[] {
  return NAMED.flatMap((section) => {
    const entries = isMapping(data) ? data[section] : undefined;
    if (!isMapping(entries)) return [];
    return Object.entries(entries).map(([id, entry]) => ({
      label: id,
      type: "variable",
      detail: isMapping(entry) ? labelIn(language, entry.label as Label) : "",
    }));
  });
}

function calls({ functions, language }: Known): Completion[] {
  return functions.map((one) => ({
    label: one.name,
    type: "function",
    apply: `${one.name}(`,
    detail: one.signature,
    info: labelIn(language, one.doc),
  }));
}
