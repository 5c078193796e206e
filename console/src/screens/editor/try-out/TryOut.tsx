/** The try-out: sample people scored by the present text, always beside the forms; a drawer where there is no room. */
import { CalculatorOutlined, DownOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Card, Drawer } from "antd";
import { type ReactNode, useDeferredValue, useState } from "react";
import type { Result } from "@/api/queries/templates";
import { IssueList } from "@/parts/IssueList";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { AddPeople } from "./AddPeople";
import { ExplainingContext } from "./explaining";
import { Money, Outcomes } from "./Money";
import { People } from "./People";
import { useNarrow } from "./useNarrow";
import { type TryOutState, useTryOut } from "./useTryOut";
import { Values } from "./Values";
import { Verdict } from "./Verdict";
import { Waterfall } from "./Waterfall";
import "./try-out.css";

const WORDS = words({
  title: { zh: "试算", en: "Try-out" },
  open: { zh: "展开试算", en: "Open the try-out" },
  close: { zh: "收起试算", en: "Close the try-out" },
  values: { zh: "数据", en: "Values" },
  add: { zh: "添加人员", en: "Add people" },
  nobody: {
    zh: "选一个人，修改方案时随时看到他的得分、等级和金额。",
    en: "Choose somebody and see their score, tier and money while you change the rules.",
  },
  old: { zh: "方案有错误，这是改错之前的结果。", en: "The rules have errors; this is what they gave before." },
  none: { zh: "方案有错误，改正后才能试算。", en: "The rules have errors; mend them to try them out." },
  failed: { zh: "暂时算不出来，请稍后再试。", en: "It cannot be worked out at the moment; try again later." },
  missing: { zh: "缺少的数据", en: "What was missing" },
  problem: { zh: "算不出结果", en: "No result" },
});

export default function TryOut({ ruleSet }: { readonly ruleSet: string }) {
  const say = useWords(WORDS);
  const state = useTryOut(ruleSet);
  const narrow = useNarrow();
  const [open, setOpen] = useState(true);
  const [drawn, setDrawn] = useState(false);
  const [adding, setAdding] = useState(false);
  const body = <Body state={state} onAdd={() => setAdding(true)} />;
  return (
    <>
      {narrow ? (
        <>
          <Button type="primary" className="try-opener" icon={<CalculatorOutlined />} onClick={() => setDrawn(true)}>
            {say.title} <Brief state={state} />
          </Button>
          <Drawer open={drawn} onClose={() => setDrawn(false)} size={420} title={say.title} className="try-out">
            {body}
          </Drawer>
        </>
      ) : (
        <Card
          size="small"
          className="try-out"
          title={say.title}
          extra={
            <Button
              type="text"
              size="small"
              icon={open ? <DownOutlined /> : <RightOutlined />}
              aria-expanded={open}
              aria-label={open ? say.close : say.open}
              title={open ? say.close : say.open}
              onClick={() => setOpen(!open)}
            />
          }
        >
          {open ? body : <Brief state={state} />}
        </Card>
      )}
      {adding && (
        <AddPeople
          ruleSet={ruleSet}
          template={state.template}
          checked={state.checked}
          typed={state.samples.filter((one) => one.source === "typed").length}
          onAdd={state.add}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}

function Brief({ state }: { readonly state: TryOutState }) {
  const format = useFormat();
  const label = useLabels();
  const { samples, results, chosen } = state;
  const [sample, result] = [samples[chosen], results[chosen]];
  if (!sample || !result) return null;
  const tier = result.tier === null ? "" : ` · ${label(state.labels.tiers[result.tier], result.tier)}`;
  return (
    <span>
      {label(sample.name, sample.subject)} {result.score === null ? "–" : format.number(result.score)}
      {tier}
    </span>
  );
}

function Body({ state, onAdd }: { readonly state: TryOutState; readonly onAdd: () => void }) {
  const say = useWords(WORDS);
  const format = useFormat();
  const { samples, results, chosen, refused, failed, labels } = state;
  const sample = samples[chosen];
  const result = results[chosen];
  const [typing, setTyping] = useState<boolean>();
  // With hundreds of metrics the lines take longer to draw than the score that people wait for.
  const [lines, differences] = [useDeferredValue(result), useDeferredValue(state.difference)];
  if (sample === undefined) {
    return (
      <div className="try-nobody">
        <p className="quiet">{say.nobody}</p>
        <Button onClick={onAdd}>{say.add}</Button>
      </div>
    );
  }
  const place = `people[${chosen}].`;
  const own = [...state.issues, ...(result?.problem?.issues ?? [])].filter(({ path }) => path.startsWith(place));
  return (
    <div className="try-body">
      <People
        samples={samples}
        results={results}
        chosen={sample.key}
        onChoose={state.choose}
        onRemove={state.remove}
        onAdd={onAdd}
      />
      <Hint>
        {failed
          ? say.failed
          : refused === "document"
            ? result === undefined
              ? say.none
              : say.old
            : format.period(state.period)}
      </Hint>
      <details
        open={typing ?? sample.source === "typed"}
        onToggle={(event) => setTyping(event.currentTarget.open)}
        className="try-given"
      >
        <summary>{say.values}</summary>
        <Values
          sample={sample}
          needs={state.checked?.needs ?? []}
          issues={own}
          currency={labels.currency}
          onChange={state.replace}
        />
      </details>
      {refused === "request" && <IssueList issues={state.issues} />}
      {result && (
        <div className={state.stale ? "try-answer try-stale" : "try-answer"} aria-busy={state.stale}>
          <Verdict result={result} difference={state.difference} version={state.version} labels={labels} />
          <Trouble result={result} />
          <ExplainingContext value={state.explaining}>
            {lines && <Waterfall result={lines} difference={differences} labels={labels} />}
            <Money result={result} difference={state.difference} labels={labels} />
            <Outcomes result={result} />
          </ExplainingContext>
        </div>
      )}
    </div>
  );
}

function Hint({ children }: { readonly children: ReactNode }) {
  return <p className="quiet try-hint">{children}</p>;
}

/** What was missing, or why there is no result. */
function Trouble({ result }: { readonly result: Result }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const missing = result.explanation?.missing ?? [];
  const { problem } = result;
  return (
    <>
      {missing.length > 0 && (
        <section className="try-trouble">
          <h3>{say.missing}</h3>
          <ul>
            {missing.map((one) => (
              <li key={`${one.id}${one.affects}`}>{label(one.sentence)}</li>
            ))}
          </ul>
        </section>
      )}
      {problem !== null && (
        <section className="try-trouble">
          <h3>{say.problem}</h3>
          {problem.message && <p>{label(problem.message, problem.code)}</p>}
          {problem.issues && <IssueList issues={problem.issues} />}
        </section>
      )}
    </>
  );
}
