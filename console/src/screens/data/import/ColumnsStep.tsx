/** Which column stands for what: proposed by name, changed by hand, saved for the next file. */
import { Alert, Button, Card, InputNumber, Select, Space } from "antd";
import { useEffect, useMemo, useState } from "react";
import { asProblem, type Issue } from "@/api/problem";
import { type Preview, usePreview, useSavedMappings } from "@/api/queries/tables";
import { IssueList } from "@/parts/IssueList";
import { Loading } from "@/parts/Loading";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { ColumnTable } from "./ColumnTable";
import { type Choices, fits, proposed, readingOf, troubles, withMapping } from "./choices";
import { FileProblem } from "./FileProblem";
import { aboutOf, type Chosen, type Purpose, previewQuery, type Reading, type Use } from "./purpose";
import { SaveMapping } from "./SaveMapping";

const WORDS = words({
  title: { zh: "列对应关系", en: "What the columns are" },
  about: {
    zh: "按列名自动对应，请核对。不需要的列选“不导入”。",
    en: "Matched by name; have a look. What is not needed is left out.",
  },
  sheet: { zh: "工作表", en: "Sheet" },
  headerRow: { zh: "标题行", en: "Row of headings" },
  noHeader: { zh: "0 表示没有标题行", en: "0: there is none" },
  encoding: { zh: "编码", en: "Encoding" },
  found: { zh: "自动识别", en: "found out" },
  saved: { zh: "已保存的对应关系", en: "Saved mapping" },
  byName: { zh: "按列名", en: "by name" },
  applied: {
    zh: (name: string) => `已套用保存过的“${name}”。`,
    en: (name: string) => `The saved mapping “${name}” is applied.`,
  },
  lacking: {
    zh: (names: string) => `还没有一列对应：${names}`,
    en: (names: string) => `No column stands for: ${names}`,
  },
  twice: {
    zh: (names: string) => `不止一列对应：${names}`,
    en: (names: string) => `Several columns stand for: ${names}`,
  },
  back: { zh: "上一步", en: "Back" },
  check: { zh: "检查数据", en: "Check the data" },
});

const ENCODINGS = ["utf-8", "gb18030", "big5", "utf-16", "windows-1252", "shift_jis"];

interface Props {
  readonly chosen: Chosen;
  readonly purpose: Purpose;
  readonly reading: Reading;
  readonly setReading: (reading: Reading) => void;
  readonly choices: Choices | null;
  readonly setChoices: (choices: Choices | null) => void;
  readonly onPreview: (preview: Preview) => void;
  readonly onBack: () => void;
  readonly onOther: () => void;
  readonly onNext: () => void;
}

