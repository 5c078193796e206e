import { expect, test } from "vitest";
import { beginWith, GESTURE, type History, type Step, stepped } from "./history";

function after(...steps: Step[]): History {
  return steps.reduce(stepped, beginWith("a"));
}

const change = (text: string, what = "", at = 0): Step => ({ kind: "change", text, what, at });
const UNDO: Step = { kind: "undo" };
const REDO: Step = { kind: "redo" };

test("what was undone comes back, until something else is changed", () => {
  expect(after(change("b"), change("c"), UNDO, UNDO).text).toBe("a");
  expect(after(change("b"), change("c"), UNDO, UNDO, REDO).text).toBe("b");
  expect(after(change("b"), UNDO, change("x"), REDO).text).toBe("x");
  expect(after(UNDO, REDO).text).toBe("a");
});

test("letters typed into one field in a row are one change", () => {
  const typing = after(change("b", "name", 0), change("bc", "name", 400), change("bcd", "name", 900));
  expect(stepped(typing, UNDO).text).toBe("a");
  expect(stepped(after(change("b", "name", 0), change("c", "weight", 100)), UNDO).text).toBe("b");
  expect(stepped(after(change("b", "name", 0), change("c", "name", 5000)), UNDO).text).toBe("b");
});

test("a movement of the hand is one change, however long it takes", () => {
  const drag = `${GESTURE}corner 1`;
  expect(stepped(after(change("b", drag, 0), change("c", drag, 9000)), UNDO).text).toBe("a");
  expect(stepped(after(change("b", drag, 0), change("c", `${GESTURE}corner 2`, 10)), UNDO).text).toBe("b");
});

test("a change to the same text is none", () => {
  expect(after(change("a")).past).toEqual([]);
});
