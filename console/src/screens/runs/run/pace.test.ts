import { expect, test } from "vitest";
import type { Run } from "@/api/queries/runs";
import { makePace } from "./pace";

const run = (done: number, state = "running") =>
  ({ state, stage: "score", people: { total: 100, done } }) as unknown as Run;

test("while nothing moves it looks ever more seldom, and at once again when something does", () => {
  const pace = makePace();
  expect([pace(run(0), 1), pace(run(0), 2), pace(run(0), 3)]).toEqual([600, 900, 1350]);
  expect(pace(run(40), 4)).toBe(600);
});

test("however often it is asked about one answer, the wait is the same, and it never gets longer than eight seconds", () => {
  const pace = makePace();
  expect([pace(run(0), 1), pace(run(0), 1), pace(run(0), 1)]).toEqual([600, 600, 600]);
  const waits = Array.from({ length: 20 }, (_, answers) => pace(run(0), answers + 2));
  expect(waits.at(-1)).toBe(8000);
});

test("what is over is not looked at again", () => {
  expect(makePace()(run(100, "done"), 1)).toBe(false);
});
