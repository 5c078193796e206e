/** The fields of a value with known keys: those that are written or needed, and a way to the others. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { isMapping, type Plain } from "@/scheme/data";
import { set } from "@/scheme/text/edits";
import type { Path } from "@/scheme/text/read";
import { typed, type Written } from "@/scheme/text/render";
import { useWords, words } from "@/words/words";
import { useEditing } from "../editing";
import { useKeys } from "./keys";
import { SchemaField } from "./SchemaField";
import { kindOf, type Schema, shapeOf } from "./schema";

const WORDS = words({ add: { zh: "添加设置", en: "Add a setting" } });

interface Props {
  readonly schema: Schema;
  readonly path: Path;
  readonly data: Plain | undefined;
  /** Keys that somebody else shows. */
  readonly without?: readonly string[];
  /** In a line among others, where there is no room for words. */
  readonly compact?: boolean;
}

export function RecordFields({ schema, path, data, without = [], compact = false }: Props) {
  const say = useWords(WORDS);
  const keys = useKeys();
  const { change, readOnly, goTo } = useEditing();
  const there = isMapping(data) ? data : {};
  const known = Object.entries(schema.properties ?? {}).filter(([key]) => !without.includes(key));
  const shown = known.filter(([key]) => key in there || schema.required?.includes(key));
  const others = known.filter(([key]) => !shown.some(([one]) => one === key));
  return (
    <div className={compact ? "fields fields-compact" : "fields"}>
      {shown.map(([key, one]) => (
        <SchemaField
          key={key}
          schema={one}
          path={[...path, key]}
          data={there[key]}
          required={schema.required?.includes(key)}
        />
      ))}
      {others.length > 0 && !readOnly && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: others.map(([key]) => ({ key, label: `${keys(key)}` })),
            onClick: ({ key }) => {
              const one = schema.properties?.[key];
              change((text) => set(text, [...path, key], one ? beginning(one) : ""));
              goTo([...path, key]);
            },
          }}
        >
          {compact ? (
            <Button type="text" size="small" icon={<PlusOutlined />} aria-label={say.add} title={say.add} />
          ) : (
            <Button type="dashed" size="small" icon={<PlusOutlined />} className="fields-add">
              {say.add}
            </Button>
          )}
        </Dropdown>
      )}
    </div>
  );
}

/** What a value begins with, so that its field has something to hold on to. */
export function beginning(schema: Schema): Written {
  const shape = shapeOf(schema, undefined);
  switch (kindOf(schema) === "label" ? "label" : kindOf(shape)) {
    case "label":
      return { zh: "" };
    case "choice":
      return typed(shape.enum?.[0] ?? "");
    case "flag":
      return true;
    case "record":
      return Object.fromEntries(
        (shape.required ?? []).map((key) => [key, beginning(shape.properties?.[key] ?? {})] as const),
      );
    case "named":
    case "open":
      return {};
    case "list": {
      const item = shape.items ?? {};
      return Array.from({ length: shape.minItems ?? 0 }, () => beginning(item));
    }
    case "number":
    case "formula":
      return typed("0");
    default:
      return "";
  }
}
