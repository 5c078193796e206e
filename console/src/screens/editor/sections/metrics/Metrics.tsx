/** What is measured, how much it weighs, and how it becomes points. */
import { useMethods } from "@/api/queries/language";
import { Answered } from "@/parts/Answered";
import { isMapping, type Plain } from "@/scheme/data";
import type { Path } from "@/scheme/text/read";
import { typed } from "@/scheme/text/render";
import { useEditing } from "../../editing";
import { type Described, KindField } from "../../form/KindField";
import { useKeys } from "../../form/keys";
import { NamedEntries } from "../../form/NamedEntries";
import { RecordFields } from "../../form/RecordFields";
import type { Schema } from "../../form/schema";
import { SchemaSections, Section } from "../SchemaSections";
import type { SectionProps } from "../sections";

const FRESH = { value: typed("0"), weight: typed("0%"), points: typed("as_is") };

export default function Metrics({ schema }: SectionProps) {
  const methods = useMethods();
  const { scheme } = useEditing();
  const section = schema.properties?.metrics ?? {};
  return (
    <Answered query={methods}>
      {({ scoring }) => (
        <>
          <SchemaSections schema={schema} keys={["groups"]} />
          <Section name="metrics" schema={section}>
            <NamedEntries
              schema={section}
              path={["metrics"]}
              data={scheme.data?.metrics}
              fresh={FRESH}
              told={(_, metric) => <Weight metric={metric} />}
              inside={(path, metric, entry) => (
                <Metric path={path} metric={metric} schema={entry} methods={scoring as readonly Described[]} />
              )}
            />
          </Section>
        </>
      )}
    </Answered>
  );
}

function Weight({ metric }: { readonly metric: Plain }) {
  const weight = isMapping(metric) ? metric.weight : undefined;
  return weight === undefined ? null : <span className="code">{String(weight)}</span>;
}

interface MetricProps {
  readonly path: Path;
  readonly metric: Plain;
  readonly schema: Schema;
  readonly methods: readonly Described[];
}

function Metric({ path, metric, schema, methods }: MetricProps) {
  const keys = useKeys();
  const points = isMapping(metric) ? metric.points : undefined;
  return (
    <>
      <RecordFields schema={schema} path={path} data={metric} without={["points"]} />
      <KindField
        label={keys("points")}
        path={[...path, "points"]}
        data={points}
        kinds={methods}
        schema={schema.properties?.points ?? {}}
      />
    </>
  );
}
