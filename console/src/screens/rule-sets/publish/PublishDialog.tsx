/** From a draft to a version: from when it counts, what the checks and tests say, whom it concerns and what it costs. */
import { Alert, Button, Modal, Space } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { asProblem } from "@/api/problem";
import { useCheck, useDraft } from "@/api/queries/drafts";
import { useSession } from "@/api/queries/session";
import { usePublish, useVersions } from "@/api/queries/versions";
import type { Version } from "@/api/schema";
import { newKey } from "@/api/upload";
import { Answered } from "@/parts/Answered";
import { IssueList } from "@/parts/IssueList";
import { Loading } from "@/parts/Loading";
import { ProblemBox } from "@/parts/ProblemBox";
import type { PeriodKind } from "@/scheme/periods";
import { todayIn } from "@/scheme/periods";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { inForceFor } from "../versions/timeline";
import { Checks } from "./Checks";
import { choicesOf } from "./choices";
import { Effect } from "./Effect";
import { PeriodFields } from "./PeriodFields";
import "./publish.css";

const WORDS = words({
  title: { zh: "发布新版本", en: "Publish a new version" },
  publish: { zh: "发布", en: "Publish" },
  cancel: { zh: "取消", en: "Cancel" },
  close: { zh: "关闭", en: "Close" },
  again: { zh: "重新查看草稿", en: "Look at the draft again" },
  stale: {
    zh: "在您查看期间，别人修改了草稿。没有发布任何内容：请重新查看后再决定。",
    en: "Somebody changed the draft while you were looking at it. Nothing was published: look at it again, then decide.",
  },
  taken: {
    zh: "已有别的版本从这个期间起生效。如要取代它，请勾选后再发布。",
    en: "Another version starts with this period. To put this one in its place, say so and publish again.",
  },
  refused: { zh: "还不能发布，请先修正：", en: "It cannot be published yet; mend this first:" },
  done: { zh: (n: number) => `已发布第 ${n} 版`, en: (n: number) => `Version ${n} is published` },
  counts: {
    zh: (n: number, from: string) => `第 ${n} 版自 ${from} 起生效。`,
    en: (n: number, from: string) => `Version ${n} counts from ${from} on.`,
  },
  replaced: { zh: (n: number) => `第 ${n} 版已停用。`, en: (n: number) => `Version ${n} is retired.` },
  rerun: {
    zh: "该期间已经开始：已有的运行结果不变，重新运行后才按新版本计算。",
    en: "That period has begun: what was scored stays as it is until it is run again.",
  },
  run: { zh: "去运行", en: "Run it" },
  versions: { zh: "查看全部版本", en: "See all versions" },
});

interface Props {
  readonly id: string;
  readonly close: () => void;
  readonly onPublished?: (etag: string) => void;
}

export default function PublishDialog({ id, close, onPublished }: Props) {
  const draft = useDraft(id);
  const versions = useVersions(id);
  const say = useWords(WORDS);
  // What the editor began with is not what is published: the draft is read anew.
  if (draft.isFetchedAfterMount && draft.data !== undefined && versions.data !== undefined) {
    return (
      <Form
        id={id}
        draft={draft.data}
        versions={versions.data.pages.flatMap((page) => page.items)}
        close={close}
        again={() => draft.refetch()}
        onPublished={onPublished}
      />
    );
  }
  return (
    <Modal open title={say.title} onCancel={close} footer={<Button onClick={close}>{say.cancel}</Button>}>
      {draft.isError ? (
        <ProblemBox problem={asProblem(draft.error)} again={() => draft.refetch()} />
      ) : (
        <Answered query={versions} rows={6}>
          {() => <Loading rows={6} />}
        </Answered>
      )}
    </Modal>
  );
}

interface FormProps extends Props {
  readonly draft: { readonly text: string; readonly etag: string };
  readonly versions: readonly Version[];
  readonly again: () => void;
}

function Form({ id, draft, versions, close, again, onPublished }: FormProps) {
  const say = useWords(WORDS);
  const format = useFormat();
  const zone = useSession().data?.workspace.time_zone ?? "UTC";
  const check = useCheck(draft.text, true);
  const checked = check.data?.text === draft.text ? check.data.checked : null;
  const choices = choicesOf((checked?.period ?? "month") as PeriodKind, todayIn(zone));
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [replace, setReplace] = useState(false);
  const [attempt, setAttempt] = useState(newKey);
  const publish = usePublish(id);
  const period = chosen ?? choices.next;
  const taken = versions.find((one) => one.retired === null && one.effective_from === period);
  const problem = publish.error ? asProblem(publish.error) : null;
  const mended = checked?.tests.every((test) => test.passed) ?? false;

  if (publish.isSuccess) {
    const { version, replaced } = publish.data.data;
    return (
      <Modal
        open
        title={say.done(version.version)}
        onCancel={close}
        footer={
          <Space wrap>
            <Link to={`/rule-sets/${encodeURIComponent(id)}/versions`}>
              <Button tabIndex={-1} onClick={close}>
                {say.versions}
              </Button>
            </Link>
            {version.effective_from <= choices.present && (
              <Link to={`/runs?start=${encodeURIComponent(id)}`}>
                <Button tabIndex={-1} onClick={close}>
                  {say.run}
                </Button>
              </Link>
            )}
            <Button type="primary" onClick={close}>
              {say.close}
            </Button>
          </Space>
        }
      >
        <Alert
          type="success"
          showIcon
          role="status"
          title={say.counts(version.version, format.period(version.effective_from))}
          description={[
            replaced !== null && say.replaced(replaced),
            version.effective_from <= choices.present && say.rerun,
          ]
            .filter(Boolean)
            .join(" ")}
        />
      </Modal>
    );
  }
  const send = () =>
    publish.mutate(
      { etag: draft.etag, attempt, body: { effective_from: period, note: note.trim(), replace: replace && !!taken } },
      {
        onSuccess: ({ etag }) => onPublished?.(etag),
        onError: () => setAttempt(newKey()),
      },
    );
  const lookAgain = () => {
    publish.reset();
    again();
  };
  return (
    <Modal
      open
      width="min(820px, 96vw)"
      style={{ top: 32 }}
      styles={{ body: { maxHeight: "calc(100vh - 190px)", overflowY: "auto" } }}
      title={say.title}
      okText={say.publish}
      cancelText={say.cancel}
      okButtonProps={{ disabled: !mended || (taken !== undefined && !replace) }}
      confirmLoading={publish.isPending}
      onOk={send}
      onCancel={close}
    >
      <div className="publish">
        <PeriodFields
          choices={choices}
          period={period}
          versions={versions}
          taken={taken}
          replace={replace}
          note={note}
          onPeriod={(one) => {
            setChosen(one);
            setReplace(false);
          }}
          onReplace={setReplace}
          onNote={setNote}
        />
        <Checks id={id} check={check} text={draft.text} close={close} />
        {checked && (
          <Effect id={id} etag={draft.etag} text={draft.text} against={inForceFor(versions, period)?.version} />
        )}
        {problem && (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={
              problem.status === 412
                ? say.stale
                : problem.code === "effective-from-taken"
                  ? say.taken
                  : problem.status === 422 && problem.issues.length > 0
                    ? say.refused
                    : problem.detail || problem.title
            }
            description={
              problem.status === 412 ? (
                <Button onClick={lookAgain}>{say.again}</Button>
              ) : (
                problem.issues.length > 0 && <IssueList issues={problem.issues} />
              )
            }
          />
        )}
      </div>
    </Modal>
  );
}
