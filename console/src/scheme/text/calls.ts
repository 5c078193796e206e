/**
 * ``{value: max(a, b), weight: 30%}``: in braces, YAML ends an unquoted text at the comma. The language puts a call
 * together again by its parentheses, so people need no quotes; here its commas are covered before YAML sees them, by a
 * character of the same length, and whoever reads a scalar reads it from the text itself.
 */
import { type Document, isScalar, visit } from "yaml";

const COVER = "，";
const MOST_ROUNDS = 50;
const MOST_CHARACTERS = 2000;

export function withoutCommasOfCalls(text: string, parse: (text: string) => Document.Parsed): Document.Parsed {
  // Most texts have no such call, and looking for one takes as long as reading.
  if (!/[{[][^\n]*[(（][^\n]*,/.test(text)) return parse(text);
  let covered = text;
  for (let round = 0; ; round += 1) {
    const document = parse(covered);
    const calls = round < MOST_ROUNDS ? openCalls(document, covered) : [];
    const next = calls.reduce((sofar, [from, to]) => cover(sofar, from, to), covered);
    if (next === covered) return document;
    covered = next;
  }
}

/** From the opening parenthesis to the closing one, of scalars in braces that end before their parentheses do. */
function openCalls(document: Document.Parsed, text: string): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  visit(document, {
    Scalar(key, node, path) {
      const inFlow = path.some((above) => "flow" in above && above.flow === true);
      if (!inFlow || key === "key" || !isScalar(node) || node.type !== "PLAIN" || !node.range) return;
      const from = openingOf(text, node.range[0], node.range[1]);
      const to = from === null ? null : closingOf(text, from);
      if (from !== null && to !== null) found.push([from, to]);
    },
  });
  return found;
}

function openingOf(text: string, from: number, to: number): number | null {
  const open: number[] = [];
  for (let at = from; at < to; at += 1) {
    if (text[at] === "(" || text[at] === "（") open.push(at);
    else if (text[at] === ")" || text[at] === "）") open.pop();
  }
  return open[0] ?? null;
}

function closingOf(text: string, from: number): number | null {
  let depth = 0;
  for (let at = from; at < Math.min(text.length, from + MOST_CHARACTERS); at += 1) {
    const one = text[at];
    if (one === "(" || one === "（") depth += 1;
    else if (one === ")" || one === "）") depth -= 1;
    else if (one === "\n" || one === "{" || one === "}") return null;
    if (depth === 0) return at;
  }
  return null;
}

function cover(text: string, from: number, to: number): string {
  return text.slice(0, from) + text.slice(from, to).replaceAll(",", COVER) + text.slice(to);
}
