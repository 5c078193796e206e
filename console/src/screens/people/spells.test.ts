import { expect, test } from "vitest";
import { type Spell, stretchesOf } from "./spells";

const spell = (from: string, attributes: object, manager: string | null = null, ended = false): Spell =>
  ({ from, to: null, attributes, manager, ended }) as Spell;

test("each stretch tells what is other than before", () => {
  const told = stretchesOf([
    spell("2026-01-01", { role: "agent", wage: 5000 }, "m"),
    spell("2026-03-01", { role: "lead", wage: 5000 }),
    spell("2026-05-01", { role: "lead" }, null, true),
    spell("2026-07-01", { role: "lead", team: "夜" }),
  ]);
  expect(told.map(({ kind }) => kind)).toEqual(["begins", "changes", "leaves", "returns"]);
  expect(told[0]?.differences.map(({ what }) => what)).toEqual(["@manager", "role", "wage"]);
  expect(told[1]?.differences).toEqual([
    { what: "@manager", before: "m", after: undefined },
    { what: "role", before: "agent", after: "lead" },
  ]);
  expect(told[2]?.differences).toEqual([]);
  expect(told[3]?.differences).toEqual([{ what: "team", before: undefined, after: "夜" }]);
});
