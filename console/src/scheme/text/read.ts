/**
 * A rule set's text, read. The text is the one truth: whatever forms show is read from it, whatever they change is
 * written into it ({@link ./edits}), so that nothing anybody wrote is lost, neither comments nor layout.
 */
import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from "yaml";
import { isMapping, type Plain } from "../data";
import { withoutCommasOfCalls } from "./calls";
import { type Piece, type Pieces, pieceFor, piecesOf, type Read, readAsPiece } from "./pieces";

export type Path = readonly (string | number)[];

export interface Scheme {
  readonly text: string;
  /** What the text says; null while it cannot be read. Numbers are numbers, formulas and percentages are text. */
  readonly data: { readonly [key: string]: Plain } | null;
  /** Where it cannot be read, first place first. */
  readonly flaws: readonly Flaw[];
  /** The whole text as nodes, read when first asked for. */
  readonly root: Node | null;
  /** The same by pieces; null where the text is not laid out for it. */
  readonly pieces: Pieces | null;
}

export interface Flaw {
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

/** An edit reads the text that is shown, and the editor reads what the edit made: nothing is read twice. */
const RECENT: Scheme[] = [];
const MOST_RECENT = 4;

export function readScheme(text: string): Scheme {
  const known = RECENT.find((one) => one.text === text);
  if (known) return known;
  const scheme = readAnew(text);
  RECENT.unshift(scheme);
  RECENT.length = Math.min(RECENT.length, MOST_RECENT);
  return scheme;
}

function readAnew(text: string): Scheme {
  grow();
  const pieces = piecesOf(text, readPiece);
  if (pieces === null) return readWhole(text);
  let whole: Scheme | null = null;
  return {
    text,
    data: pieces.data,
    flaws: [],
    pieces,
    get root() {
      whole ??= readWhole(text);
      return whole.root;
    },
  };
}

/** Without taking the text apart: what any other way of reading must agree with. */
export function readWhole(text: string): Scheme {
  const document = withoutCommasOfCalls(text, parsed);
  const root = document.contents;
  const flaws = document.errors.map(({ message, pos }) => ({ message, from: pos[0], to: pos[1] }));
  if (flaws.length === 0 && !isMap(root)) flaws.push({ message: "", from: 0, to: 0 });
  const data = flaws.length === 0 ? (plainOf(root, text) as Scheme["data"]) : null;
  return { text, data, flaws, root, pieces: null };
}

/** Pieces of the texts that were read last, in two generations: what is not used by one of some readings is let go. */
let young = new Map<string, Read | null>();
let old = new Map<string, Read | null>();
const READINGS = 8;
let readings = 0;

function grow() {
  readings += 1;
  if (readings % READINGS !== 0) return;
  old = young;
  young = new Map();
}

function readPiece(text: string): Read | null {
  let piece = young.get(text) ?? old.get(text);
  if (piece === undefined) {
    const document = withoutCommasOfCalls(text, parsed);
    const isFlawed = document.errors.length > 0;
    piece = isFlawed ? null : readAsPiece(text, document.contents, (node) => plainOf(node, text));
  }
  young.set(text, piece);
  return piece;
}

/** A part of a text, read by itself as a text of its own. */
export interface Part {
  readonly part: Scheme;
  /** The path within it. */
  readonly inner: Path;
  readonly from: number;
  readonly to: number;
}

/** The smallest part of the text that was read by itself and holds what ``path`` leads to. */
export function partWith(scheme: Scheme, path: Path): Part | null {
  const found = scheme.pieces && pieceFor(scheme.pieces, path);
  return found ? partOf(scheme.text, found.piece, found.inner) : null;
}

/** The last entry of the section into which ``path`` would put a new one. */
export function partBeside(scheme: Scheme, path: Path): Part | null {
  const entries = path.length === 2 ? scheme.pieces?.sections.get(String(path[0]))?.entries : null;
  const last = entries && !entries.has(String(path[1])) ? [...entries.values()].at(-1) : undefined;
  return last ? partOf(scheme.text, last, path.slice(1)) : null;
}

function partOf(whole: string, { from, to, read: known }: Piece, inner: Path): Part | null {
  const text = whole.slice(from, to);
  const read = known ?? readPiece(text);
  if (read === null) return null;
  const data = { [read.key]: read.value };
  return { part: { text, data, flaws: [], root: read.root, pieces: null }, inner, from, to };
}

function parsed(text: string): Document.Parsed {
  // Without a schema of types: what is a number is decided by our own grammar, below.
  return parseDocument(text, { schema: "failsafe", keepSourceTokens: true, prettyErrors: false, logLevel: "silent" });
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** A scalar as the language reads it: ``NO``, ``1:30`` and ``010`` are the text that they look like. */
export function meaning(source: string): Plain {
  if (source === "" || source === "~" || source === "null") return null;
  if (source === "true" || source === "false") return source === "true";
  return NUMBER.test(source) ? Number(source) : source;
}

export function plainOf(node: unknown, text: string): Plain {
  if (isMap(node)) return Object.fromEntries(node.items.map((pair) => [keyOf(pair.key), plainOf(pair.value, text)]));
  if (isSeq(node)) return node.items.map((item) => plainOf(item, text));
  if (isScalar(node)) return isBare(node) ? meaning(written(node, text)) : String(node.value);
  return isAlias(node) ? `*${node.source}` : null;
}

/** The text of a scalar as its author wrote it, without quotes: what a field shows. */
export function written(node: unknown, text: string): string {
  if (!isScalar(node)) return "";
  if (!isBare(node)) return String(node.value ?? "");
  const [from, to] = node.range ?? [0, 0];
  // On several lines YAML folds a bare text into one.
  const source = text.slice(from, to).trim();
  return source.includes("\n") ? String(node.value ?? "") : source;
}

function isBare(node: { type?: string }): boolean {
  return node.type === "PLAIN" || node.type === undefined;
}

export function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value ?? "") : String(key ?? "");
}

