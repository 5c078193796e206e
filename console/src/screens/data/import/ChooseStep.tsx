/** The file, by drag and drop or pasted from a spreadsheet, and what it is. */
import {
  DatabaseOutlined,
  FileExcelOutlined,
  InboxOutlined,
  NumberOutlined,
  SnippetsOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import { Alert, Button, Card, Input, Segmented, Upload } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useWords, words } from "@/words/words";
import { PurposeFields } from "./PurposeFields";
import { fileOf, sizeOf } from "./pasted";
import { type Chosen, isComplete, type Purpose, type Use } from "./purpose";

const WORDS = words({
  file: { zh: "一、文件", en: "1. The file" },
  upload: { zh: "选择文件", en: "A file" },
  paste: { zh: "粘贴表格", en: "Paste cells" },
  drop: { zh: "把文件拖到这里，或点击选择", en: "Drop a file here, or click to choose one" },
  kinds: {
    zh: "xlsx、CSV（任何常见编码）、Parquet、JSON；系统导出的日志还可以是 gzip。旧版 .xls 请另存为 .xlsx。",
    en: "xlsx, CSV in any usual encoding, Parquet, JSON; logs of systems also packed by gzip. Save an old .xls as .xlsx.",
  },
  pasteHere: {
    zh: "在 Excel 或 WPS 中选中单元格（包括标题行）复制，再粘贴到这里",
    en: "Copy cells in Excel (the headings too) and paste them here",
  },
  pasted: {
    zh: (rows: number, columns: number) => `已粘贴 ${rows} 行 × ${columns} 列`,
    en: (rows: number, columns: number) => `Pasted: rows ${rows}, columns ${columns}`,
  },
  tooFew: { zh: "至少要有标题行和一行数据。", en: "There must be headings and at least one row." },
  pastedName: { zh: "粘贴的表格.tsv", en: "pasted.tsv" },
  change: { zh: "换一个文件", en: "Another file" },
  what: { zh: "二、这是什么", en: "2. What it is" },
  people: { zh: "人员名单", en: "A list of people" },
  peopleAbout: { zh: "工号、姓名、岗位、班组、上级……", en: "Ids, names, roles, teams, managers" },
  figures: { zh: "指标数据", en: "Figures" },
  figuresAbout: { zh: "每人一行的当期数字，如主管评分", en: "One row a person: the period's numbers, such as marks" },
  dataset: { zh: "明细数据", en: "Events" },
  datasetAbout: { zh: "通话、会话、订单等逐条记录", en: "Calls, chats, orders, one row each" },
  next: { zh: "下一步", en: "Next" },
});

const USES: readonly (readonly [Use, ReactNode])[] = [
  ["people", <TeamOutlined key="people" />],
  ["figures", <NumberOutlined key="figures" />],
  ["dataset", <DatabaseOutlined key="dataset" />],
];

interface Props {
  readonly chosen: Chosen | null;
  readonly choose: (chosen: Chosen | null) => void;
  readonly purpose: Purpose;
  readonly setPurpose: (purpose: Purpose) => void;
  readonly onNext: () => void;
}

let files = 0;

