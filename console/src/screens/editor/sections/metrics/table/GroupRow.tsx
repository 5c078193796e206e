/** A group above its metrics: its own weight, and what the weights inside of it sum to. */
import { RightOutlined } from "@ant-design/icons";
import { memo } from "react";
import { useWords, words } from "@/words/words";
import { WeightSum } from "../WeightSum";
import type { Weighed } from "../weights";
import { Cell, type Column, tidyWeight } from "./Cell";

const WORDS = words({
  group: { zh: "组", en: "Group" },
  none: { zh: "不在任何组里", en: "In no group" },
  open: { zh: (name: string) => `组“${name}”的设置`, en: (name: string) => `Settings of the group ${name}` },
  weight: { zh: (name: string) => `组“${name}”的权重`, en: (name: string) => `Weight of the group ${name}` },
  inside: { zh: (name: string) => `组“${name}”内的指标`, en: (name: string) => `metrics of the group ${name}` },
});

interface Props {
  readonly id: string | null;
  readonly index: number;
  readonly name: string;
  readonly weight: string;
  readonly share: number;
  readonly members: readonly Weighed[];
  readonly counts: boolean;
  readonly opened: boolean;
  readonly readOnly: boolean;
  readonly hasTargets: boolean;
  readonly write: (group: string, column: Column, value: string) => void;
  readonly open: (group: string) => void;
  readonly balance: (section: "metrics", weights: ReadonlyMap<string, string>) => void;
}

export const GroupRow = memo(function GroupRow({ id, name, write, open, balance, ...row }: Props) {
  const say = useWords(WORDS);
  const told = id === null ? say.none : name || id;
  return (
    <tr aria-rowindex={row.index + 2} className={row.opened ? "group-line is-opened" : "group-line"}>
      <td colSpan={2} className="group-mark">
        {say.group}
      </td>
      <td colSpan={row.hasTargets ? 4 : 3}>
        <span className="group-name">
          {id === null ? (
            <strong>{told}</strong>
          ) : (
            <button type="button" className="group-open" aria-label={say.open(told)} onClick={() => open(id)}>
              <strong>{told}</strong> <RightOutlined className="cell-arrow" />
            </button>
          )}
          <WeightSum
            weights={row.members}
            of={say.inside(told)}
            counts={row.counts && id !== null}
            onBalance={row.readOnly ? null : (weights) => balance("metrics", weights)}
          />
        </span>
      </td>
      <td>
        {id !== null && (
          <Cell
            row={id}
            column="weight"
            label={say.weight(told)}
            written={row.weight}
            readOnly={row.readOnly}
            write={write}
            tidy={tidyWeight}
          />
        )}
        <span className="weight-bar" style={{ width: `${row.share * 90}%` }} />
      </td>
    </tr>
  );
});