export function ColumnsStep(props: Props) {
  const { chosen, purpose, reading, setReading, choices, setChoices, onPreview, onBack, onOther, onNext } = props;
  const say = useWords(WORDS);
  const use = purpose.use as Use;
  const preview = usePreview({ ...chosen, query: previewQuery(purpose, reading) }, true);
  const mappings = useSavedMappings(use, aboutOf(purpose));
  const [applied, setApplied] = useState<string | null>(null);
  const data = preview.data;
  const saved = useMemo(() => mappings.data?.items ?? [], [mappings.data]);
  // A file that looks like one before is read like that one; whatever was chosen by hand stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each table that is looked at
  useEffect(() => {
    if (data === undefined || mappings.isPending) return;
    onPreview(data);
    if (choices !== null) return;
    const fitting = saved.find((one) => fits(data, use, one.mapping));
    setApplied(fitting?.name ?? null);
    setChoices(fitting ? withMapping(data, use, fitting.mapping) : proposed(data));
  }, [data, mappings.isPending]);
  if (preview.error) {
    const isAsked = Object.keys(reading).length > 0;
    const again = () => (isAsked ? setReading({}) : void preview.refetch());
    return <FileProblem problem={asProblem(preview.error)} onBack={onOther} again={again} />;
  }
  if (data === undefined || choices === null) return <Loading rows={8} />;
  const reread = (next: Reading) => {
    setChoices(null);
    setReading(next);
  };
  const apply = (name: string) => {
    const one = saved.find((mapping) => mapping.name === name);
    setApplied(one?.name ?? null);
    if (one) {
      setReading({ ...reading, ...readingOf(one.mapping) });
      setChoices(withMapping(data, use, one.mapping));
    } else setChoices(proposed(data));
  };
  const found = troubles(data, choices);
  // Which sheet is read is chosen above.
  const notes = (data.notes as Issue[]).filter((note) => note.code !== "sheets-unread");
  const isUsable = found.lacking.length === 0 && found.twice.length === 0;
  return (
    <>
      <Card title={say.title} extra={<span className="quiet">{say.about}</span>}>
        <Space wrap size={[20, 12]} style={{ marginBottom: 16 }}>
          {data.sheets.length > 1 && (
            <Labelled label={say.sheet}>
              <Select
                aria-label={say.sheet}
                style={{ minWidth: 160 }}
                value={data.sheet}
                onChange={(sheet) => reread({ ...reading, sheet: sheet ?? undefined, headerRow: undefined })}
                options={data.sheets.map((one) => ({ value: one, label: one }))}
              />
            </Labelled>
          )}
          {(data.kind === "csv" || data.kind === "xlsx") && (
            <Labelled label={say.headerRow}>
              <InputNumber
                aria-label={`${say.headerRow} (${say.noHeader})`}
                title={say.noHeader}
                min={0}
                max={1000}
                precision={0}
                style={{ width: 90 }}
                value={data.header_row}
                onChange={(row) => row !== null && reread({ ...reading, headerRow: row })}
              />
            </Labelled>
          )}
          {data.kind === "csv" && !chosen.isPasted && (
            <Labelled label={say.encoding}>
              <Select
                aria-label={say.encoding}
                style={{ minWidth: 130 }}
                value={reading.encoding ?? ""}
                onChange={(encoding) => reread({ ...reading, encoding: encoding || undefined })}
                options={[{ value: "", label: say.found }, ...ENCODINGS.map((one) => ({ value: one, label: one }))]}
              />
            </Labelled>
          )}
          {saved.length > 0 && (
            <Labelled label={say.saved}>
              <Select
                aria-label={say.saved}
                style={{ minWidth: 180 }}
                value={applied ?? ""}
                onChange={apply}
                options={[
                  { value: "", label: say.byName },
                  ...saved.map((one) => ({ value: one.name, label: one.name })),
                ]}
              />
            </Labelled>
          )}
        </Space>
        {applied !== null && <Alert type="info" showIcon title={say.applied(applied)} style={{ marginBottom: 12 }} />}
        {notes.length > 0 && <IssueList issues={notes} />}
        <ColumnTable preview={data} use={use} choices={choices} setChoices={setChoices} />
        <Trouble preview={data} found={found} />
        <SaveMapping purpose={purpose} reading={reading} choices={choices} name={applied} />
      </Card>
      <div className="import-foot">
        <Button onClick={onBack}>{say.back}</Button>
        <Button type="primary" disabled={!isUsable} onClick={onNext}>
          {say.check}
        </Button>
      </div>
    </>
  );
}

function Labelled({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <span className="import-labelled">
      <span className="quiet">{label}</span>
      {children}
    </span>
  );
}

interface TroubleProps {
  readonly preview: Preview;
  readonly found: { readonly lacking: readonly string[]; readonly twice: readonly string[] };
}

function Trouble({ preview, found }: TroubleProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const named = (ids: readonly string[]) =>
    ids.map((id) => label(preview.targets.find((one) => one.id === id)?.label, id)).join("、");
  return (
    <>
      {found.lacking.length > 0 && (
        <Alert type="warning" showIcon title={say.lacking(named(found.lacking))} style={{ marginTop: 12 }} />
      )}
      {found.twice.length > 0 && (
        <Alert type="error" showIcon title={say.twice(named(found.twice))} style={{ marginTop: 12 }} />
      )}
    </>
  );
}
