/** Problems of a document or request, each with its place and its cure. */
import { CloseCircleFilled, ExclamationCircleFilled, InfoCircleFilled } from "@ant-design/icons";
import type { Issue } from "@/api/problem";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import "./IssueList.css";

const WORDS = words({
  error: { zh: "错误", en: "Error" },
  warning: { zh: "警告", en: "Warning" },
  advice: { zh: "建议", en: "Advice" },
  whole: { zh: "整个文档", en: "Whole document" },
});

const ICONS = {
  error: <CloseCircleFilled style={{ color: "#c0262d" }} />,
  warning: <ExclamationCircleFilled style={{ color: "#9a5b00" }} />,
  advice: <InfoCircleFilled style={{ color: "#1f5c99" }} />,
} as const;

interface Props {
  readonly issues: readonly Issue[];
  /** Called with the issue whose place the reader wants to see. */
  readonly onOpen?: (issue: Issue) => void;
}

export function IssueList({ issues, onOpen }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  return (
    <ul className="issue-list">
      {issues.map((issue, index) => {
        const body = (
          <>
            <span className="issue-icon" role="img" aria-label={say[issue.severity]}>
              {ICONS[issue.severity]}
            </span>
            <span className="issue-words">
              <span>{label(issue.message)}</span>
              {issue.hint && <span className="quiet">{label(issue.hint)}</span>}
              {(issue.path || onOpen) && (
                <span className="quiet code">
                  {issue.path || say.whole}
                  {issue.line !== null && ` · ${issue.line}:${issue.column ?? 1}`}
                </span>
              )}
            </span>
          </>
        );
        return (
          <li key={`${index}:${issue.code}:${issue.path}`}>
            {onOpen ? (
              <button type="button" onClick={() => onOpen(issue)}>
                {body}
              </button>
            ) : (
              <div>{body}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
