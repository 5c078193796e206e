/** Worked examples that must come out as expected before the scheme can be published, each with what comes out. */
import { CheckCircleOutlined, CloseCircleOutlined, MinusCircleOutlined, PlusOutlined } from "@ant-design/icons";
import { Alert, Button, Card, Collapse, Popconfirm } from "antd";
import { useEffect, useState } from "react";
import type { Checked } from "@/api/queries/drafts";
import { isMapping, type Plain } from "@/scheme/data";
import { insert, move, remove, set } from "@/scheme/text/edits";
import { useWords, words } from "@/words/words";
import { useEditing } from "../../editing";
import { EntryActions } from "../../form/EntryActions";
import { Frame } from "../../form/Frame";
import { useKeys } from "../../form/keys";
import { RecordFields } from "../../form/RecordFields";
import { type Schema, shapeOf } from "../../form/schema";
import type { SectionProps } from "../sections";
import { accepted, unmet } from "./accept";
import { Outcome } from "./Outcome";
import "./tests.css";

type Tested = Checked["tests"][number];

const WORDS = words({
  intro: {
    zh: "给定一个人的数据，写下应得的结果。有一个不通过，方案就不能发布。",
    en: "Somebody's figures and the result they must give. While one fails, the scheme cannot be published.",
  },
  add: { zh: "新增用例", en: "Add a test" },
  fresh: { zh: "新用例", en: "new test" },
  all: {
    zh: (n: number) => `${n} 个用例全部通过`,
    en: (n: number) => (n === 1 ? "The test passes" : `All ${n} tests pass`),
  },
  some: {
    zh: (failed: number, n: number) => `${n} 个用例中有 ${failed} 个不通过`,
    en: (failed: number, n: number) => `${failed} of ${n} tests fail`,
  },
  waiting: {
    zh: "方案有错误，改正后才会运行用例。",
    en: "The scheme has errors; the tests run once they are mended.",
  },
  accept: { zh: "全部改为现在的结果", en: "Expect what comes out now" },
  sure: {
    zh: "用例是用来发现错误的。请先逐个确认现在的结果正确；改动可以撤销。",
    en: "Tests are there to find mistakes. See first that each result is right; this can be undone.",
  },
  passed: { zh: "通过", en: "passes" },
  failed: { zh: "不通过", en: "fails" },
  unknown: { zh: "未运行", en: "not run" },
  nameless: { zh: (n: number) => `第 ${n} 个用例`, en: (n: number) => `Test ${n}` },
});

export default function Tests({ schema }: SectionProps) {
  const say = useWords(WORDS);
  const keys = useKeys();
  const { scheme, checked, change, goTo, target, readOnly } = useEditing();
  const data = scheme.data?.tests;
  const tests: readonly Plain[] = Array.isArray(data) ? data : [];
  const item = schema.properties?.tests?.items ?? {};
  const [open, setOpen] = useState<readonly number[]>([]);

  const wanted = target?.path[0] === "tests" ? target.path[1] : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: to be found again is another turn
  useEffect(() => {
    if (typeof wanted === "number") setOpen((now) => (now.includes(wanted) ? now : [...now, wanted]));
  }, [wanted, target?.turn]);

  const add = () => {
    const fresh = { name: say.fresh, given: {}, expect: {} };
    change((text) => (tests.length > 0 ? insert(text, ["tests"], tests.length, fresh) : set(text, ["tests"], [fresh])));
    goTo(["tests", tests.length, "name"]);
  };
  const swap = (from: number, to: number) => {
    change((text) => move(text, ["tests"], from, to));
    setOpen((now) => now.map((one) => (one === from ? to : one === to ? from : one)));
  };
  return (
    <Card size="small" title={keys("tests")}>
      <p className="quiet tests-intro">{say.intro}</p>
      {tests.length > 0 && <Summary checked={checked} />}
      {tests.length > 0 && (
        <Collapse
          size="small"
          activeKey={[...open]}
          onChange={(now) => setOpen([now].flat().map(Number))}
          destroyOnHidden
          items={tests.map((test, index) => ({
            key: index,
            label: <Name test={test} index={index} outcome={outcomeOf(checked, test, index)} />,
            children: (
              <>
                {!readOnly && (
                  <EntryActions
                    onUp={index === 0 ? null : () => swap(index, index - 1)}
                    onDown={index === tests.length - 1 ? null : () => swap(index, index + 1)}
                    onRename={null}
                    onRemove={() => {
                      change((text) => remove(text, ["tests", index]));
                      setOpen((now) => now.filter((one) => one !== index).map((one) => (one > index ? one - 1 : one)));
                    }}
                  />
                )}
                <Inside test={test} index={index} schema={item} outcome={outcomeOf(checked, test, index)} />
              </>
            ),
          }))}
        />
      )}
      {!readOnly && (
        <Button type="dashed" size="small" icon={<PlusOutlined />} className="fields-add" onClick={add}>
          {say.add}
        </Button>
      )}
      <Frame path={["tests"]} label="" wide>
        {({ id }) => <span id={id} />}
      </Frame>
    </Card>
  );
}

/** What came out of the test as it stands now; for a moment after a change that may be another one. */
function outcomeOf(checked: Checked | null, test: Plain, index: number): Tested | null {
  const outcome = checked?.tests[index];
  return outcome && isMapping(test) && outcome.name === String(test.name) ? outcome : null;
}

function Summary({ checked }: { readonly checked: Checked | null }) {
  const say = useWords(WORDS);
  const { scheme, change, readOnly } = useEditing();
  if (checked === null) return <Alert className="tests-summary" type="info" showIcon title={say.waiting} />;
  const failed = checked.tests.filter((one) => !one.passed).length;
  const all = checked.tests.length;
  const wrong = checked.tests.flatMap(unmet);
  return (
    <Alert
      className="tests-summary"
      type={failed > 0 ? "error" : "success"}
      showIcon
      title={failed > 0 ? say.some(failed, all) : say.all(all)}
      action={
        !readOnly &&
        wrong.length > 0 && (
          <Popconfirm title={say.sure} onConfirm={() => change((text) => accepted(text, wrong, scheme.data))}>
            <Button size="small">{say.accept}</Button>
          </Popconfirm>
        )
      }
    />
  );
}

interface OneProps {
  readonly test: Plain;
  readonly index: number;
  readonly outcome: Tested | null;
}

function Name({ test, index, outcome }: OneProps) {
  const say = useWords(WORDS);
  const name = isMapping(test) && test.name !== undefined ? String(test.name) : say.nameless(index + 1);
  const [Icon, told, mark] =
    outcome === null
      ? ([MinusCircleOutlined, say.unknown, "quiet"] as const)
      : outcome.passed
        ? ([CheckCircleOutlined, say.passed, "test-passed"] as const)
        : ([CloseCircleOutlined, say.failed, "test-failed"] as const);
  return (
    <span className="entry-name">
      <strong>{name}</strong>{" "}
      <span className={mark}>
        <Icon /> {told}
      </span>
    </span>
  );
}

function Inside({ test, index, schema, outcome }: OneProps & { readonly schema: Schema }) {
  return (
    <>
      {outcome && <Outcome outcome={outcome} />}
      <RecordFields schema={shapeOf(schema, test)} path={["tests", index]} data={test} />
    </>
  );
}