/** The node at ``path``; undefined where there is none. */
export function nodeAt(scheme: Scheme, path: Path): Node | undefined {
  let node: unknown = scheme.root;
  for (const part of path) {
    if (isMap(node)) node = pairIn(node, String(part))?.value;
    else if (isSeq(node)) node = node.items[Number(part)];
    else return undefined;
  }
  return isPair(node) || node === null ? undefined : (node as Node | undefined);
}

export function pairIn(map: YAMLMap, key: string) {
  return map.items.find((pair) => keyOf(pair.key) === key);
}

/** What a field at ``path`` shows; undefined where nothing is written. */
export function writtenAt(scheme: Scheme, path: Path): string | undefined {
  if (dataAt(scheme, path) === undefined) return undefined;
  const { part, inner } = partWith(scheme, path) ?? { part: scheme, inner: path };
  const node = nodeAt(part, inner);
  return isScalar(node) ? written(node, part.text) : undefined;
}

export function dataAt(scheme: Scheme, path: Path): Plain | undefined {
  let data: Plain | undefined = scheme.data;
  for (const part of path) {
    if (typeof data !== "object" || data === null) return undefined;
    data = (data as { readonly [key: string]: Plain | undefined })[part];
  }
  return data;
}

/** Where ``path`` stands in the text: its key and value, or as much of the way there as exists. */
export function placeOf(scheme: Scheme, path: Path): { readonly from: number; readonly to: number } {
  let node: unknown = scheme.root;
  let place = { from: 0, to: 0 };
  for (const part of path) {
    if (isMap(node)) {
      const pair = pairIn(node, String(part));
      const key = pair?.key as Node | undefined;
      if (!pair || !key?.range) return place;
      const end = (pair.value as Node | null)?.range?.[1] ?? key.range[1];
      place = { from: key.range[0], to: Math.max(end, key.range[1]) };
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(part)] as Node | undefined;
      if (!item?.range) return place;
      place = { from: item.range[0], to: item.range[1] };
      node = item;
    } else return place;
  }
  return place;
}

/** What stands at a position of the text. */
export function pathAt(scheme: Scheme, position: number): Path {
  const path: (string | number)[] = [];
  let node: unknown = scheme.root;
  for (;;) {
    if (isMap(node)) {
      const pair = node.items.findLast((one) => ((one.key as Node).range?.[0] ?? Infinity) <= position);
      if (!pair) return path;
      path.push(keyOf(pair.key));
      node = pair.value;
    } else if (isSeq(node)) {
      const index = node.items.findLastIndex((one) => ((one as Node).range?.[0] ?? Infinity) <= position);
      if (index < 0) return path;
      path.push(index);
      node = node.items[index];
    } else return path;
  }
}

/**
 * The path of a place as the server tells it. A key may hold dots itself, as in ``tests[0].expect.payout.net``: where
 * the document has such a key, it is meant.
 */
export function pathIn(data: Plain, told: string): Path {
  const path: (string | number)[] = [];
  let here: Plain | undefined = data;
  let rest = told;
  while (rest !== "") {
    const keys: readonly string[] = isMapping(here) ? Object.keys(here) : [];
    const key: string | undefined = keys
      .filter((one) => rest === one || rest.startsWith(`${one}.`) || rest.startsWith(`${one}[`))
      .sort((one, other) => other.length - one.length)[0];
    const index = /^\[(\d+)\]/.exec(rest);
    if (key === undefined && index === null) return [...path, ...pathOf(rest)];
    const part: string | number = key ?? Number(index?.[1]);
    path.push(part);
    rest = rest.slice(key === undefined ? (index?.[0].length ?? 0) : key.length).replace(/^\./, "");
    here = (here as { readonly [key: string]: Plain | undefined } | null)?.[part];
  }
  return path;
}

/** ``metrics.conversion.points.bands[2]`` ⇄ ["metrics", "conversion", "points", "bands", 2]. */
export function pathOf(told: string): Path {
  return [...told.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)].map(([, index, quoted, name]) =>
    index !== undefined ? Number(index) : quoted !== undefined ? (JSON.parse(`"${quoted}"`) as string) : (name ?? ""),
  );
}
