/**
 * Changes to a rule set's text. Each takes the text apart only where the change is: everything else stays as it was,
 * letter by letter.
 */
import { isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from "yaml";
import { keyOf, nodeAt, type Path, pairIn, partBeside, partWith, readScheme, type Scheme } from "./read";
import { entryLines, inline, isCollection, keyText, lines, type Written } from "./render";

type Collection = YAMLMap | YAMLSeq;

/** A change that the text has no place for: its way leads through a value that is neither a map nor a list. */
export class NoPlace extends Error {}

/** The text with ``value`` at ``path``, whether something stood there or not. */
export function set(text: string, path: Path, value: Written): string {
  const beside = partBeside(readable(text), path);
  // A new entry comes behind the last one, so that the others need not be read.
  if (beside) return text.slice(0, beside.from) + setIn(beside.part, beside.inner, value) + text.slice(beside.to);
  return inPart(text, path, 2, (part, inner) => setIn(part, inner, value));
}

/** The text without what stands at ``path``. A collection whose last entry goes stays, empty. */
export function remove(text: string, path: Path): string {
  return inPart(text, path, 2, removeIn);
}

/** The text with another key at ``path``. */
export function rename(text: string, path: Path, key: string): string {
  return inPart(text, path, 2, (part, inner) => renameIn(part, inner, key));
}

/** The text with ``value`` as the entry ``index`` of the list at ``path``. */
export function insert(text: string, path: Path, index: number, value: Written): string {
  return inPart(text, path, 1, (part, inner) => insertIn(part, inner, index, value));
}

/** The text with the entry ``from`` of the map or list at ``path`` moved before the place ``to`` of the others. */
export function move(text: string, path: Path, from: number, to: number): string {
  return inPart(text, path, 1, (part, inner) => moveIn(part, inner, from, to));
}

/** Changes only the part of the text that holds the place, so that only that part is read anew. */
function inPart(text: string, path: Path, least: number, edit: (part: Scheme, inner: Path) => string): string {
  const scheme = readable(text);
  const found = partWith(scheme, path);
  if (found === null || found.inner.length < least) return edit(scheme, path);
  return text.slice(0, found.from) + edit(found.part, found.inner) + text.slice(found.to);
}

function setIn(scheme: Scheme, path: Path, value: Written): string {
  const key = path.at(-1);
  if (key === undefined) throw new NoPlace("the whole document");
  const holder = nodeAt(scheme, path.slice(0, -1));
  if (isMap(holder)) {
    return pairIn(holder, String(key))
      ? replace(scheme, holder, String(key), value)
      : add(scheme, holder, String(key), value);
  }
  if (isSeq(holder)) {
    const index = Number(key);
    if (index >= holder.items.length) return insertIn(scheme, path.slice(0, -1), holder.items.length, value);
    return replaceItem(scheme, holder, index, value);
  }
  // The way there does not exist yet, or stands there empty.
  if (holder === undefined || isEmpty(holder)) {
    return setIn(scheme, path.slice(0, -1), typeof key === "number" ? [value] : { [key]: value });
  }
  throw new NoPlace(path.join("."));
}

function removeIn(scheme: Scheme, path: Path): string {
  const { text } = scheme;
  const holder = nodeAt(scheme, path.slice(0, -1));
  const index = indexIn(holder, path.at(-1));
  if (holder === undefined || index < 0) return text;
  const items = itemsOf(holder as Collection, text);
  if (items.length === 1) return setWhole(scheme, path.slice(0, -1), isSeq(holder) ? [] : {});
  const gone = items[index] as Item;
  if (isFlow(holder)) {
    const next = items[index + 1];
    const from = next ? gone.from : (items[index - 1] as Item).to;
    return text.slice(0, from) + text.slice(next ? next.from : gone.to);
  }
  if (gone.inline) {
    const next = items[index + 1] as Item;
    return text.slice(0, gone.from) + text.slice(next.from + next.margin.length);
  }
  return text.slice(0, gone.from) + text.slice(gone.to);
}

function renameIn(scheme: Scheme, path: Path, key: string): string {
  const { text } = scheme;
  const holder = nodeAt(scheme, path.slice(0, -1));
  const pair = isMap(holder) ? pairIn(holder, String(path.at(-1))) : undefined;
  const range = (pair?.key as Node | undefined)?.range;
  return range ? text.slice(0, range[0]) + keyText(key, isFlow(holder)) + text.slice(range[1]) : text;
}

function insertIn(scheme: Scheme, path: Path, index: number, value: Written): string {
  const { text } = scheme;
  const list = nodeAt(scheme, path);
  if (!isSeq(list) || list.items.length === 0) return setIn(scheme, path, [value]);
  const items = itemsOf(list, text);
  if (isFlow(list)) return insertInFlow(text, items, index, inline(value, true));
  const margin = (items[0] as Item).indent;
  const [first = "", ...rest] = lines(value, margin.length + 2);
  return insertLines(text, items, index, margin, [`- ${first}`, ...rest.map((line) => `  ${line}`)]);
}

function moveIn(scheme: Scheme, path: Path, from: number, to: number): string {
  const { text } = scheme;
  const holder = nodeAt(scheme, path) as Collection | undefined;
  if (!isMap(holder) && !isSeq(holder)) return text;
  const items = itemsOf(holder, text);
  if (from === to || !items[from] || !items[to]) return text;
  const order = items.map((_, index) => index);
  order.splice(to, 0, ...order.splice(from, 1));
  const flow = isFlow(holder);
  let told = text.slice(0, (items[0] as Item).from);
  order.forEach((source, place) => {
    const item = items[source] as Item;
    const there = items[place] as Item;
    const body = text.slice(item.from + item.margin.length, item.to);
    told += (flow || there.inline ? "" : there.indent) + (flow ? body : ended(body, place < items.length - 1));
    const next = items[place + 1];
    if (next) told += text.slice(there.to, next.from);
  });
  return told + text.slice((items.at(-1) as Item).to);
}

function ended(body: string, needed: boolean): string {
  return needed && !body.endsWith("\n") ? `${body}\n` : body;
}

function readable(text: string): Scheme {
  const scheme = readScheme(text);
  if (scheme.data === null) throw new NoPlace("the text cannot be read");
  return scheme;
}

function setWhole(scheme: Scheme, path: Path, value: Written): string {
  return path.length === 0 ? "" : setIn(scheme, path, value);
}

// --- a value in the place of another

function replace(scheme: Scheme, map: YAMLMap, key: string, value: Written): string {
  const { text } = scheme;
  const pair = pairIn(map, key);
  const colon =
    pair?.srcToken && "sep" in pair.srcToken ? pair.srcToken.sep?.find((one) => one.type === "map-value-ind") : null;
  const keyRange = (pair?.key as Node | undefined)?.range;
  if (!pair || !keyRange) throw new NoPlace(key);
  const head = colon ? colon.offset + 1 : keyRange[1];
  const old = pair.value as Node | null;
  const to = Math.max(head, old?.range ? valueEnd(text, old) : head);
  if (isFlow(map)) {
    const from = old?.range && !isEmpty(old) ? old.range[0] : head;
    const told = inline(value, true);
    return text.slice(0, from) + (from === head ? `${colon ? "" : ":"} ${told}` : told) + text.slice(to);
  }
  const indent = columnOf(text, keyRange[0]);
  const [, ...below] = entryLines(key, value, indent);
  if (below.length === 0) {
    const onLine = old?.range && !isEmpty(old) && !text.slice(head, old.range[0]).includes("\n");
    const from = onLine ? (old?.range?.[0] ?? head) : head;
    return text.slice(0, from) + (from === head ? " " : "") + inline(value, false) + text.slice(to);
  }
  const margin = " ".repeat(indent);
  return `${text.slice(0, head)}\n${below.map((line) => margin + line).join("\n")}${text.slice(to)}`;
}

function replaceItem(scheme: Scheme, list: YAMLSeq, index: number, value: Written): string {
  const { text } = scheme;
  const old = list.items[index] as Node;
  const [from] = old.range ?? [0];
  const to = valueEnd(text, old);
  if (isFlow(list) || !isCollection(value)) return text.slice(0, from) + inline(value, isFlow(list)) + text.slice(to);
  const indent = columnOf(text, from);
  return text.slice(0, from) + lines(value, indent).join(`\n${" ".repeat(indent)}`) + text.slice(to);
}

function add(scheme: Scheme, map: YAMLMap, key: string, value: Written): string {
  const { text } = scheme;
  const items = itemsOf(map, text);
  if (isFlow(map)) {
    const told = `${keyText(key, true)}: ${inline(value, true)}`;
    if (items.length > 0) return insertInFlow(text, items, items.length, told);
    const path = pathTo(scheme, map);
    return path.length === 0 ? `${entryLines(key, value, 0).join("\n")}\n` : setIn(scheme, path, { [key]: value });
  }
  const margin = (items[0] as Item).indent;
  return insertLines(text, items, items.length, margin, entryLines(key, value, margin.length));
}

// --- entries of collections

interface Item {
  /** From the first comment above it, or from itself where something stands before it on its line. */
  readonly from: number;
  /** To the end of its last line, or of itself in braces. */
  readonly to: number;
  /** Whether something stands before it on its line, as in ``- key: value``. */
  readonly inline: boolean;
  /** The indentation of its lines. */
  readonly indent: string;
  /** The part of the indentation that lies between ``from`` and ``to``. */
  readonly margin: string;
}

function itemsOf(collection: Collection, text: string): Item[] {
  const starts = startsOf(collection);
  const flow = isFlow(collection);
  const ends = collection.items.map((item, index) => {
    const [key, value] = isMap(collection)
      ? [(item as { key: Node }).key, (item as { value: Node | null }).value]
      : [null, item as Node];
    const own = Math.max(starts[index] ?? 0, key?.range?.[1] ?? 0, value?.range ? valueEnd(text, value) : 0);
    return flow ? own : lineEnd(text, own);
  });
  return collection.items.map((_, index) => {
    const start = starts[index] ?? 0;
    const to = ends[index] as number;
    const line = lineStart(text, start);
    const before = text.slice(line, start);
    const indent = " ".repeat(start - line);
    if (flow) return { from: start, to, inline: true, indent: "", margin: "" };
    if (before.trim() !== "") return { from: start, to, inline: true, indent, margin: "" };
    const from = commentsAbove(text, line, index === 0 ? 0 : (ends[index - 1] as number));
    return { from, to, inline: false, indent, margin: text.slice(from).match(/^ */)?.[0] ?? "" };
  });
}

function startsOf(collection: Collection): number[] {
  if (isMap(collection)) return collection.items.map((pair) => (pair.key as Node | null)?.range?.[0] ?? 0);
  const source = collection.srcToken;
  if (source?.type !== "block-seq") return collection.items.map((item) => (item as Node).range?.[0] ?? 0);
  return source.items.flatMap(({ start }) =>
    start.filter((one) => one.type === "seq-item-ind").map((one) => one.offset),
  );
}

function commentsAbove(text: string, line: number, least: number): number {
  let from = line;
  while (from > least) {
    const above = lineStart(text, from - 1);
    if (above < least || !/^\s*#/.test(text.slice(above, from))) break;
    from = above;
  }
  return from;
}

function insertInFlow(text: string, items: readonly Item[], index: number, told: string): string {
  const at = items[index];
  if (at) return `${text.slice(0, at.from)}${told}, ${text.slice(at.from)}`;
  const last = (items.at(-1) as Item).to;
  return `${text.slice(0, last)}, ${told}${text.slice(last)}`;
}

function insertLines(
  text: string,
  items: readonly Item[],
  index: number,
  margin: string,
  told: readonly string[],
): string {
  const block = told.map((line) => (line === "" ? "" : margin + line)).join("\n");
  const at = items[index];
  if (at?.inline) return `${text.slice(0, at.from)}${block.slice(margin.length)}\n${margin}${text.slice(at.from)}`;
  if (at) return `${text.slice(0, at.from)}${block}\n${text.slice(at.from)}`;
  const last = (items.at(-1) as Item).to;
  const gap = text.slice(0, last).endsWith("\n") ? "" : "\n";
  return `${text.slice(0, last)}${gap}${block}\n${text.slice(last)}`;
}

// --- places in the text

function valueEnd(text: string, node: Node): number {
  const [from, to] = node.range ?? [0, 0];
  if (isScalar(node) || isFlow(node)) {
    let end = to;
    while (end > from && /\s/.test(text[end - 1] ?? "")) end -= 1;
    return end;
  }
  // A block ends with its last entry; what its range has beyond that are comments and blank lines.
  const last = (node as Collection).items.at(-1);
  const inner = isMap(node)
    ? ((last as { value?: Node; key: Node }).value ?? (last as { key: Node }).key)
    : (last as Node);
  const key = isMap(node) ? ((last as { key: Node }).key.range?.[1] ?? from) : from;
  const colon = text[key] === ":" ? key + 1 : key;
  return Math.max(colon, inner?.range ? valueEnd(text, inner) : colon);
}

function isEmpty(node: Node | undefined | null): boolean {
  return !node || (isScalar(node) && node.type === "PLAIN" && (node.range?.[0] ?? 0) === (node.range?.[1] ?? 0));
}

function isFlow(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}

function indexIn(holder: Node | undefined, key: string | number | undefined): number {
  if (isMap(holder)) return holder.items.findIndex((pair) => keyOf(pair.key) === String(key));
  return isSeq(holder) && holder.items[Number(key)] !== undefined ? Number(key) : -1;
}

function pathTo(scheme: Scheme, wanted: Node): Path {
  const search = (node: unknown, path: Path): Path | null => {
    if (node === wanted) return path;
    if (isMap(node)) {
      for (const pair of node.items) {
        const found = search(pair.value, [...path, keyOf(pair.key)]);
        if (found) return found;
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const found = search(item, [...path, index]);
        if (found) return found;
      }
    }
    return null;
  };
  return search(scheme.root, []) ?? [];
}

function lineStart(text: string, position: number): number {
  return text.lastIndexOf("\n", position - 1) + 1;
}

function lineEnd(text: string, position: number): number {
  const end = text.indexOf("\n", position);
  return end < 0 ? text.length : end + 1;
}

function columnOf(text: string, position: number): number {
  return position - lineStart(text, position);
}
