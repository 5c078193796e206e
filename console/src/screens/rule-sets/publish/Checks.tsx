/** What the checks find in the draft, and how its own tests go. */
import { CheckCircleFilled, CloseCircleFilled } from "@ant-design/icons";
import type { UseQueryResult } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router";
import { asProblem } from "@/api/problem";
import type { CheckOf } from "@/api/queries/drafts";
import { IssueList } from "@/parts/IssueList";
import { Loading } from "@/parts/Loading";
import { ProblemBox } from "@/parts/ProblemBox";
import { sectionOf } from "@/screens/editor/sections/sections";
import { useWords, words } from "@/words/words";

const WORDS = words({
  checks: { zh: "检查与验算", en: "Checks and tests" },
  clean: { zh: "检查通过，没有发现问题", en: "The checks found no problem" },
  noError: {
    zh: (n: number) => `没有错误；有 ${n} 条警告或建议`,
    en: (n: number) => `No error; ${n === 1 ? "1 warning or advice" : `${n} warnings and pieces of advice`}`,
  },
  errors: {
    zh: (n: number) => `有 ${n} 个错误，修正后才能发布`,
    en: (n: number) => `${n === 1 ? "1 error" : `${n} errors`} to mend before it can be published`,
  },
  passed: {
    zh: (n: number) => `方案自带的 ${n} 个验算全部通过`,
    en: (n: number) => (n === 1 ? "Its own test passes" : `All of its own ${n} tests pass`),
  },
  noTests: {
    zh: "方案没有自带验算。写几个典型的人和应得的结果，以后改动更放心。",
    en: "It has no tests of its own. A few typical people with the results they should get make later changes safer.",
  },
  failed: {
    zh: (bad: number, all: number) => `${all} 个验算中有 ${bad} 个不通过，修正后才能发布`,
    en: (bad: number, all: number) => `${bad} of ${all} tests fail; mend them before it can be published`,
  },
  advice: { zh: "查看警告和建议", en: "Show warnings and advice" },
  tests: { zh: "查看每个验算", en: "Show each test" },
  pass: { zh: "通过", en: "passes" },
  fail: { zh: "不通过", en: "fails" },
  mend: { zh: "去编辑器修正", en: "Mend it in the editor" },
});

interface Props {
  readonly id: string;
  readonly check: UseQueryResult<CheckOf>;
  readonly text: string;
  readonly close: () => void;
}

export function Checks({ id, check, text, close }: Props) {
  const say = useWords(WORDS);
  if (check.isError && check.data === undefined) {
    return <ProblemBox problem={asProblem(check.error)} again={() => check.refetch()} />;
  }
  const ready = check.data?.text === text ? check.data : undefined;
  return (
    <section aria-label={say.checks}>
      <h3>{say.checks}</h3>
      {ready === undefined ? <Loading rows={2} /> : <Told id={id} found={ready} close={close} />}
    </section>
  );
}

function Told({ id, found, close }: { readonly id: string; readonly found: CheckOf; readonly close: () => void }) {
  const say = useWords(WORDS);
  const errors = found.issues.filter((one) => one.severity === "error");
  const tests = found.checked?.tests ?? [];
  const failed = tests.filter((test) => !test.passed);
  const wrong = [...errors, ...failed.flatMap((test) => test.issues as typeof errors)];
  return (
    <>
      <Line good={errors.length === 0}>
        {errors.length > 0
          ? say.errors(errors.length)
          : found.issues.length === 0
            ? say.clean
            : say.noError(found.issues.length)}
      </Line>
      {errors.length === 0 && found.issues.length > 0 && (
        <details>
          <summary>{say.advice}</summary>
          <IssueList issues={found.issues} />
        </details>
      )}
      {found.checked &&
        (tests.length === 0 ? (
          <p className="quiet">{say.noTests}</p>
        ) : (
          <>
            <Line good={failed.length === 0}>
              {failed.length === 0 ? say.passed(tests.length) : say.failed(failed.length, tests.length)}
            </Line>
            <details>
              <summary>{say.tests}</summary>
              <ul className="check-tests">
                {tests.map((test, index) => (
                  <li key={`${index}:${test.name}`}>
                    <Line good={test.passed}>{`${test.passed ? say.pass : say.fail} · ${test.name}`}</Line>
                  </li>
                ))}
              </ul>
            </details>
          </>
        ))}
      {wrong.length > 0 && (
        <>
          <IssueList issues={wrong} />
          <Link
            to={`/rule-sets/${encodeURIComponent(id)}/edit?section=${sectionOf(wrong[0]?.path.split(/[.[]/) ?? [])}`}
          >
            <Button tabIndex={-1} onClick={close}>
              {say.mend}
            </Button>
          </Link>
        </>
      )}
    </>
  );
}

function Line({ good, children }: { readonly good: boolean; readonly children: string }) {
  return (
    <p className="check-line">
      {good ? (
        <CheckCircleFilled className="check-good" aria-hidden />
      ) : (
        <CloseCircleFilled className="check-bad" aria-hidden />
      )}{" "}
      {children}
    </p>
  );
}
