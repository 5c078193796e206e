import { expect, test } from "vitest";
import { following, orderOf, sortOf, USUAL } from "./order";

test("what is clicked is asked of the API and shown in the head", () => {
  expect(sortOf({ columnKey: "metric:speed", order: "descend" })).toBe("-metric:speed");
  expect(sortOf({ columnKey: "name", order: "ascend" })).toBe("name");
  expect(sortOf({ columnKey: "net" })).toBe("-score");
  expect([orderOf("-net", "net"), orderOf("net", "net"), orderOf("-net", "score")]).toEqual([
    "descend",
    "ascend",
    null,
  ]);
});

test("a click leads from the largest first to the smallest first and back; names begin with the first", () => {
  const of = (key: string) => [following(USUAL, key), following(`-${key}`, key), following(key, key)];
  expect(of("net")).toEqual(["-net", "net", USUAL]);
  expect(of("name")).toEqual(["name", USUAL, "-name"]);
});
