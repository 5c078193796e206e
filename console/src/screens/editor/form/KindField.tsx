/** Which of several methods or forms a value has, chosen from the API's own descriptions, and that one's settings. */
import { Select } from "antd";
import { isMapping, type Plain } from "@/scheme/data";
import { remove, set } from "@/scheme/text/edits";
import type { Path } from "@/scheme/text/read";
import { typed } from "@/scheme/text/render";
import { useLabels } from "@/words/labels";
import { useEditing } from "../editing";
import { Frame } from "./Frame";
import { beginning, RecordFields } from "./RecordFields";
import { SchemaField } from "./SchemaField";
import type { Schema } from "./schema";

export interface Described {
  readonly key: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly doc: { readonly zh: string; readonly en: string };
  readonly schema: Schema;
}

interface Props {
  readonly label: string;
  /** Where the key of the kind stands: ``points`` of a metric, or a reward itself. */
  readonly path: Path;
  readonly data: Plain | undefined;
  readonly kinds: readonly Described[];
  /** The schema of everything that may stand there. */
  readonly schema: Schema;
  /** How what the kind gives looks, by its key. */
  readonly drawing?: (kind: string) => React.ReactNode;
}

export function KindField({ label, path, data, kinds, schema, drawing }: Props) {
  const say = useLabels();
  const { change, readOnly } = useEditing();
  const chosen = kindIn(kinds, data);
  const choose = (key: string) => {
    const next = kinds.find((one) => one.key === key);
    if (!next || next.key === chosen?.key) return;
    change((text) => {
      const without = chosen && isMapping(data) ? remove(text, [...path, chosen.key]) : text;
      const own = next.schema.properties?.[key] ?? next.schema;
      if (own.const === true) return set(without, path, typed(key));
      return isMapping(data)
        ? set(without, [...path, key], beginning(own))
        : set(without, path, { [key]: beginning(own) });
    });
  };
  const settings = isMapping(data) && chosen ? chosen.key : null;
  const own = settings === null ? undefined : (schema.properties?.[settings] ?? chosen?.schema);
  return (
    <>
      <Frame path={path} label={label} wide hint={chosen && say(chosen.doc)}>
        {({ status, ...ids }) => (
          <Select
            {...ids}
            className="kind-select"
            status={status}
            disabled={readOnly}
            value={chosen?.key}
            options={kinds.map((one) => ({ value: one.key, label: say(one.name) }))}
            onChange={choose}
          />
        )}
      </Frame>
      {chosen && drawing?.(chosen.key)}
      {settings !== null && own && isMapping(data) && (
        <SchemaField schema={own} path={[...path, settings]} data={data[settings]} label={say(chosen?.name)} required />
      )}
      {settings !== null && isMapping(data) && schema.properties && (
        <RecordFields schema={{ properties: beside(chosen, settings) }} path={path} data={data} />
      )}
    </>
  );
}

/** Settings that stand beside the kind's own key, such as ``extend`` beside ``curve``. */
function beside(kind: Described | undefined, key: string): { readonly [key: string]: Schema } {
  return Object.fromEntries(
    Object.entries(kind?.schema.properties ?? {}).filter(
      ([name, one]) => name !== key && kind?.schema.properties?.[kind.key] !== undefined && one !== undefined,
    ),
  );
}

export function kindIn(kinds: readonly Described[], data: Plain | undefined): Described | undefined {
  if (typeof data === "string") return kinds.find((one) => one.key === data);
  return isMapping(data) ? kinds.find((one) => one.key in data) : undefined;
}
