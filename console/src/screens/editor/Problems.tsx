/** Everything that the checks found, worst first; a click shows the field. */
import { Card, Tag } from "antd";
import { IssueList } from "@/parts/IssueList";
import { pathIn } from "@/scheme/text/read";
import { useWords, words } from "@/words/words";
import { useEditing } from "./editing";

const WORDS = words({
  title: { zh: "问题", en: "Problems" },
  none: { zh: "没有发现问题。", en: "No problems found." },
  checking: { zh: "正在检查…", en: "Checking…" },
  error: { zh: (n: number) => `${n} 个错误`, en: (n: number) => (n === 1 ? "1 error" : `${n} errors`) },
  warning: { zh: (n: number) => `${n} 个警告`, en: (n: number) => (n === 1 ? "1 warning" : `${n} warnings`) },
  advice: { zh: (n: number) => `${n} 条建议`, en: (n: number) => (n === 1 ? "1 advice" : `${n} pieces of advice`) },
});

const RANKS = ["error", "warning", "advice"] as const;
const COLOURS = { error: "error", warning: "warning", advice: "processing" } as const;

export function Problems({ checking }: { readonly checking: boolean }) {
  const say = useWords(WORDS);
  const { issues, goTo, scheme } = useEditing();
  const sorted = RANKS.flatMap((rank) => issues.filter((one) => one.severity === rank));
  return (
    <Card
      size="small"
      className="problems"
      title={say.title}
      extra={RANKS.map((rank) => {
        const count = issues.filter((one) => one.severity === rank).length;
        return (
          count > 0 && (
            <Tag key={rank} color={COLOURS[rank]}>
              {say[rank](count)}
            </Tag>
          )
        );
      })}
    >
      <div role="status" className="quiet">
        {checking ? say.checking : sorted.length === 0 ? say.none : ""}
      </div>
      {sorted.length > 0 && <IssueList issues={sorted} onOpen={(issue) => goTo(pathIn(scheme.data, issue.path))} />}
    </Card>
  );
}
