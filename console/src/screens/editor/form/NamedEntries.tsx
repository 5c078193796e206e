/** A map of entries under names of the author's choice: one line each, opened one by one. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Collapse, Tag } from "antd";
import { memo, useEffect, useState } from "react";
import { isMapping, type Plain } from "@/scheme/data";
import { move, remove, rename, set } from "@/scheme/text/edits";
import type { Path } from "@/scheme/text/read";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { useEditing, useIssuesAt } from "../editing";
import { EntryActions } from "./EntryActions";
import { NameDialog } from "./NameDialog";
import { beginning, RecordFields } from "./RecordFields";
import { SchemaField } from "./SchemaField";
import { kindOf, type Schema, shapeOf } from "./schema";

const WORDS = words({
  add: { zh: "新增", en: "Add" },
  rename: { zh: "改编号", en: "Change the id" },
  empty: { zh: "还没有内容", en: "Nothing here yet" },
  issues: { zh: (n: number) => `${n} 个问题`, en: (n: number) => (n === 1 ? "1 problem" : `${n} problems`) },
});

interface Props {
  readonly schema: Schema;
  readonly path: Path;
  readonly data: Plain | undefined;
  /** What stands in an opened entry, where it is more than its fields. */
  readonly inside?: (path: Path, data: Plain, schema: Schema) => React.ReactNode;
  /** What stands at the end of an entry's line. */
  readonly told?: (path: Path, data: Plain) => React.ReactNode;
  /** What a new entry begins with. */
  readonly fresh?: Parameters<typeof set>[2];
}

export function NamedEntries({ schema, path, data, inside, told, fresh }: Props) {
  const say = useWords(WORDS);
  const { change, goTo, target, readOnly } = useEditing();
  const entries = Object.entries(isMapping(data) ? data : {});
  const entry = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
  const [open, setOpen] = useState<string[]>([]);
  const [naming, setNaming] = useState<{ readonly from: string | null } | null>(null);

  const wanted = target?.path[path.length];
  const here = path.every((part, index) => target?.path[index] === part);
  // biome-ignore lint/correctness/useExhaustiveDependencies: to be found again is another turn
  useEffect(() => {
    if (here && typeof wanted === "string") setOpen((now) => (now.includes(wanted) ? now : [...now, wanted]));
  }, [here, wanted, target?.turn]);

  const named = (id: string) => {
    const from = naming?.from ?? null;
    setNaming(null);
    if (from !== null) return change((text) => rename(text, [...path, from], id));
    change((text) => set(text, [...path, id], fresh ?? beginning(entry)));
    goTo([...path, id]);
  };
  return (
    <>
      {entries.length === 0 && <p className="quiet">{say.empty}</p>}
      {entries.length > 0 && (
        <Collapse
          size="small"
          activeKey={open}
          onChange={(keys) => setOpen([keys].flat())}
          destroyOnHidden
          items={entries.map(([id, value], index) => ({
            key: id,
            label: <EntryName path={[...path, id]} id={id} value={value} />,
            extra: told?.([...path, id], value),
            children: (
              <>
                {!readOnly && (
                  <EntryActions
                    onUp={index === 0 ? null : () => change((text) => move(text, path, index, index - 1))}
                    onDown={
                      index === entries.length - 1 ? null : () => change((text) => move(text, path, index, index + 1))
                    }
                    onRename={() => setNaming({ from: id })}
                    onRemove={() => change((text) => remove(text, [...path, id]))}
                  />
                )}
                {inside?.([...path, id], value, entry) ?? <Inside schema={entry} path={[...path, id]} data={value} />}
              </>
            ),
          }))}
        />
      )}
      {!readOnly && (
        <Button
          type="dashed"
          size="small"
          icon={<PlusOutlined />}
          className="fields-add"
          onClick={() => setNaming({ from: null })}
        >
          {say.add}
        </Button>
      )}
      {naming && (
        <NameDialog
          title={naming.from === null ? say.add : say.rename}
          first={naming.from ?? ""}
          taken={entries.map(([id]) => id)}
          onName={named}
          onCancel={() => setNaming(null)}
        />
      )}
    </>
  );
}

function Inside({ schema, path, data }: { readonly schema: Schema; readonly path: Path; readonly data: Plain }) {
  const shape = shapeOf(schema, data);
  if (kindOf(schema) !== "label" && kindOf(shape) === "record") {
    return <RecordFields schema={shape} path={path} data={data} />;
  }
  return <SchemaField schema={schema} path={path} data={data} required />;
}

interface EntryNameProps {
  readonly path: Path;
  readonly id: string;
  readonly value: Plain;
}

/** Drawn anew only with its own entry, or with the problems: there may be hundreds. */
const EntryName = memo(DrawnName, (one, other) => one.value === other.value && samePath(one.path, other.path));

function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

function DrawnName({ path, id, value }: EntryNameProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const issues = useIssuesAt(path, true);
  const errors = issues.some((one) => one.severity === "error");
  const name = isMapping(value) ? label(value.label as never) : "";
  return (
    <span className="entry-name">
      <strong>{name || id}</strong> {name && <span className="quiet code">{id}</span>}
      {!isMapping(value) && !Array.isArray(value) && <span className="code"> {String(value)}</span>}
      {issues.length > 0 && <Tag color={errors ? "error" : "warning"}>{say.issues(issues.length)}</Tag>}
    </span>
  );
}
