/** The metric or group that is open, below the table: what can be done with it, and all its fields. */
import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { move, remove, rename } from "@/scheme/text/edits";
import { type Label, useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { useEditing } from "../../editing";
import { EntryActions } from "../../form/EntryActions";
import type { Described } from "../../form/KindField";
import { RecordFields } from "../../form/RecordFields";
import type { Schema } from "../../form/schema";
import { moveTo, renameGroup } from "./arrange";
import { MetricForm } from "./MetricForm";
import { entriesIn, keyIn, type Line, slotBeside } from "./rows";

const WORDS = words({
  metric: { zh: "指标", en: "Metric" },
  group: { zh: "指标组", en: "Group" },
  close: { zh: "收起", en: "Close" },
});

export interface Entry {
  readonly section: "metrics" | "groups";
  readonly id: string;
}

interface Props {
  readonly entry: Entry;
  readonly lines: readonly Line[];
  readonly schema: Schema;
  readonly methods: readonly Described[];
  readonly onRename: () => void;
  readonly onClose: () => void;
}

export function Opened({ entry: { section, id }, lines, schema, methods, onRename, onClose }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const { scheme, change, readOnly } = useEditing();
  const place = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: for every entry that is opened
  useEffect(() => {
    const top = place.current?.getBoundingClientRect().top ?? 0;
    // Its beginning into sight, and as much of the table as there is room for.
    if (top > window.innerHeight - 260) window.scrollBy({ top: top - window.innerHeight / 2 });
  }, [section, id]);
  const entries = entriesIn(scheme.data?.[section]);
  const data = entries[id];
  const name = label(keyIn(data, "label") as Label);
  if (data === undefined) return null;
  const beside = (step: -1 | 1) => {
    if (section === "metrics") {
      const slot = slotBeside(lines, id, step);
      return slot && (() => change((text) => moveTo(text, id, slot)));
    }
    const names = Object.keys(entries);
    const at = names.indexOf(id);
    return names[at + step] === undefined ? null : () => change((text) => move(text, ["groups"], at, at + step));
  };
  return (
    <section className="opened" ref={place} aria-label={name || id}>
      <header className="opened-head">
        <span className="opened-name">
          <span className="quiet">{section === "metrics" ? say.metric : say.group}</span> <strong>{name || id}</strong>{" "}
          {name && <span className="quiet code">{id}</span>}
        </span>
        {!readOnly && (
          <EntryActions
            onUp={beside(-1)}
            onDown={beside(1)}
            onRename={onRename}
            onRemove={() => change((text) => remove(text, [section, id]))}
          />
        )}
        <Button size="small" type="text" icon={<CloseOutlined />} aria-label={say.close} onClick={onClose} />
      </header>
      {section === "metrics" ? (
        <MetricForm key={id} id={id} metric={data} schema={schema} methods={methods} />
      ) : (
        <RecordFields key={id} schema={schema} path={[section, id]} data={data} />
      )}
    </section>
  );
}

/** The entry by another id. */
export function renamed(text: string, { section, id }: Entry, to: string): string {
  return section === "groups" ? renameGroup(text, id, to) : rename(text, [section, id], to);
}
