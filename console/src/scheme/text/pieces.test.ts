import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import * as yaml from "yaml";
import { insert, move, remove, rename, set } from "./edits";
import { dataAt, type Path, readScheme, readWhole } from "./read";
import { typed } from "./render";

// What counts how often anything is read.
vi.mock("yaml", async (importOriginal) => {
  const original = await importOriginal<typeof yaml>();
  return { ...original, parseDocument: vi.fn(original.parseDocument) };
});

const LIBRARY = join(import.meta.dirname, "../../../../templates_library");
const TEMPLATES = readdirSync(LIBRARY, { recursive: true, encoding: "utf-8" })
  .filter((file) => file.endsWith("rule-set.yaml"))
  .map((file) => [file, readFileSync(join(LIBRARY, file), "utf-8")] as const);

describe.each(TEMPLATES)("%s", (_, text) => {
  test("says by pieces what it says as a whole", () => {
    const scheme = readScheme(text);
    expect(scheme.pieces).not.toBeNull();
    expect(scheme.data).toEqual(readWhole(text).data);
    expect(Object.keys(scheme.data ?? {})).toEqual(Object.keys(readWhole(text).data ?? {}));
  });
});

describe.each(TEMPLATES.filter((_, index) => index % 4 === 0))("%s", (_, text) => {
  test("is changed by pieces as it is as a whole", () => {
    // Behind the mark of a document a text is not taken apart.
    const mark = "---\n";
    expect(readScheme(mark + text).pieces).toBeNull();
    const paths = pathsIn(readScheme(text).data);
    for (const path of paths.filter((_, index) => index % Math.ceil(paths.length / 4) === 1)) {
      const changes = [
        (one: string) => set(one, path, typed("a + b")),
        (one: string) => set(one, [...path.slice(0, -1), "added"], { x: 1 }),
        (one: string) => remove(one, path),
        (one: string) => rename(one, path, "renamed"),
        (one: string) => insert(one, path.slice(0, -1), 0, 5),
        (one: string) => move(one, path.slice(0, -1), 1, 0),
      ];
      for (const change of changes) {
        const told = `${path.join(".")} ${change}`;
        expect(
          outcome(() => mark + change(text)),
          told,
        ).toBe(outcome(() => change(mark + text)));
      }
    }
  });

  test("damaged in any way says what it says as a whole", () => {
    const random = randomFrom(text.length);
    const signs = [
      "\n",
      " ",
      "  ",
      ":",
      ": ",
      "{",
      "}",
      "[",
      "]",
      '"',
      "'",
      "#",
      "- ",
      "&a ",
      "*a",
      "|",
      ">",
      "?",
      "!",
      "\t",
      ",",
    ];
    for (let round = 0; round < 6; round += 1) {
      const at = Math.floor(random() * text.length);
      const gone = Math.floor(random() * 3) * Math.floor(random() * 9);
      const damaged = text.slice(0, at) + signs[Math.floor(random() * signs.length)] + text.slice(at + gone);
      expect(readScheme(damaged).data, damaged.slice(at - 40, at + 40)).toEqual(readWhole(damaged).data);
    }
  });
});

test("texts that cannot be taken apart with certainty are read as a whole", () => {
  const doubtful = ["a: 1\na: 2\n", "? a\n: b\n", "m:\n  a: 1\n  a: 2\n", "m:\n  a: {b: 1,\n  c: 2}\n", "a: [\n1\n]\n"];
  for (const text of doubtful) {
    expect(readScheme(text).pieces, text).toBeNull();
    expect(readScheme(text).data, text).toEqual(readWhole(text).data);
  }
  const strange = [
    "a: &x 1\nb: *x\n",
    "tiers:\n- id: x\n- id: y\n",
    "m:\n  a:\n  - 1\n  - 2\n",
    "a: |\n  x: 1\n\n  # no comment\nb: 2\n",
    "a: x\n# c\n\nb:\n# d\n  c: 1\n",
  ];
  for (const text of strange) {
    expect(readScheme(text).pieces, text).not.toBeNull();
    expect(readScheme(text).data, text).toEqual(readWhole(text).data);
  }
});

describe("with two hundred metrics", () => {
  const entry = (index: number) => `  m${index}:\n    value: a${index}   # why\n    weight: 0.5%\n    points: as_is\n`;
  const text = `id: x\nmetrics:\n${Array.from({ length: 200 }, (_, index) => entry(index)).join("")}tiers: []\n`;
  beforeEach(() => {
    readScheme(text);
    vi.mocked(yaml.parseDocument).mockClear();
  });

  test("a letter makes the console read its own metric once, and nothing else", () => {
    let typing = text;
    for (const weight of ["1%", "12%", "12.5%"]) {
      typing = set(typing, ["metrics", "m120", "weight"], typed(weight));
      expect(dataAt(readScheme(typing), ["metrics", "m120", "weight"])).toBe(weight);
    }
    const read = vi.mocked(yaml.parseDocument).mock.calls.map(([one]) => one);
    expect(read).toHaveLength(3);
    for (const one of read) expect(one).toMatch(/^ {2}m120:/);
  });

  test("entries that did not change are the same objects as before", () => {
    const before = readScheme(text).data?.metrics as Record<string, unknown>;
    const after = readScheme(set(text, ["metrics", "m3", "weight"], typed("9%"))).data?.metrics as typeof before;
    expect(after.m3).not.toBe(before.m3);
    expect(Object.keys(after).filter((id) => after[id] !== before[id])).toEqual(["m3"]);
  });
});

function outcome(change: () => string): string {
  try {
    return change();
  } catch (thrown) {
    return String(thrown);
  }
}

function pathsIn(data: unknown, path: Path = []): Path[] {
  if (typeof data !== "object" || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => {
    const inner = [...path, Array.isArray(data) ? Number(key) : key];
    return [inner, ...pathsIn(value, inner)];
  });
}

/** Numbers that look random and are the same every time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
