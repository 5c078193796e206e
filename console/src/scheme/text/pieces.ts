/**
 * A rule set's text in pieces that can be read by themselves: the sections, and the entries of those that hold named
 * entries. What a change did not touch is not read again; with hundreds of metrics, reading everything takes longer than
 * a letter may.
 *
 * A text is taken apart only where that is certain to give what reading it as a whole gives. For any doubt the answer is
 * null, and the text is read as a whole.
 */
import { isMap, isScalar, type Node } from "yaml";
import type { Plain } from "../data";

/** A piece of text that was read: one key with its value. */
export interface Read {
  readonly text: string;
  readonly key: string;
  readonly value: Plain;
  readonly root: Node;
}

export interface Piece {
  readonly from: number;
  readonly to: number;
  /** What was read; null for a section that was not, because its entries were. */
  readonly read: Read | null;
  /** The section's entries by key, in their order. */
  readonly entries: ReadonlyMap<string, Piece> | null;
}

export interface Pieces {
  readonly sections: ReadonlyMap<string, Piece>;
  readonly data: { readonly [key: string]: Plain };
}

export type Reading = (text: string) => Read | null;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A section's own line: a plain key with nothing behind it. */
const HEADING = /^([^\s#'"[\]{}&*!|>%@`,:?-][^\s#:]*):[ \t]*(?:#[^\n]*)?\r?\n/;

export function piecesOf(text: string, reading: Reading): Pieces | null {
  const spans = startsAt(text, 0, 0);
  if (spans === null) return null;
  const sections = new Map<string, Piece>();
  const data: [string, Plain][] = [];
  for (const span of spans) {
    const found = entriesOf(text, span, reading) ?? whole(text, span, reading);
    if (found === null || sections.has(found.key)) return null;
    sections.set(found.key, found.piece);
    data.push([found.key, found.value]);
  }
  return { sections, data: Object.fromEntries(data) };
}

interface Found {
  readonly key: string;
  readonly piece: Piece;
  readonly value: Plain;
}

function whole(text: string, { from, to }: Span, reading: Reading): Found | null {
  const read = reading(text.slice(from, to));
  return read && { key: read.key, value: read.value, piece: { from, to, read, entries: null } };
}

/** A section as its entries; null where it has none, or where they cannot be told apart with certainty. */
function entriesOf(text: string, { from, to }: Span, reading: Reading): Found | null {
  const start = firstLine(text, from, to);
  const heading = HEADING.exec(text.slice(start, to));
  const key = heading?.[1];
  if (!heading || key === undefined) return null;
  const first = start + heading[0].length;
  const indent = indentOf(text, first, to);
  const spans = indent > 0 ? startsAt(text.slice(0, to), first, indent) : null;
  if (spans === null) return null;
  const entries = new Map<string, Piece>();
  const value: [string, Plain][] = [];
  for (const span of spans) {
    const read = reading(text.slice(span.from, span.to));
    if (read === null || entries.has(read.key)) return null;
    entries.set(read.key, { ...span, read, entries: null });
    value.push([read.key, read.value]);
  }
  return { key, value: Object.fromEntries(value), piece: { from, to, read: null, entries } };
}

/**
 * The spans of the keys at ``indent`` from ``from`` on, each to the beginning of the next; what stands before the first
 * goes with it. Null where a line is neither such a key nor further inside.
 */
function startsAt(text: string, from: number, indent: number): Span[] | null {
  const starts: number[] = [];
  for (let line = from; line < text.length; ) {
    const end = text.indexOf("\n", line);
    const next = end < 0 ? text.length : end + 1;
    let at = line;
    while (text[at] === " ") at += 1;
    const sign = text[at];
    const isBlank = at >= next || sign === "\n" || sign === "\r" || sign === "#";
    if (!isBlank && at - line <= indent) {
      const isItem = sign === "-" && /\s/.test(text[at + 1] ?? "\n");
      if (at - line < indent || /[\t?:%]/.test(sign ?? "") || text.startsWith("---", at) || text.startsWith("...", at))
        return null;
      if (!isItem) starts.push(line);
      else if (starts.length === 0) return null;
    }
    line = next;
  }
  return starts.length === 0
    ? null
    : starts.map((start, index) => ({ from: index === 0 ? from : start, to: starts[index + 1] ?? text.length }));
}

/** Where the first line begins that says something. */
function firstLine(text: string, from: number, to: number): number {
  let line = from;
  while (line < to && /^[ ]*(#|\r?\n)/.test(text.slice(line, line + 200))) {
    const end = text.indexOf("\n", line);
    if (end < 0) return to;
    line = end + 1;
  }
  return line;
}

function indentOf(text: string, from: number, to: number): number {
  const line = firstLine(text, from, to);
  let at = line;
  while (at < to && text[at] === " ") at += 1;
  return at < to ? at - line : 0;
}

/** What was read as one key with its value; null if it is anything else. */
export function readAsPiece(text: string, root: unknown, plain: (node: unknown) => Plain): Read | null {
  const pair = isMap(root) && root.flow !== true && root.items.length === 1 ? root.items[0] : undefined;
  if (pair === undefined || !isScalar(pair.key) || typeof pair.key.value !== "string") return null;
  return { text, key: pair.key.value, value: plain(pair.value), root: root as Node };
}

/** The piece that holds what is inside of ``path``, and the path within it: entries first, then sections. */
export function pieceFor(pieces: Pieces, path: readonly (string | number)[]) {
  const section = pieces.sections.get(String(path[0]));
  const entry = section?.entries?.get(String(path[1]));
  if (entry && path.length >= 2) return { piece: entry, inner: path.slice(1) };
  return section && { piece: section, inner: path };
}
