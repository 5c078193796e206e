/** Every template of the library, through every change that forms make. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Plain } from "../data";
import { insert, move, remove, rename, set } from "./edits";
import { dataAt, type Path, placeOf, readScheme, type Scheme, writtenAt } from "./read";
import { typed } from "./render";

const LIBRARY = fileURLToPath(new URL("../../../../templates_library", import.meta.url));
const FILES = readdirSync(LIBRARY, { recursive: true, encoding: "utf-8" }).filter((name) =>
  name.endsWith("rule-set.yaml"),
);

function* pathsOf(data: Plain, path: Path = []): Generator<Path> {
  yield path;
  if (typeof data !== "object" || data === null) return;
  for (const [key, value] of Object.entries(data))
    yield* pathsOf(value, [...path, Array.isArray(data) ? Number(key) : key]);
}

/** A few places of each template, others in each: all places of all templates take minutes. */
function sample(paths: readonly Path[], offset: number): readonly Path[] {
  const step = Math.ceil(paths.length / 5);
  return paths.filter((_, index) => (index + offset) % step === 0);
}

function comments(text: string): string[] {
  return [...text.matchAll(/(?:^|\s)#[^\n]*/g)].map(([one]) => one.trim()).sort();
}

function read(text: string): NonNullable<Scheme["data"]> {
  const { data, flaws } = readScheme(text);
  expect(flaws).toEqual([]);
  return structuredClone(data) as NonNullable<Scheme["data"]>;
}

function holderIn(data: Plain, path: Path): { [key: string]: Plain } & Plain[] {
  return path.slice(0, -1).reduce((sofar, key) => (sofar as never)[key], data) as never;
}

test("there are templates", () => {
  expect(FILES.length).toBeGreaterThan(15);
});

describe.each(FILES)("%s", (file) => {
  const text = readFileSync(`${LIBRARY}/${file}`, "utf-8");
  const scheme = readScheme(text);
  const paths = sample(
    [...pathsOf(scheme.data)].filter((path) => path.length > 0),
    FILES.indexOf(file) * 7,
  );

  test("writing a field as it stands changes no letter", () => {
    for (const path of paths) {
      const source = writtenAt(scheme, path);
      if (source === undefined || dataAt(scheme, path) === null) continue;
      const { from, to } = placeOf(scheme, path);
      if (/["'|>]/.test(text.slice(from, to)) || source.includes(",")) {
        expect(read(set(text, path, dataAt(scheme, path) as never))).toEqual(scheme.data);
      } else expect(set(text, path, typed(source)), path.join(".")).toBe(text);
    }
  });

  test("another value at a field changes only that", () => {
    for (const path of paths) {
      const wanted = structuredClone(scheme.data) as never;
      holderIn(wanted, path)[path.at(-1) as never] = "changed" as never;
      const changed = set(text, path, typed("changed"));
      expect(read(changed), path.join(".")).toEqual(wanted);
      if (writtenAt(scheme, path) !== undefined) expect(comments(changed)).toEqual(comments(text));
    }
  });

  test("an entry that goes leaves all others", () => {
    for (const path of paths) {
      const wanted = structuredClone(scheme.data) as never;
      const holder = holderIn(wanted, path);
      if (Array.isArray(holder)) holder.splice(path.at(-1) as number, 1);
      else delete holder[path.at(-1) as string];
      const changed = remove(text, path);
      expect(changed === "" ? {} : read(changed), path.join(".")).toEqual(wanted);
    }
  });

  test("entries come at the beginning, and at the end", () => {
    for (const path of paths) {
      const there = dataAt(scheme, path);
      if (typeof there !== "object" || there === null) continue;
      const wanted = structuredClone(scheme.data) as never;
      const holder = holderIn(wanted, path);
      const own = holder[path.at(-1) as never] as unknown;
      let changed: string;
      if (Array.isArray(own)) {
        own.unshift({ id: "first" });
        own.push({ id: "last", note: "a: b" });
        changed = insert(text, path, 0, { id: "first" });
        changed = insert(changed, path, own.length - 1, { id: "last", note: "a: b" });
      } else {
        Object.assign(own as object, { added: { x: 1, y: [1, 2] } });
        changed = set(text, [...path, "added"], { x: 1, y: [1, 2] });
      }
      expect(read(changed), path.join(".")).toEqual(wanted);
      expect(comments(changed)).toEqual(comments(text));
    }
  });

  test("an order that is changed and changed back loses nothing", () => {
    for (const path of paths) {
      const there = dataAt(scheme, path);
      const keys = typeof there === "object" && there !== null ? Object.keys(there) : [];
      if (keys.length < 2) continue;
      const last = keys.length - 1;
      const moved = move(text, path, last, 0);
      const shown = dataAt(readScheme(moved), path);
      const values = Object.values(there as object);
      expect(Object.values(shown as object), path.join(".")).toEqual([values[last], ...values.slice(0, -1)]);
      expect(comments(moved)).toEqual(comments(text));
      expect(read(move(moved, path, 0, last))).toEqual(scheme.data);
    }
  });

  test("a key by another name keeps its place", () => {
    for (const path of paths.filter((one) => typeof one.at(-1) === "string")) {
      const changed = rename(text, path, "renamed_key");
      const before = Object.keys(dataAt(scheme, path.slice(0, -1)) as object);
      const after = Object.keys(dataAt(readScheme(changed), path.slice(0, -1)) as object);
      expect(after).toEqual(before.map((key) => (key === path.at(-1) ? "renamed_key" : key)));
    }
  });
});
