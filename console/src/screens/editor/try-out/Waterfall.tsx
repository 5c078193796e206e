/** The score as a waterfall: what each metric brought, what adjustments and limits changed, line under line. */
import { memo } from "react";
import type { Result } from "@/api/queries/templates";
import type { Difference } from "@/api/queries/tryOut";
import type { SchemeLabels } from "@/scheme/data";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { Change } from "./Change";
import { Explained } from "./Explained";
import { type Line, linesOf, reachOf } from "./lines";

const WORDS = words({
  title: { zh: "得分构成", en: "What makes the score" },
  rest: { zh: "公式的其余部分", en: "Rest of the formula" },
  limit: { zh: "得分上下限", en: "Limits of the score" },
  excluded: { zh: "未计入", en: "left out" },
  gone: { zh: (before: string) => `已删除，原 ${before}`, en: (before: string) => `removed, was ${before}` },
  score: { zh: "得分", en: "Score" },
});

interface Props {
  readonly result: Result;
  readonly difference: Difference | null;
  readonly labels: SchemeLabels;
}

export const Waterfall = memo(function Waterfall({ result, difference, labels }: Props) {
  const say = useWords(WORDS);
  const format = useFormat();
  const lines = linesOf(result, difference);
  if (lines.length === 0) return null;
  const { low, high } = reachOf(lines);
  const place = (value: number) => `${((value - low) / (high - low)) * 100}%`;
  const total = { left: place(Math.min(0, result.score ?? 0)), width: place(low + Math.abs(result.score ?? 0)) };
  return (
    <section>
      <h3>{say.title}</h3>
      <ul className="try-lines try-waterfall">
        {lines.map((line) => (
          <li key={`${line.kind}:${line.id}`}>
            <Explained of={line.gone ? null : line.kind} id={line.id} className={quiet(line)}>
              <Name line={line} labels={labels} difference={difference} />
              <span aria-hidden className="try-track">
                {line.amount !== null && line.amount !== 0 && (
                  <span
                    className={line.amount < 0 ? "try-bar try-bar-less" : "try-bar"}
                    style={{
                      left: place(Math.min(line.begins, line.ends)),
                      width: place(low + Math.abs(line.amount)),
                    }}
                  />
                )}
              </span>
              <span className="figure">
                {line.gone
                  ? say.gone(format.number(line.before ?? 0))
                  : line.amount === null
                    ? say.excluded
                    : format.number(line.amount)}
                <Change of={line.change} />
              </span>
            </Explained>
          </li>
        ))}
        {result.score !== null && (
          <li>
            <Explained of="limit" id="score" className="try-total">
              <span>{say.score}</span>
              <span aria-hidden className="try-track">
                <span className="try-bar try-bar-total" style={total} />
              </span>
              <span className="figure">
                {format.number(result.score)}
                <Change of={difference?.score.change} />
              </span>
            </Explained>
          </li>
        )}
      </ul>
    </section>
  );
});

function quiet(line: Line): string {
  return line.gone || line.amount === null || line.amount === 0 ? "quiet" : "";
}

function Name({ line, labels, difference }: { line: Line; labels: SchemeLabels; difference: Difference | null }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const told = difference?.lines.find((one) => one.kind === line.kind && one.id === line.id)?.label;
  if (line.kind === "rest") return <span>{say.rest}</span>;
  if (line.kind === "limit") return <span>{say.limit}</span>;
  const own = line.kind === "metric" ? labels.metrics[line.id] : labels.adjustments[line.id];
  return <span>{label(own ?? told, line.id)}</span>;
}
