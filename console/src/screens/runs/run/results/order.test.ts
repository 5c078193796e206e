import { expect, test } from "vitest";
import { orderOf, sortOf } from "./order";

test("what is clicked is asked of the API and shown in the head", () => {
  expect(sortOf({ columnKey: "metric:speed", order: "descend" })).toBe("-metric:speed");
  expect(sortOf({ columnKey: "subject", order: "ascend" })).toBe("subject");
  expect(sortOf({ columnKey: "net" })).toBe("-score");
  expect([orderOf("-net", "net"), orderOf("net", "net"), orderOf("-net", "score")]).toEqual([
    "descend",
    "ascend",
    null,
  ]);
});
