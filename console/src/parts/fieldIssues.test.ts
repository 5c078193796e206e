import { expect, test } from "vitest";
import { fieldName } from "./fieldIssues";

test.each([
  ["parameters.target", ["parameters", "target"]],
  ["scopes[2]", ["scopes", 2]],
  ["people[0].given.x", ["people", 0, "given", "x"]],
  ["", []],
])("the path %s", (path, name) => {
  expect(fieldName(path)).toEqual(name);
});
