/** What differs in meaning, by the parts of a rule set, with both values side by side. */
import { Tag } from "antd";
import { stringify } from "yaml";
import type { Difference } from "@/api/queries/versions";
import { EmptyBox } from "@/parts/EmptyBox";
import { SECTION_NAMES, type SectionId, sectionOf } from "@/screens/editor/sections/sections";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";

const WORDS = words({
  same: { zh: "含义完全相同", en: "Both mean the same" },
  sameHint: {
    zh: "文字、顺序或注释可能不同，但算出的结果一样。",
    en: "Wording, order or comments may differ, but the results are the same.",
  },
  what: { zh: "内容", en: "What" },
  added: { zh: "新增", en: "added" },
  removed: { zh: "删去", en: "removed" },
  changed: { zh: "修改", en: "changed" },
  moved: { zh: "移动", en: "moved" },
  nothing: { zh: "无", en: "none" },
  yes: { zh: "是", en: "yes" },
  no: { zh: "否", en: "no" },
  place: { zh: (n: number) => `第 ${n} 位`, en: (n: number) => `place ${n}` },
  count: { zh: (n: number) => `${n} 处不同`, en: (n: number) => (n === 1 ? "1 difference" : `${n} differences`) },
});

type Change = Difference["changes"][number];
const COLOURS = { added: "success", removed: "error", changed: "blue", moved: "default" } as const;

interface Props {
  readonly changes: readonly Change[];
  /** What both sides are called. */
  readonly names: readonly [string, string];
}

export function Differences({ changes, names }: Props) {
  const say = useWords(WORDS);
  const sections = useWords(SECTION_NAMES);
  const label = useLabels();
  if (changes.length === 0) return <EmptyBox title={say.same}>{say.sameHint}</EmptyBox>;
  return (
    <>
      <p className="quiet" role="status">
        {say.count(changes.length)}
      </p>
      {bySection(changes).map(([section, some]) => (
        <section key={section} className="differences" aria-label={sections[section]}>
          <h3>{sections[section]}</h3>
          <table>
            <thead>
              <tr>
                <th scope="col">{say.what}</th>
                <th scope="col">{names[0]}</th>
                <th scope="col">{names[1]}</th>
              </tr>
            </thead>
            <tbody>
              {some.map((change, index) => (
                <tr key={`${index}:${change.path}`}>
                  <th scope="row" title={label(change.sentence)}>
                    <Tag color={COLOURS[change.kind]}>{say[change.kind]}</Tag> {label(change.label)}
                    <div className="quiet code">{change.path}</div>
                  </th>
                  <td className="difference-before">
                    <Value value={change.told.before ?? change.before} kind={change.kind} />
                  </td>
                  <td className="difference-after">
                    <Value value={change.told.after ?? change.after} kind={change.kind} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </>
  );
}

/** A value as it is written, a formula with labels; whole parts as the text they are in the document. */
function Value({ value, kind }: { readonly value: unknown; readonly kind: Change["kind"] }) {
  const say = useWords(WORDS);
  const label = useLabels();
  if (value === null || value === undefined) return <span className="quiet">{say.nothing}</span>;
  if (kind === "moved" && typeof value === "number") return say.place(value);
  if (typeof value === "boolean") return value ? say.yes : say.no;
  if (isLabel(value)) return label(value);
  if (typeof value === "object") return <pre>{stringify(value, { lineWidth: 60 }).trimEnd()}</pre>;
  return String(value);
}

function isLabel(value: unknown): value is { readonly zh?: string; readonly en?: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).length > 0 &&
    Object.entries(value).every(([key, text]) => (key === "zh" || key === "en") && typeof text === "string")
  );
}

function bySection(changes: readonly Change[]): readonly (readonly [SectionId, readonly Change[]])[] {
  const found = new Map<SectionId, Change[]>();
  for (const change of changes) {
    const section = sectionOf(change.path.split(/[.[]/));
    found.set(section, [...(found.get(section) ?? []), change]);
  }
  return [...found];
}
