/** A map of entries under names of the author's choice: one line each, opened one by one. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Collapse, Tag } from "antd";
import { type Dispatch, memo, type SetStateAction, useEffect, useState } from "react";
import { isMapping, type Plain } from "@/scheme/data";
import { move, remove, rename, set } from "@/scheme/text/edits";
import type { Path } from "@/scheme/text/read";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { type Editing, useEditing, useIssuesAt } from "../editing";
import { EntryActions } from "./EntryActions";
import { NameDialog } from "./NameDialog";
import { type Called, useEntriesCalled } from "./places";
import { beginning, RecordFields } from "./RecordFields";
import { SchemaField } from "./SchemaField";
import { kindOf, type Schema, shapeOf } from "./schema";

const WORDS = words({
  add: { zh: "新增", en: "Add" },
  rename: { zh: "改编号", en: "Change the id" },
  empty: { zh: "还没有内容", en: "Nothing here yet" },
  issues: { zh: (n: number) => `${n} 个问题`, en: (n: number) => (n === 1 ? "1 problem" : `${n} problems`) },
});

/** So many lines are drawn anew together, so that a letter does not draw hundreds. */
const BLOCK = 25;

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
  const called = useEntriesCalled(path);
  const [open, setOpen] = useState<string[]>([]);
  const [naming, setNaming] = useState<Naming | null>(null);

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
      {Array.from({ length: Math.ceil(entries.length / BLOCK) }, (_, block) => (
        <EntryBlock
          key={block}
          path={path}
          entries={entries.slice(block * BLOCK, (block + 1) * BLOCK)}
          first={block * BLOCK}
          count={entries.length}
          open={open}
          onOpen={setOpen}
          onNaming={setNaming}
          change={change}
          schema={entry}
          inside={inside}
          told={told}
          called={called}
          readOnly={readOnly}
        />
      ))}
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

interface Naming {
  /** The entry that gets another id; null for a new one. */
  readonly from: string | null;
}

interface BlockProps extends Pick<Props, "path" | "inside" | "told"> {
  readonly called: Called;
  readonly entries: readonly (readonly [string, Plain])[];
  /** The place of its first entry among all. */
  readonly first: number;
  readonly count: number;
  readonly open: readonly string[];
  readonly onOpen: Dispatch<SetStateAction<string[]>>;
  readonly onNaming: (naming: Naming) => void;
  readonly change: Editing["change"];
  /** Of one entry. */
  readonly schema: Schema;
  readonly readOnly: boolean;
}

const EntryBlock = memo(
  DrawnBlock,
  (one, other) =>
    samePath(one.path, other.path) &&
    one.entries.length === other.entries.length &&
    one.entries.every(([id, value], at) => id === other.entries[at]?.[0] && value === other.entries[at]?.[1]) &&
    one.entries.every(([id]) => one.open.includes(id) === other.open.includes(id)) &&
    one.count === other.count &&
    one.schema === other.schema &&
    one.inside === other.inside &&
    one.told === other.told &&
    one.called === other.called &&
    one.readOnly === other.readOnly &&
    one.change === other.change,
);

function DrawnBlock({ path, entries, first, count, open, onOpen, onNaming, change, called, ...parts }: BlockProps) {
  const label = useLabels();
  const { schema, readOnly } = parts;
  const ids = entries.map(([id]) => id);
  return (
    <Collapse
      size="small"
      className="entry-block"
      activeKey={ids.filter((id) => open.includes(id))}
      onChange={(keys) => onOpen((now) => [...now.filter((id) => !ids.includes(id)), ...[keys].flat()])}
      destroyOnHidden
      items={entries.map(([id, value], offset) => {
        const index = first + offset;
        const own = [...path, id];
        return {
          key: id,
          label: <EntryName path={own} id={id} called={label(called[id])} value={value} />,
          extra: parts.told?.(own, value),
          children: (
            <>
              {!readOnly && (
                <EntryActions
                  onUp={index === 0 ? null : () => change((text) => move(text, path, index, index - 1))}
                  onDown={index === count - 1 ? null : () => change((text) => move(text, path, index, index + 1))}
                  onRename={() => onNaming({ from: id })}
                  onRemove={() => change((text) => remove(text, own))}
                />
              )}
              {parts.inside?.(own, value, schema) ?? <Inside schema={schema} path={own} data={value} />}
            </>
          ),
        };
      })}
    />
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
  /** What the id stands for, of an entry that has no label of its own. */
  readonly called: string;
  readonly value: Plain;
}

/** Drawn anew only with its own entry, or with the problems: there may be hundreds. */
const EntryName = memo(
  DrawnName,
  (one, other) => one.value === other.value && one.called === other.called && samePath(one.path, other.path),
);

function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

function DrawnName({ path, id, called, value }: EntryNameProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const issues = useIssuesAt(path, true);
  const errors = issues.some((one) => one.severity === "error");
  const name = isMapping(value) ? label(value.label as never) : called;
  return (
    <span className="entry-name">
      <strong>{name || id}</strong> {name && <span className="quiet code">{id}</span>}
      {!isMapping(value) && !Array.isArray(value) && <span className="code"> {String(value)}</span>}
      {issues.length > 0 && <Tag color={errors ? "error" : "warning"}>{say.issues(issues.length)}</Tag>}
    </span>
  );
}
