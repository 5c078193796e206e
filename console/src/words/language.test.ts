import { expect, test } from "vitest";
import { labelIn } from "./labels";
import { preferred } from "./language";

test.each([
  [["zh-TW", "en"], "zh-CN"],
  [["en-GB", "zh"], "en"],
  [["fr", "en-US"], "en"],
  [["fr", "de"], "zh-CN"],
  [[], "zh-CN"],
])("of %j", (languages, chosen) => {
  expect(preferred(languages)).toBe(chosen);
});

test("a label is said in the other language rather than not at all", () => {
  expect(labelIn("en", { zh: "金牌" }, "gold")).toBe("金牌");
  expect(labelIn("zh-CN", { zh: "金牌", en: "Gold" })).toBe("金牌");
  expect(labelIn("en", undefined, "gold")).toBe("gold");
  expect(labelIn("en", "as written")).toBe("as written");
});
