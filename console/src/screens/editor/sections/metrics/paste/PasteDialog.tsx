/** A block that was pasted, as the metrics it would make or change: looked at before anything is written. */
import { Alert, Input, Modal, Tag } from "antd";
import { useMemo, useState } from "react";
import { readBlock } from "@/parts/paste/block";
import { useWords, words } from "@/words/words";
import { columnsOf, FIELDS, type Field } from "./columns";
import { countsOf, type PlannedCell, type PlannedRow, planOf, type Target } from "./plan";
import { useFieldNames } from "./useFieldNames";
import "./paste.css";

const WORDS = words({
  title: { zh: "粘贴表格", en: "Paste a table" },
  here: {
    zh: "在 Excel 或 WPS 里复制几行，在这里按 Ctrl+V。首行可以是标题，例如：名称、取值、目标值、权重。",
    en: "Copy some lines in Excel or WPS and press Ctrl+V here. The first line may name the columns: name, value, target, weight.",
  },
  block: { zh: "要粘贴的内容", en: "What to paste" },
  preview: { zh: "预览", en: "Preview" },
  column: { zh: (n: number) => `第 ${n} 列的含义`, en: (n: number) => `Meaning of column ${n}` },
  skipped: { zh: "不用这一列", en: "leave out" },
  metric: { zh: "指标", en: "Metric" },
  fresh: { zh: "新增", en: "new" },
  kept: { zh: "修改", en: "change" },
  same: { zh: "不变", en: "same" },
  broken: { zh: "表格里的公式出错了", en: "an error in the spreadsheet" },
  "no-share": { zh: "不是百分比", en: "no percentage" },
  "no-target": { zh: "这个计分方法没有目标值", en: "its method has no target" },
  "no-group": { zh: "没有这个组", en: "no such group" },
  flawed: {
    zh: (n: number) => `${n} 格不能用，会保持原样`,
    en: (n: number) =>
      n === 1 ? "1 cell cannot be used and stays as it is" : `${n} cells cannot be used and stay as they are`,
  },
  write: {
    zh: (added: number, changed: number) => `新增 ${added} 个、修改 ${changed} 个指标`,
    en: (added: number, changed: number) => `Add ${added}, change ${changed}`,
  },
  cancel: { zh: "取消", en: "Cancel" },
});

const MOST_SHOWN = 100;

interface Props {
  /** What was copied; empty if it is still to be pasted here. */
  readonly copied: string;
  readonly order: readonly Field[];
  readonly first: Field;
  readonly target: Target;
  readonly onWrite: (rows: readonly PlannedRow[]) => void;
  readonly onCancel: () => void;
}

export function PasteDialog({ copied, order, first, target, onWrite, onCancel }: Props) {
  const say = useWords(WORDS);
  const names = useFieldNames();
  const [text, setText] = useState(copied);
  const [meanings, setMeanings] = useState<readonly (Field | null)[] | null>(null);
  const found = useMemo(() => columnsOf(readBlock(text), order, first), [text, order, first]);
  const fields = meanings ?? found.fields;
  const rows = useMemo(() => planOf({ ...found, fields }, target), [found, fields, target]);
  const counts = countsOf(rows);
  const mean = (column: number, field: Field | null) =>
    setMeanings(fields.map((one, index) => (index === column ? field : one === field ? null : one)));
  const used = fields.flatMap((field, column) => (field === null || field === "id" ? [] : [{ field, column }]));
  return (
    <Modal
      open
      width={860}
      title={say.title}
      okText={say.write(counts.added, counts.changed)}
      cancelText={say.cancel}
      okButtonProps={{ disabled: counts.added + counts.changed === 0 }}
      onOk={() => onWrite(rows)}
      onCancel={onCancel}
    >
      {copied === "" && (
        <>
          <p className="quiet">{say.here}</p>
          <Input.TextArea
            autoFocus
            rows={text === "" ? 6 : 2}
            aria-label={say.block}
            className="code"
            value={text}
            onChange={({ target: { value } }) => {
              setText(value);
              setMeanings(null);
            }}
          />
        </>
      )}
      {found.rows.length > 0 && (
        <>
          <div className="paste-columns">
            {fields.map((field, column) => (
              <label key={column}>
                <span className="quiet">{found.headings?.[column] || say.column(column + 1)}</span>
                <select
                  value={field ?? ""}
                  onChange={({ target: { value } }) => mean(column, value === "" ? null : (value as Field))}
                >
                  <option value="">{say.skipped}</option>
                  {FIELDS.map((one) => (
                    <option key={one} value={one}>
                      {names[one]}
                    </option>
                  ))}
                </select>
              </label>
            ))}
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className="paste-preview" aria-label={say.preview} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{say.metric}</th>
                  {used.map(({ field }) => (
                    <th key={field} scope="col">
                      {names[field]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.slice(0, MOST_SHOWN).map((row) => (
                  <tr key={row.id}>
                    <th scope="row">
                      <Mark row={row} /> <span className="code">{row.id}</span>
                    </th>
                    {row.cells.map((cell, index) => (
                      <td key={index}>{cell && <Change cell={cell} />}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          {counts.flawed > 0 && <Alert type="warning" showIcon title={say.flawed(counts.flawed)} />}
        </>
      )}
    </Modal>
  );
}

function Mark({ row }: { readonly row: PlannedRow }) {
  const say = useWords(WORDS);
  if (row.isNew) return <Tag color="success">{say.fresh}</Tag>;
  const { changed } = countsOf([row]);
  return changed > 0 ? <Tag color="processing">{say.kept}</Tag> : <Tag>{say.same}</Tag>;
}

function Change({ cell: { source, told, before, flaw } }: { readonly cell: PlannedCell }) {
  const say = useWords(WORDS);
  if (flaw !== null)
    return (
      <span className="paste-flaw">
        {source} <small>{say[flaw]}</small>
      </span>
    );
  if (before === null || before === told) return <span>{told}</span>;
  return (
    <span>
      {before && <del className="quiet">{before}</del>} <ins>{told}</ins>
    </span>
  );
}
