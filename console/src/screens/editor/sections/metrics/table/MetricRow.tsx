/** A metric in one line: what it is called, where its value comes from, how it is scored, what it weighs. */
import { CloseCircleOutlined, HolderOutlined, RightOutlined, WarningOutlined } from "@ant-design/icons";
import { type MouseEvent, memo, type PointerEvent } from "react";
import { useWords, words } from "@/words/words";
import { Cell, type Column, tidyWeight } from "./Cell";

const WORDS = words({
  move: { zh: (name: string) => `移动${name}（Alt+↑ / Alt+↓）`, en: (name: string) => `Move ${name} (Alt+↑ / Alt+↓)` },
  choose: { zh: (name: string) => `选择${name}`, en: (name: string) => `Select ${name}` },
  open: { zh: (name: string) => `${name}的全部设置`, en: (name: string) => `All settings of ${name}` },
  name: { zh: (name: string) => `${name}的名称`, en: (name: string) => `Name of ${name}` },
  value: { zh: (name: string) => `${name}的取值`, en: (name: string) => `Value of ${name}` },
  target: { zh: (name: string) => `${name}的目标值`, en: (name: string) => `Target of ${name}` },
  weight: { zh: (name: string) => `${name}的权重`, en: (name: string) => `Weight of ${name}` },
  issues: { zh: (n: number) => `${n} 个问题`, en: (n: number) => (n === 1 ? "1 problem" : `${n} problems`) },
  noMethod: { zh: "未选方法", en: "no method" },
});

export interface RowActions {
  readonly write: (row: string, column: Column, value: string) => void;
  readonly choose: (row: string, event: MouseEvent) => void;
  readonly open: (row: string) => void;
  readonly drag: (event: PointerEvent, row: string) => void;
}

interface Props extends RowActions {
  readonly id: string;
  readonly index: number;
  readonly name: string;
  readonly value: string;
  /** Null where the method has none. */
  readonly target: string | null;
  readonly hasTargets: boolean;
  readonly weight: string;
  /** From 0 to 1: how long its bar is. */
  readonly share: number;
  readonly method: string;
  readonly errors: number;
  readonly warnings: number;
  readonly chosen: boolean;
  readonly opened: boolean;
  readonly dragged: boolean;
  readonly readOnly: boolean;
  readonly lang: string;
}

export const MetricRow = memo(function MetricRow({ id, name, write, readOnly, lang, ...row }: Props) {
  const say = useWords(WORDS);
  const told = name || id;
  const issues = row.errors + row.warnings;
  const cell = { row: id, write, readOnly };
  const marks = [row.chosen && "is-chosen", row.opened && "is-opened", row.dragged && "is-dragged"];
  return (
    <tr aria-rowindex={row.index + 2} data-row={id} className={marks.filter(Boolean).join(" ")}>
      <td className="cell-handle">
        {!readOnly && (
          <button
            type="button"
            className="handle"
            aria-label={say.move(told)}
            title={say.move(told)}
            data-cell={`${id} handle`}
            onPointerDown={(event) => row.drag(event, id)}
          >
            <HolderOutlined />
          </button>
        )}
      </td>
      <td className="cell-choice">
        <input
          type="checkbox"
          aria-label={say.choose(told)}
          checked={row.chosen}
          onChange={() => undefined}
          onClick={(event) => row.choose(id, event)}
        />
      </td>
      <td>
        <Cell {...cell} column="name" label={say.name(told)} written={name} placeholder={id} lang={lang} />
        <span className="cell-id code">{id}</span>
      </td>
      <td>
        <Cell {...cell} column="value" label={say.value(told)} written={row.value} />
      </td>
      <td>
        <button
          type="button"
          className="cell-open"
          aria-label={[say.open(told), issues && say.issues(issues)].filter(Boolean).join(" · ")}
          title={issues ? say.issues(issues) : row.method}
          onClick={() => row.open(id)}
        >
          <span className="cell-method">{row.method || say.noMethod}</span>
          {issues > 0 && (
            <span className={row.errors > 0 ? "cell-errors" : "cell-warnings"}>
              {row.errors > 0 ? <CloseCircleOutlined /> : <WarningOutlined />} {issues}
            </span>
          )}
          <RightOutlined className="cell-arrow" />
        </button>
      </td>
      {row.hasTargets && (
        <td>
          {row.target !== null && <Cell {...cell} column="target" label={say.target(told)} written={row.target} />}
        </td>
      )}
      <td>
        <Cell {...cell} column="weight" label={say.weight(told)} written={row.weight} tidy={tidyWeight} />
        <span className="weight-bar" style={{ width: `${row.share * 90}%` }} />
      </td>
    </tr>
  );
});
