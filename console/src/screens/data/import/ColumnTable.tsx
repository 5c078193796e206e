/** The columns of a file with their first values, each with what it stands for. */
import { AutoComplete, Select, Tag } from "antd";
import type { Preview, PreviewColumn, Target } from "@/api/queries/tables";
import { DataTable } from "@/parts/DataTable";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { type Choice, type Choices, namedColumns } from "./choices";
import type { Use } from "./purpose";

const WORDS = words({
  title: { zh: "文件的列", en: "Columns of the file" },
  column: { zh: "文件中的列", en: "Column" },
  values: { zh: "前几个值", en: "First values" },
  target: { zh: "对应", en: "Stands for" },
  targetOf: { zh: (name: string) => `“${name}”对应什么`, en: (name: string) => `What “${name}” stands for` },
  format: { zh: "写法", en: "Written as" },
  formatOf: { zh: (name: string) => `“${name}”的写法`, en: (name: string) => `How “${name}” is written` },
  usual: { zh: "通常写法", en: "as usual" },
  none: { zh: "不导入", en: "left out" },
  unnamed: { zh: "（没有列名，不能导入）", en: "(no name of its own: left out)" },
  needed: { zh: "必需", en: "needed" },
  person: { zh: "人员", en: "Person" },
  attribute: { zh: "人员属性", en: "Attributes" },
  input: { zh: "指标数据", en: "Figures" },
  decision: { zh: "酌情奖励的决定", en: "Decisions" },
  event: { zh: "数据集的列", en: "Columns of the dataset" },
  fresh: {
    zh: (name: string) => `新属性“${name}”`,
    en: (name: string) => `a new attribute “${name}”`,
  },
  means: { zh: (written: string) => `“${written}”表示`, en: (written: string) => `“${written}” means` },
  asWritten: { zh: "原样", en: "as it is" },
});

const ABOUT = ["person", "input", "decision", "event", "attribute"] as const;
const ATTRIBUTE = /^\p{L}[\p{L}\p{N}_]{0,62}$/u;

interface Props {
  readonly preview: Preview;
  readonly use: Use;
  readonly choices: Choices;
  readonly setChoices: (choices: Choices) => void;
}

