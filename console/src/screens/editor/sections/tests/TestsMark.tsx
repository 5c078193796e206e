/** How many of the document's tests pass, at the name of their section. */
import { useWords, words } from "@/words/words";
import { useEditing } from "../../editing";

const WORDS = words({
  passed: {
    zh: (passed: number, all: number) => `${all} 个用例，${passed} 个通过`,
    en: (passed: number, all: number) => `${passed} of ${all} tests pass`,
  },
});

export function TestsMark() {
  const say = useWords(WORDS);
  const tests = useEditing().checked?.tests ?? [];
  const passed = tests.filter((one) => one.passed).length;
  if (tests.length === 0) return null;
  const told = say.passed(passed, tests.length);
  return (
    <span role="img" aria-label={told} title={told} className={passed < tests.length ? "tab-errors" : "tab-count"}>
      {passed}/{tests.length}
    </span>
  );
}
