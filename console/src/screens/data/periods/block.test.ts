import { expect, test } from "vitest";
import { block } from "./block";

const PEOPLE = ["u1", "u2", "u3"];
const INPUTS = ["marks", "rate"];

test("a block covers the cells from its corner on", () => {
  const cells = block(
    [
      ["4.5", " 2% "],
      ["", "3%"],
    ],
    1,
    0,
    PEOPLE,
    INPUTS,
  );
  expect(cells).toEqual([
    { person: "u2", input: "marks", text: "4.5" },
    { person: "u2", input: "rate", text: "2%" },
    { person: "u3", input: "rate", text: "3%" },
  ]);
});

test("what reaches beyond the sheet is left out", () => {
  expect(block([["1", "2"], ["3"]], 2, 1, PEOPLE, INPUTS)).toEqual([{ person: "u3", input: "rate", text: "1" }]);
});
