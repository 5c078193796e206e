/** The rows that are refused: by reason, each with its place and cure, and as a file. */
import { DownloadOutlined } from "@ant-design/icons";
import { App, Button, Card } from "antd";
import { useState } from "react";
import { asProblem, type Issue } from "@/api/problem";
import { useCodes } from "@/api/queries/problems";
import type { Preview } from "@/api/queries/tables";
import { LongTable } from "@/parts/LongTable";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { csvOf, type Found, type Group, groupsOf, placeOf } from "./found";

const WORDS = words({
  title: { zh: "被拒的行", en: "Refused rows" },
  reasons: { zh: "原因", en: "Reasons" },
  all: { zh: "全部原因", en: "All reasons" },
  such: { zh: (one: string) => `如：${one}`, en: (one: string) => `Such as: ${one}` },
  row: { zh: "行", en: "Row" },
  column: { zh: "列", en: "Column" },
  reason: { zh: "原因", en: "Reason" },
  cure: { zh: "怎么改", en: "Cure" },
  code: { zh: "代码", en: "Code" },
  download: { zh: "下载为 CSV", en: "Download as CSV" },
  rest: { zh: (n: string) => `读取其余 ${n} 条`, en: (n: string) => `Read the other ${n}` },
  file: { zh: "被拒的行", en: "refused-rows" },
});

interface Props {
  readonly found: Found;
  readonly preview: Preview | null;
  readonly fileName: string;
  /** Asks for all issues, of which a report tells only the first. */
  readonly readAll: () => Promise<readonly Issue[]>;
}

export function Refused({ found, preview, fileName, readAll }: Props) {
  const say = useWords(WORDS);
  const format = useFormat();
  const { message } = App.useApp();
  const [issues, setIssues] = useState(found.issues);
  const [isReading, setReading] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const text = useText(preview);
  const groups = useGroups(found);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const everything = async () => {
    setReading(true);
    try {
      const all = await readAll();
      setIssues(all);
      return all;
    } catch (thrown) {
      message.error(asProblem(thrown).detail);
      return issues;
    } finally {
      setReading(false);
    }
  };
  const download = async () => {
    const rows = (await everything()).map((issue) => text.cells(issue));
    save(csvOf([[say.row, say.column, say.reason, say.cure, say.code], ...rows]), `${fileName}-${say.file}.csv`);
  };
  const shown = chosen === null ? issues : issues.filter((issue) => issue.code === chosen);
  return (
    <Card
      title={say.title}
      extra={
        <Button icon={<DownloadOutlined />} loading={isReading} onClick={download}>
          {say.download}
        </Button>
      }
    >
      <div className="refused">
        <Reasons groups={groups} issues={found.issues} chosen={chosen} choose={setChosen} />
        <div>
          <LongTable<Issue>
            label={say.title}
            height={360}
            rows={shown}
            rowKey={(issue) => `${issue.path}:${issue.code}`}
            columns={[
              { key: "row", title: say.row, width: 70, align: "right", render: (issue) => placeOf(issue).row ?? "–" },
              { key: "column", title: say.column, width: 130, render: (issue) => text.column(issue) },
              {
                key: "reason",
                title: say.reason,
                width: 330,
                render: (issue) => <span title={text.reason(issue)}>{text.reason(issue)}</span>,
              },
              {
                key: "cure",
                title: say.cure,
                width: 260,
                render: (issue) => (
                  <span className="quiet" title={text.cure(issue)}>
                    {text.cure(issue)}
                  </span>
                ),
              },
            ]}
          />
          {issues.length < count && (
            <Button style={{ marginTop: 8 }} loading={isReading} onClick={() => void everything()}>
              {say.rest(format.number(count - issues.length))}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}

interface ReasonsProps {
  readonly groups: readonly Group[];
  readonly issues: readonly Issue[];
  readonly chosen: string | null;
  readonly choose: (code: string | null) => void;
}

function Reasons({ groups, issues, chosen, choose }: ReasonsProps) {
  const say = useWords(WORDS);
  const format = useFormat();
  const label = useLabels();
  const codes = useCodes();
  return (
    <ul className="refused-reasons" aria-label={say.reasons}>
      <li>
        <button type="button" aria-pressed={chosen === null} onClick={() => choose(null)}>
          {say.all}
        </button>
      </li>
      {groups.map(({ code, count }) => (
        <li key={code}>
          <button type="button" aria-pressed={chosen === code} onClick={() => choose(code)}>
            <strong>{format.number(count)}</strong> {label(codes(code)?.words, code)}
            {label(codes(code)?.words).includes("…") && <Sample issue={issues.find((issue) => issue.code === code)} />}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** One case, for reasons whose words leave everything open. */
function Sample({ issue }: { readonly issue: Issue | undefined }) {
  const say = useWords(WORDS);
  const label = useLabels();
  return issue === undefined ? null : <span className="quiet refused-sample">{say.such(label(issue.message))}</span>;
}

/** What is only worth a look refuses no row. */
function useGroups(found: Found): Group[] {
  const codes = useCodes();
  return groupsOf(found).filter(({ code }) => codes(code)?.isError ?? true);
}

function useText(preview: Preview | null) {
  const label = useLabels();
  const column = (issue: Issue) => {
    const found = preview?.columns[placeOf(issue).column ?? -1];
    return found ? `${found.letter} ${found.column}` : "–";
  };
  const reason = (issue: Issue) => label(issue.message);
  const cure = (issue: Issue) => label(issue.hint);
  const cells = (issue: Issue) => [
    String(placeOf(issue).row ?? issue.line ?? ""),
    column(issue),
    reason(issue),
    cure(issue),
    issue.code,
  ];
  return { column, reason, cure, cells };
}

function save(text: string, name: string) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