export function ChooseStep({ chosen, choose, purpose, setPurpose, onNext }: Props) {
  const say = useWords(WORDS);
  const take = (file: File, isPasted: boolean) => {
    files += 1;
    choose({ file, number: files, isPasted });
  };
  return (
    <>
      <div className="import-columns">
        <Card title={say.file}>
          {chosen === null ? <Source take={take} /> : <ChosenFile chosen={chosen} drop={() => choose(null)} />}
        </Card>
        <Card title={say.what}>
          <fieldset className="import-uses">
            <legend className="visually-hidden">{say.what}</legend>
            {USES.map(([use, icon]) => (
              <label key={use} className={purpose.use === use ? "import-use chosen" : "import-use"}>
                <input
                  type="radio"
                  name="use"
                  value={use}
                  checked={purpose.use === use}
                  onChange={() => setPurpose({ ...purpose, use })}
                />
                <span aria-hidden className="import-use-icon">
                  {icon}
                </span>
                <span>
                  <strong>{say[use]}</strong>
                  <span className="quiet">{say[`${use}About`]}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {purpose.use !== null && <PurposeFields purpose={purpose} setPurpose={setPurpose} />}
        </Card>
      </div>
      <div className="import-foot">
        <Button type="primary" disabled={chosen === null || !isComplete(purpose)} onClick={onNext}>
          {say.next}
        </Button>
      </div>
    </>
  );
}

function Source({ take }: { readonly take: (file: File, isPasted: boolean) => void }) {
  const say = useWords(WORDS);
  const [way, setWay] = useState<"upload" | "paste">("upload");
  return (
    <>
      <Segmented
        aria-label={say.file}
        style={{ marginBottom: 12 }}
        value={way}
        onChange={setWay}
        options={[
          { value: "upload", label: say.upload, icon: <FileExcelOutlined /> },
          { value: "paste", label: say.paste, icon: <SnippetsOutlined /> },
        ]}
      />
      {way === "paste" ? (
        <PasteField take={take} />
      ) : (
        <Upload.Dragger
          multiple={false}
          showUploadList={false}
          beforeUpload={(file) => {
            take(file, false);
            return false;
          }}
        >
          <p style={{ fontSize: 34, color: "#1f5c99", margin: "8px 0" }} aria-hidden>
            <InboxOutlined />
          </p>
          <p style={{ fontSize: 15, margin: "0 0 6px" }}>{say.drop}</p>
          <p className="quiet" style={{ margin: "0 12px 8px" }}>
            {say.kinds}
          </p>
        </Upload.Dragger>
      )}
    </>
  );
}

function PasteField({ take }: { readonly take: (file: File, isPasted: boolean) => void }) {
  const say = useWords(WORDS);
  const [text, setText] = useState("");
  const size = sizeOf(text);
  // Once a whole block is there it is taken; while somebody types it is not.
  useEffect(() => {
    const file = fileOf(text, say.pastedName);
    if (file === null) return;
    const later = setTimeout(() => take(file, true), 400);
    return () => clearTimeout(later);
  }, [text, say.pastedName, take]);
  return (
    <>
      <Input.TextArea
        rows={9}
        value={text}
        aria-label={say.pasteHere}
        placeholder={say.pasteHere}
        className="code"
        onChange={(event) => setText(event.target.value)}
      />
      {size.rows === 1 && <Alert type="info" showIcon title={say.tooFew} style={{ marginTop: 8 }} />}
    </>
  );
}

function ChosenFile({ chosen, drop }: { readonly chosen: Chosen; readonly drop: () => void }) {
  const say = useWords(WORDS);
  return (
    <div className="import-file">
      <span aria-hidden style={{ fontSize: 28, color: "#136a3d" }}>
        {chosen.isPasted ? <SnippetsOutlined /> : <FileExcelOutlined />}
      </span>
      <span>
        <strong>{chosen.file.name}</strong>
        <span className="quiet">
          {chosen.isPasted ? <PastedSize file={chosen.file} /> : <Bytes size={chosen.file.size} />}
        </span>
      </span>
      <Button onClick={drop}>{say.change}</Button>
    </div>
  );
}

function PastedSize({ file }: { readonly file: File }) {
  const say = useWords(WORDS);
  const [size, setSize] = useState<{ rows: number; columns: number } | null>(null);
  useEffect(() => {
    void file.text().then((text) => setSize(sizeOf(text)));
  }, [file]);
  return size && say.pasted(size.rows, size.columns);
}

export function Bytes({ size }: { readonly size: number }) {
  if (size < 1024) return `${size} B`;
  return size < 1024 ** 2 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 ** 2).toFixed(1)} MB`;
}