export function ColumnTable({ preview, use, choices, setChoices }: Props) {
  const say = useWords(WORDS);
  const named = new Set(namedColumns(preview.columns));
  const formats = preview.targets.some((one) => one.formats.length > 0);
  const choose = (column: string, choice: Choice) => setChoices({ ...choices, [column]: choice });
  return (
    <DataTable<PreviewColumn>
      aria-label={say.title}
      size="small"
      rowKey="letter"
      dataSource={preview.columns}
      columns={[
        {
          title: say.column,
          width: 180,
          render: (_, one) => (
            <>
              <span className="quiet code">{one.letter}</span> {one.column}
            </>
          ),
        },
        {
          title: say.values,
          render: (_, one) => (
            <span className="import-values">
              {one.values.map((value, index) => (
                <Tag key={index}>{value}</Tag>
              ))}
            </span>
          ),
        },
        {
          title: say.target,
          width: 250,
          render: (_, one) =>
            named.has(one) ? (
              <TargetSelect
                column={one.column}
                preview={preview}
                use={use}
                choice={choices[one.column] ?? { target: null }}
                choose={(choice) => choose(one.column, choice)}
              />
            ) : (
              <span className="quiet">{say.unnamed}</span>
            ),
        },
        ...(formats
          ? [
              {
                title: say.format,
                width: 210,
                render: (_: unknown, one: PreviewColumn) =>
                  named.has(one) && (
                    <Writing
                      column={one}
                      target={preview.targets.find((target) => target.id === choices[one.column]?.target)}
                      choice={choices[one.column] ?? { target: null }}
                      choose={(choice) => choose(one.column, choice)}
                    />
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}

interface SelectProps {
  readonly column: string;
  readonly preview: Preview;
  readonly use: Use;
  readonly choice: Choice;
  readonly choose: (choice: Choice) => void;
}

function TargetSelect({ column, preview, use, choice, choose }: SelectProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const option = (one: Target) => ({
    value: one.id,
    label: `${label(one.label, one.id)}${one.needed ? ` · ${say.needed}` : ""}`,
    sought: `${one.id} ${one.label.zh} ${one.label.en}`.toLowerCase(),
  });
  const groups = ABOUT.map((about) => ({
    label: say[about],
    options: preview.targets.filter((one) => one.about === about).map(option),
  })).filter((group) => group.options.length > 0);
  const known = preview.targets.some((one) => one.id === choice.target);
  // People may have attributes that nobody had before.
  const fresh = use === "people" && ATTRIBUTE.test(column) ? column : null;
  const others = [fresh, known ? null : choice.target].filter(
    (id, index, all) => id !== null && !preview.targets.some((one) => one.id === id) && all.indexOf(id) === index,
  );
  return (
    <Select
      aria-label={say.targetOf(column)}
      showSearch={{
        filterOption: (typed, found) => (found as { sought?: string }).sought?.includes(typed.toLowerCase()) ?? false,
      }}
      style={{ width: 226 }}
      value={choice.target ?? ""}
      className={choice.target === null ? "import-unused" : undefined}
      onChange={(target) => choose({ target: target || null })}
      options={[
        { value: "", label: say.none, sought: say.none },
        ...groups,
        ...others.map((id) => ({ value: id as string, label: say.fresh(id as string), sought: id as string })),
      ]}
    />
  );
}

interface WritingProps {
  readonly column: PreviewColumn;
  readonly target: Target | undefined;
  readonly choice: Choice;
  readonly choose: (choice: Choice) => void;
}

/** How the cells of a column of events are written, and what words stand for which choice. */
function Writing({ column, target, choice, choose }: WritingProps) {
  const say = useWords(WORDS);
  if (target === undefined) return null;
  if (target.choices.length > 0) {
    const unknown = [...new Set(column.values)].filter(
      (value) => !target.choices.includes(value) || choice.values?.[value] !== undefined,
    );
    return (
      <span className="import-meanings">
        {unknown.map((written) => (
          <span key={written}>
            <span className="quiet">{say.means(written)}</span>
            <Select
              size="small"
              aria-label={say.means(written)}
              style={{ minWidth: 110 }}
              value={choice.values?.[written] ?? ""}
              onChange={(meant) => choose({ ...choice, values: withMeaning(choice.values, written, meant) })}
              options={[
                { value: "", label: say.asWritten },
                ...target.choices.map((one) => ({ value: one, label: one })),
              ]}
            />
          </span>
        ))}
      </span>
    );
  }
  if (target.formats.length === 0) return null;
  const moments = MOMENTS[target.kind ?? ""];
  if (moments !== undefined) {
    // Days and times are put together freely.
    return (
      <AutoComplete
        aria-label={say.formatOf(column.column)}
        style={{ width: 190 }}
        allowClear
        placeholder={say.usual}
        value={choice.format ?? ""}
        onChange={(format: string) => choose({ ...choice, format: format?.trim() || undefined })}
        options={[...new Set([...moments, ...target.formats])].map((one) => ({ value: one }))}
      />
    );
  }
  return (
    <Select
      aria-label={say.formatOf(column.column)}
      style={{ width: 190 }}
      value={choice.format ?? ""}
      onChange={(format) => choose({ ...choice, format: format || undefined })}
      options={[{ value: "", label: say.usual }, ...target.formats.map((one) => ({ value: one, label: one }))]}
    />
  );
}

/** Usual ways to write days and times, put together as it allows. */
const MOMENTS: { readonly [kind: string]: readonly string[] | undefined } = {
  time: [
    "DD/MM/YYYY HH:mm",
    "MM/DD/YYYY HH:mm",
    "YYYY-MM-DD HH:mm:ss",
    "YYYY/M/D H:mm",
    "MM/DD/YYYY hh:mm A",
    "YYYYMMDDHHmmss",
    "DD.MM.YYYY HH:mm",
  ],
  date: ["YYYY/M/D", "YYYYMMDD", "MM/DD/YYYY", "DD/MM/YYYY"],
};

function withMeaning(values: Choice["values"], written: string, meant: string): Choice["values"] {
  const rest = Object.fromEntries(Object.entries(values ?? {}).filter(([key]) => key !== written));
  const next = meant === "" ? rest : { ...rest, [written]: meant };
  return Object.keys(next).length === 0 ? undefined : next;
}
