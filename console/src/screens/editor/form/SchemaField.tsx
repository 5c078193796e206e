/** The field for a value that the language's schema describes, whatever its kind. A new key needs no code here. */
import { DeleteOutlined } from "@ant-design/icons";
import { Button, Input, Select, Switch } from "antd";
import { isMapping, type Plain } from "@/scheme/data";
import { remove, set } from "@/scheme/text/edits";
import type { Path } from "@/scheme/text/read";
import { typed } from "@/scheme/text/render";
import { useLanguage } from "@/words/language";
import { useWords, words } from "@/words/words";
import { useEditing } from "../editing";
import { FormulaField } from "../formula/FormulaField";
import { Frame } from "./Frame";
import { useKeys, useValues } from "./keys";
import { LabelField } from "./LabelField";
import { ListEntries } from "./ListEntries";
import { NamedEntries } from "./NamedEntries";
import { OpenEntries } from "./OpenEntries";
import { RecordFields } from "./RecordFields";
import { kindOf, type Schema, shapeOf } from "./schema";
import { useTyped } from "./useTyped";

const WORDS = words({
  remove: { zh: (name: string) => `删除${name}`, en: (name: string) => `Remove ${name}` },
  details: { zh: "更多设置", en: "More settings" },
});

export interface FieldProps {
  readonly schema: Schema;
  readonly path: Path;
  readonly data: Plain | undefined;
  /** What the field is called; the words of its key if nothing else is said. */
  readonly label?: string;
  readonly required?: boolean;
}

export function SchemaField({ schema, path, data, label, required = false }: FieldProps) {
  const say = useWords(WORDS);
  const keys = useKeys();
  const { change, readOnly } = useEditing();
  const name = label ?? keys(String(path.at(-1)));
  const shape = shapeOf(schema, data);
  const kind = kindOf(schema) === "label" ? "label" : kindOf(shape);
  const gone =
    required || readOnly ? undefined : (
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={say.remove(name)}
        title={say.remove(name)}
        onClick={() => change((text) => remove(text, path))}
      />
    );
  const shared = { path, label: name, extra: gone };
  if (kind === "label") return <LabelField {...shared} data={data} />;
  if (kind === "choice") return <ChoiceField {...shared} schema={shape} data={data} />;
  if (kind === "flag") return <FlagField {...shared} data={data} />;
  if (kind === "record" || kind === "named" || kind === "list" || kind === "open") {
    return (
      <Frame {...shared} wide>
        {({ id, "aria-describedby": describedBy }) => (
          <fieldset id={id} className="field-inside" aria-label={name} aria-describedby={describedBy}>
            {kind === "record" && <RecordFields schema={shape} path={path} data={data} />}
            {kind === "named" && <NamedEntries schema={shape} path={path} data={data} />}
            {kind === "list" && <ListEntries schema={shape} path={path} data={data} />}
            {kind === "open" && <OpenEntries path={path} data={data} />}
          </fieldset>
        )}
      </Frame>
    );
  }
  const larger = (schema.anyOf ?? []).find((one) => one.type === "object" && one.properties && one.required?.length);
  const expand = larger && !isMapping(data) && !readOnly && (
    <Button
      type="link"
      size="small"
      onClick={() => change((text) => set(text, path, { [larger.required?.[0] ?? "value"]: asWritten(data) }))}
    >
      {say.details}
    </Button>
  );
  const extra = (
    <>
      {expand}
      {gone}
    </>
  );
  if (kind === "formula") return <FormulaField {...shared} extra={extra} schema={shape} required={required} />;
  return <TextField {...shared} extra={extra} schema={shape} words={kind === "text"} required={required} />;
}

function asWritten(data: Plain | undefined) {
  return data === undefined || data === null ? "" : typed(String(data));
}

type Shared = Pick<Parameters<typeof Frame>[0], "path" | "label" | "extra">;

function TextField({
  schema,
  words: isWords,
  required,
  ...frame
}: Shared & { schema: Schema; words: boolean; required: boolean }) {
  const { readOnly } = useEditing();
  const { language } = useLanguage();
  const field = useTyped(frame.path, { words: isWords, required });
  const expects = schema["x-expects"]?.[language === "en" ? "en" : "zh"];
  return (
    <Frame {...frame}>
      {(ids) => (
        <Input
          {...ids}
          className={isWords ? undefined : "code"}
          value={field.value}
          placeholder={expects}
          readOnly={readOnly}
          maxLength={schema.maxLength ?? 2000}
          spellCheck={false}
          onChange={(event) => field.onChange(event.target.value)}
          onBlur={field.onBlur}
        />
      )}
    </Frame>
  );
}

function ChoiceField({ schema, data, ...frame }: Shared & { schema: Schema; data: Plain | undefined }) {
  const { change, readOnly } = useEditing();
  const values = useValues();
  return (
    <Frame {...frame}>
      {({ status, ...ids }) => (
        <Select
          {...ids}
          status={status}
          disabled={readOnly}
          value={typeof data === "string" ? data : undefined}
          options={(schema.enum ?? []).map((value) => ({ value, label: values(value) }))}
          onChange={(value: string) => change((text) => set(text, frame.path, typed(value)))}
        />
      )}
    </Frame>
  );
}

function FlagField({ data, ...frame }: Shared & { data: Plain | undefined }) {
  const { change, readOnly } = useEditing();
  return (
    <Frame {...frame}>
      {({ status: _, ...ids }) => (
        <div>
          <Switch
            {...ids}
            disabled={readOnly}
            checked={data === true}
            onChange={(value) => change((text) => set(text, frame.path, value))}
          />
        </div>
      )}
    </Frame>
  );
}
