import { expect, test } from "vitest";
import type { Preview } from "@/api/queries/tables";
import { fits, mappingOf, namedColumns, proposed, troubles, withMapping } from "./choices";

const target = (id: string, about: string, needed = false) => ({
  id,
  about,
  needed,
  label: { zh: id, en: id },
  kind: null,
  formats: [],
  choices: [],
});

const column = (name: string, found: string | null = null) => ({
  column: name,
  letter: "A",
  values: [],
  target: found,
});

const PREVIEW = {
  columns: [column("工号", "@id"), column("班组", "team"), column("备注"), column(""), column("备注")],
  targets: [target("@id", "person", true), target("team", "attribute"), target("marks", "input", true)],
} as unknown as Preview;

test("columns without a name of their own cannot be mapped", () => {
  expect(namedColumns(PREVIEW.columns).map((one) => one.column)).toEqual(["工号", "班组", "备注"]);
});

test("every column is said to the API, those that are not used as well", () => {
  const choices = proposed(PREVIEW);
  expect(mappingOf(choices, "people", { headerRow: 2 })).toEqual({
    columns: { 工号: "@id", 班组: "team", 备注: null },
    header_row: 2,
  });
  expect(mappingOf({ ...choices, 备注: { target: "note", format: "x" } }, "dataset", {})).toEqual({
    columns: { "@id": "工号", team: "班组", note: { column: "备注", format: "x" } },
  });
  expect(mappingOf(choices, "dataset", {})).toMatchObject({ leave_out: ["备注"] });
});

test("a saved mapping speaks first and is offered for files with its columns", () => {
  const saved = { columns: { 备注: "team", 工号: "@id", 旧列: null } };
  expect(fits(PREVIEW, "people", saved)).toBe(true);
  expect(withMapping(PREVIEW, "people", saved)).toEqual({
    工号: { target: "@id" },
    // Its target is taken.
    班组: { target: null },
    备注: { target: "team" },
  });
  expect(fits(PREVIEW, "people", { columns: { 城市: "city" } })).toBe(false);
  expect(fits(PREVIEW, "people", {})).toBe(false);
});

test("a mapping of a dataset comes back as it was chosen", () => {
  const choices = {
    工号: { target: "agent" },
    班组: { target: "kind", values: { 简单: "simple" } },
    备注: { target: null },
  };
  const back = withMapping(PREVIEW, "dataset", mappingOf(choices, "dataset", {}) as never);
  expect(back).toEqual({ ...choices, 班组: { target: "kind", format: undefined, values: { 简单: "simple" } } });
});

test("what is needed and what is chosen twice is told", () => {
  expect(troubles(PREVIEW, { 班组: { target: "team" }, 备注: { target: "team" } })).toEqual({
    lacking: ["@id"],
    twice: ["team"],
  });
});
