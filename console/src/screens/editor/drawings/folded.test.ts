import { expect, test } from "vitest";
import { type Case, folded } from "./folded";

const of = (...given: [Case["value"], Case["gives"]][]): Case[] =>
  given.map(([value, gives]) => ({ value, gives, label: { zh: `第 ${value} 名`, en: `place ${value}` } }));
const told = (cases: Case[], marked?: Case["value"]) =>
  folded(cases, marked).map(({ first, last }) => (first === last ? `${first.value}` : `${first.value}–${last.value}`));

test("places that give the same are one line, a few of them are not", () => {
  expect(told(of([1, 300], [2, 200], [3, 0], [4, 0], [5, 0], [6, 0], [7, 0]))).toEqual(["1", "2", "3–7"]);
  expect(told(of([1, 300], [2, 0], [3, 0], [4, 0]))).toEqual(["1", "2", "3", "4"]);
});

test("the place of whoever is tried stands by itself", () => {
  expect(told(of([1, 5], [2, 5], [3, 5], [4, 5], [5, 5], [6, 5]), 5)).toEqual(["1–4", "5", "6"]);
});

test("choices are never put together", () => {
  expect(told(of(["a", 1], ["b", 1], ["c", 1], ["d", 1], ["e", 1]))).toEqual(["a", "b", "c", "d", "e"]);
});
