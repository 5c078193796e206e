import { expect, test } from "vitest";
import type { Issue } from "@/api/problem";
import { csvOf, groupsOf, ofEvents, ofFigures, placeOf } from "./found";

const issue = (code: string, path: string, column: number | null = null) =>
  ({ code, path, column, severity: "error", line: 1, hint: null, message: { zh: code, en: code } }) as Issue;

test("reasons are counted over everything, the most frequent first", () => {
  const found = ofFigures({
    rows: 10,
    new: 0,
    changed: 4,
    unchanged: 1,
    refused: 3,
    codes: { "input-type": 1, "input-range": 2 },
    issues: [issue("input-range", "rows[2].B", 2)],
    more: 2,
    notes: [],
    first: [{ row: 2, person: "u1", name: null, values: { marks: 4.5 }, decisions: { gift: { amount: "100" } } }],
  } as never);
  expect(groupsOf(found)).toEqual([
    { code: "input-range", count: 2 },
    { code: "input-type", count: 1 },
  ]);
  expect(found.first).toEqual([{ row: 2, cells: { "@person": "u1", marks: "4.5", "decision.gift.amount": "100" } }]);
});

test("a row and column are found in paths of both kinds", () => {
  expect(placeOf(issue("a", "rows[7].D", 4))).toEqual({ row: 7, column: 3 });
  expect(placeOf(issue("a", "rows[4].wait", 2))).toEqual({ row: 4, column: 1 });
  expect(placeOf(issue("a", "columns.wait"))).toEqual({ row: null, column: null });
});

test("no cell becomes a formula", () => {
  expect(
    csvOf([
      ["行", '=HYPERLINK("x")'],
      ["1", "a,b"],
    ]),
  ).toBe('\ufeff"行","\'=HYPERLINK(""x"")"\r\n"1","a,b"\r\n');
});

test("rows that are refused have no values, and whoever is unknown is told apart", () => {
  const found = ofEvents(
    {
      rows: 2,
      refused: 1,
      codes: { "time-text": 1, "import-column-unused": 1 },
      issues: [
        { ...issue("event-person-unknown", ""), severity: "warning" },
        { ...issue("import-column-unused", ""), severity: "advice" },
        issue("time-text", "rows[2].at", 3),
      ],
      more: 0,
      preview: [
        { row: 2, values: null, issues: [] },
        { row: 3, values: { id: "c2", wait: 12 }, issues: [] },
      ],
      strangers: [{ person: "PJSIP/1001", events: 4 }],
    } as never,
    "1",
  );
  expect(found.first).toEqual([{ row: 3, cells: { id: "c2", wait: "12" } }]);
  expect(found.notes.map(({ code }) => code)).toEqual(["import-column-unused"]);
  expect(found.strangers).toEqual([{ person: "PJSIP/1001", events: 4 }]);
  expect(groupsOf(found)).toEqual([{ code: "time-text", count: 1 }]);
});
