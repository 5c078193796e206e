/** A file that cannot be used as a whole: what is wrong with it, how to mend it, and the way back. */
import { FileUnknownOutlined } from "@ant-design/icons";
import { Button, Space } from "antd";
import type { ApiProblem } from "@/api/problem";
import { ProblemBox } from "@/parts/ProblemBox";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";

const WORDS = words({
  title: { zh: "这个文件还不能导入", en: "This file cannot be imported yet" },
  tooLarge: { zh: "文件太大", en: "The file is too large" },
  tooLargeHint: {
    zh: "请拆成几个文件（例如按月），或删去不需要的工作表和列，再分别导入。",
    en: "Split it, for example by month, or remove sheets and columns that are not needed.",
  },
  wrongKind: { zh: "不支持这种文件", en: "Files of this kind are not supported" },
  wrongKindHint: {
    zh: "请使用 xlsx、CSV、Parquet 或 JSON。旧版 .xls、.et、.numbers 请另存为 .xlsx。",
    en: "Use xlsx, CSV, Parquet or JSON. Save .xls, .et or .numbers as .xlsx.",
  },
  other: { zh: "换一个文件", en: "Another file" },
  again: { zh: "重试", en: "Try again" },
});

interface Props {
  readonly problem: ApiProblem;
  readonly onBack: () => void;
  /** What the way back is called; usually it leads to another file. */
  readonly back?: string;
  readonly again?: () => void;
}

export function FileProblem({ problem, onBack, back, again }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const isOfFile = [413, 415, 422].includes(problem.status);
  if (!isOfFile) return <ProblemBox problem={problem} again={again ?? onBack} />;
  const told = {
    413: { title: say.tooLarge, hint: say.tooLargeHint },
    415: { title: say.wrongKind, hint: say.wrongKindHint },
  }[problem.status];
  return (
    <div className="state-box" role="alert">
      <span aria-hidden style={{ fontSize: 34, color: "#9a5b00" }}>
        <FileUnknownOutlined />
      </span>
      <h2>{told?.title ?? say.title}</h2>
      {told && <p>{problem.detail}</p>}
      {told && <p>{told.hint}</p>}
      {!told && problem.issues.length === 0 && <p>{problem.detail}</p>}
      {!told && problem.issues.length > 0 && (
        <ul className="file-issues">
          {problem.issues.slice(0, 20).map((issue) => (
            <li key={`${issue.code}:${issue.path}:${issue.line}`}>
              <strong>{label(issue.message)}</strong>
              {issue.hint && <span className="quiet">{label(issue.hint)}</span>}
            </li>
          ))}
        </ul>
      )}
      <Space>
        <Button type="primary" onClick={onBack}>
          {back ?? say.other}
        </Button>
        {again && <Button onClick={again}>{say.again}</Button>}
      </Space>
    </div>
  );
}
