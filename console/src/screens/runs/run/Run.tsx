/** One run: how far it is, and when it is done what it found. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Tag } from "antd";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";
import { isUnderWay, RUNS, type Run, useRun } from "@/api/queries/runs";
import { useScheme } from "@/api/queries/schemes";
import type { Issue } from "@/api/schema";
import { Answered } from "@/parts/Answered";
import { IssueList } from "@/parts/IssueList";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { StateTag } from "../state";
import { Actions } from "./Actions";
import { Found } from "./Found";
import { Progress } from "./Progress";
import { makePace } from "./pace";
import "../runs.css";
import "./run.css";

const WORDS = words({
  title: {
    zh: (name: string, period: string) => `${name} · ${period}`,
    en: (name: string, period: string) => `${name} · ${period}`,
  },
  number: { zh: (n: number) => `第 ${n} 次运行`, en: (n: number) => `run no. ${n}` },
  version: { zh: (n: number) => `第 ${n} 版`, en: (n: number) => `version ${n}` },
  current: { zh: "当前有效", en: "counts" },
  superseded: { zh: "已被更新的运行取代", en: "superseded by a newer run" },
  asked: {
    zh: (who: string, when: string) => `${who} 于 ${when} 发起`,
    en: (who: string, when: string) => `asked for by ${who}, ${when}`,
  },
  supersedes: { zh: (n: number) => `取代第 ${n} 次运行`, en: (n: number) => `supersedes run no. ${n}` },
  correction: { zh: "更正：", en: "Correction: " },
  failed: { zh: "运行失败", en: "The run failed" },
  failedHint: {
    zh: "按下面的提示处理后重试；已完成的部分不会重做。",
    en: "Mend what is told below, then retry. What was done is not done again.",
  },
  cancelled: { zh: "运行已取消", en: "The run was cancelled" },
  cancelledHint: {
    zh: "之前有效的结果不变；可以从停下的地方继续。",
    en: "The results that counted before go on to count. It can be resumed where it stopped.",
  },
});

export function Component() {
  const id = Number(useParams().runId);
  const [pace] = useState(makePace);
  const run = useRun(id, pace);
  useListsAnew(run.data);
  return <Answered query={run}>{(data) => <Page run={data} />}</Answered>;
}

/** When a run ends, what lists said of it is no longer true. */
function useListsAnew(run: Run | undefined) {
  const client = useQueryClient();
  const [watched, setWatched] = useState(false);
  const underWay = run !== undefined && isUnderWay(run);
  useEffect(() => {
    if (underWay) setWatched(true);
    else if (watched) {
      setWatched(false);
      void client.invalidateQueries({ queryKey: [...RUNS, "list"] });
      void client.invalidateQueries({ queryKey: [...RUNS, "person"] });
    }
  }, [underWay, watched, client]);
}

function Page({ run }: { readonly run: Run }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const scheme = useScheme(run.rule_set, run.version);
  const name = label(scheme.data?.labels.name, run.rule_set);
  return (
    <>
      <ScreenTitle title={say.title(name, format.period(run.period))} actions={<Actions run={run} />}>
        {say.number(run.id)} ·{" "}
        <Link to={`/rule-sets/${encodeURIComponent(run.rule_set)}`}>{say.version(run.version)}</Link> ·{" "}
        {say.asked(run.created_by_name ?? run.created_by, format.time(run.created_at))}
        {run.supersedes !== null && (
          <>
            {" · "}
            <Link to={`/runs/${run.supersedes}`}>{say.supersedes(run.supersedes)}</Link>
          </>
        )}
      </ScreenTitle>
      <p className="run-tags">
        <StateTag state={run.state} />
        {run.current && <Tag color="blue">{say.current}</Tag>}
        {run.state === "done" && !run.current && <Tag>{say.superseded}</Tag>}
        {run.reason !== null && (
          <span>
            <strong>{say.correction}</strong>
            {run.reason}
          </span>
        )}
      </p>
      {isUnderWay(run) && <Progress run={run} />}
      {run.state === "failed" && (
        <Alert
          type="error"
          showIcon
          title={say.failed}
          description={
            <>
              {say.failedHint}
              <IssueList issues={(run.problem ?? []) as readonly Issue[]} />
            </>
          }
        />
      )}
      {run.state === "cancelled" && (
        <Alert type="warning" showIcon title={say.cancelled} description={say.cancelledHint} />
      )}
      {run.state === "done" && <Answered query={scheme}>{(known) => <Found run={run} scheme={known} />}</Answered>}
    </>
  );
}
