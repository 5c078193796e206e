/** A list: one line for each entry, in an order that can be changed. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef } from "react";
import type { Plain } from "@/scheme/data";
import { insert, move, remove } from "@/scheme/text/edits";
import type { Path } from "@/scheme/text/read";
import { useWords, words } from "@/words/words";
import { useEditing } from "../editing";
import { useBeingFound } from "./Frame";
import { useKeys } from "./keys";
import { beginning, RecordFields } from "./RecordFields";
import { SchemaField } from "./SchemaField";
import { kindOf, type Schema, shapeOf } from "./schema";
import { useListPaste } from "./useListPaste";

const WORDS = words({
  add: { zh: "新增一行", en: "Add a line" },
  remove: { zh: (n: number) => `删除第 ${n} 行`, en: (n: number) => `Remove line ${n}` },
  up: { zh: (n: number) => `上移第 ${n} 行`, en: (n: number) => `Move line ${n} up` },
  down: { zh: (n: number) => `下移第 ${n} 行`, en: (n: number) => `Move line ${n} down` },
  line: { zh: (n: number) => `第 ${n} 行`, en: (n: number) => `Line ${n}` },
  paste: { zh: "可在格子里粘贴 Excel 的几行几列", en: "Lines from Excel can be pasted into the fields" },
});

interface Props {
  readonly schema: Schema;
  readonly path: Path;
  readonly data: Plain | undefined;
}

export function ListEntries({ schema, path, data }: Props) {
  const say = useWords(WORDS);
  const { change, readOnly } = useEditing();
  const items: readonly Plain[] = Array.isArray(data) ? data : [];
  const item = schema.items ?? {};
  const key = useKeys();
  const named = (index: number) => schema["x-places"]?.[index];
  const paste = useListPaste(schema, path, items);
  return (
    <>
      <ol className="list-entries" onPasteCapture={paste}>
        {items.map((value, index) => (
          <Line key={index} path={[...path, index]}>
            <div className="list-entry-fields">
              <ItemFields
                schema={item}
                path={[...path, index]}
                data={value}
                label={named(index) ? key(named(index) ?? "") : say.line(index + 1)}
              />
            </div>
            {!readOnly && (
              <span className="list-entry-actions">
                <Button
                  type="text"
                  size="small"
                  icon={<ArrowUpOutlined />}
                  aria-label={say.up(index + 1)}
                  disabled={index === 0}
                  onClick={() => change((text) => move(text, path, index, index - 1))}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<ArrowDownOutlined />}
                  aria-label={say.down(index + 1)}
                  disabled={index === items.length - 1}
                  onClick={() => change((text) => move(text, path, index, index + 1))}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={say.remove(index + 1)}
                  onClick={() => change((text) => remove(text, [...path, index]))}
                />
              </span>
            )}
          </Line>
        ))}
      </ol>
      {!readOnly && (
        <Button
          type="dashed"
          size="small"
          icon={<PlusOutlined />}
          className="fields-add"
          onClick={() => change((text) => insert(text, path, items.length, beginning(item)))}
        >
          {say.add}
        </Button>
      )}
      {!readOnly && items.length > 0 && <span className="quiet list-hint">{say.paste}</span>}
    </>
  );
}

function Line({ path, children }: { readonly path: Path; readonly children: React.ReactNode }) {
  const place = useRef<HTMLLIElement>(null);
  useBeingFound(place, path);
  return (
    <li ref={place} className="list-entry">
      {children}
    </li>
  );
}

interface ItemProps extends Props {
  readonly data: Plain;
  readonly label: string;
}

function ItemFields({ schema, path, data, label }: ItemProps) {
  const key = useKeys();
  const shape = shapeOf(schema, data);
  if (kindOf(schema) !== "label" && kindOf(shape) === "record") {
    return <RecordFields schema={shape} path={path} data={data} compact />;
  }
  // A pair, such as a corner of a curve, has its two values beside each other.
  if (Array.isArray(data) && shape.items && shape.maxItems !== undefined && shape.maxItems <= 4) {
    const inner = shape.items;
    const places = shape["x-places"];
    return (
      <div className="fields">
        {data.map((value, index) => (
          <SchemaField
            key={index}
            schema={inner}
            path={[...path, index]}
            data={value}
            label={`${label} · ${places?.[index] ? key(places[index]) : index + 1}`}
            required
          />
        ))}
      </div>
    );
  }
  return <SchemaField schema={schema} path={path} data={data} label={label} required />;
}
