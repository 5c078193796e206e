/** Everything about one metric: its fields, and the method that makes its points. */
import { Select } from "antd";
import { isMapping, type Plain } from "@/scheme/data";
import type { Path } from "@/scheme/text/read";
import { type Label, useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { MethodPlot } from "../../drawings/MethodPlot";
import { useEditing } from "../../editing";
import { Frame } from "../../form/Frame";
import { type Described, KindField } from "../../form/KindField";
import { useKeys } from "../../form/keys";
import { RecordFields } from "../../form/RecordFields";
import type { Schema } from "../../form/schema";
import { moveTo } from "./arrange";
import { entriesIn, keyIn } from "./rows";

const WORDS = words({
  none: { zh: "不在任何组里", en: "In no group" },
  method: { zh: "计分方法", en: "Scoring method" },
});

interface Props {
  readonly id: string;
  readonly metric: Plain;
  readonly schema: Schema;
  readonly methods: readonly Described[];
}

export function MetricForm({ id, metric, schema, methods }: Props) {
  const say = useWords(WORDS);
  const { scheme } = useEditing();
  const path = ["metrics", id];
  const points = isMapping(metric) ? metric.points : undefined;
  const groups = entriesIn(scheme.data?.groups);
  const hasGroups = Object.keys(groups).length > 0;
  return (
    <>
      {hasGroups && (
        <div className="fields metric-group">
          <GroupField path={[...path, "group"]} id={id} data={keyIn(metric, "group")} groups={groups} />
        </div>
      )}
      <RecordFields schema={schema} path={path} data={metric} without={hasGroups ? ["points", "group"] : ["points"]} />
      <KindField
        label={say.method}
        path={[...path, "points"]}
        data={points}
        kinds={methods}
        schema={schema.properties?.points ?? {}}
        drawing={(kind) => <MethodPlot of={`metrics.${id}`} byHand={{ kind, path: [...path, "points", kind] }} />}
      />
    </>
  );
}

interface GroupProps {
  readonly path: Path;
  readonly id: string;
  readonly data: Plain | undefined;
  readonly groups: { readonly [id: string]: Plain };
}

/** One of the groups that there are; the metric goes to the end of it. */
function GroupField({ path, id, data, groups }: GroupProps) {
  const say = useWords(WORDS);
  const keys = useKeys();
  const label = useLabels();
  const { change, readOnly } = useEditing();
  const NONE = "";
  return (
    <Frame path={path} label={keys("group")}>
      {({ status, ...ids }) => (
        <Select
          {...ids}
          status={status}
          disabled={readOnly}
          value={data === undefined || data === null ? NONE : String(data)}
          options={[
            ...Object.entries(groups).map(([group, one]) => ({
              value: group,
              label: label(keyIn(one, "label") as Label, group),
            })),
            { value: NONE, label: say.none },
          ]}
          onChange={(group: string) =>
            change((text) => moveTo(text, id, { group: group === NONE ? null : group, before: null }))
          }
        />
      )}
    </Frame>
  );
}
