/** The scheme editor: the draft, saved as it is changed. */
import { RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { App, Button, Space } from "antd";
import { lazy, Suspense } from "react";
import { Link, useParams } from "react-router";
import { asProblem } from "@/api/problem";
import { type DraftText, useDraft, useStartDraft } from "@/api/queries/drafts";
import { useRuleSet } from "@/api/queries/ruleSets";
import { useMay } from "@/api/queries/session";
import { Answered } from "@/parts/Answered";
import { EmptyBox } from "@/parts/EmptyBox";
import { useWords, words } from "@/words/words";
import { PublishButton } from "../rule-sets/publish/PublishButton";
import { useText } from "./editing";
import { LeaveGuard } from "./saving/LeaveGuard";
import { SaveMark } from "./saving/SaveMark";
import { useAutosave } from "./saving/useAutosave";
import { Workbench } from "./Workbench";

const ConflictDialog = lazy(() => import("./saving/ConflictDialog"));

const WORDS = words({
  undo: { zh: "撤销", en: "Undo" },
  redo: { zh: "重做", en: "Redo" },
  overview: { zh: "方案概况", en: "Overview" },
  versions: { zh: "版本", en: "Versions" },
  readOnly: { zh: "您的密钥只能查看。", en: "Your key may only look." },
  noDraft: { zh: "这个方案没有草稿", en: "This rule set has no draft" },
  noDraftHint: {
    zh: "从已发布的版本开始一份草稿，再修改和发布。",
    en: "Begin a draft with a published version, change it, publish it.",
  },
  begin: { zh: (n: number) => `从第 ${n} 版开始`, en: (n: number) => `Begin with version ${n}` },
});

export function Component() {
  const { ruleSetId = "" } = useParams();
  const draft = useDraft(ruleSetId);
  // Whoever is editing keeps the text, whatever becomes of the stored draft.
  const none = draft.isError && draft.data === undefined && asProblem(draft.error).status === 404;
  if (none) return <NoDraft id={ruleSetId} />;
  return (
    <Answered query={draft} rows={12}>
      {(first) => <Editor key={ruleSetId} id={ruleSetId} first={first} />}
    </Answered>
  );
}

function Editor({ id, first }: { readonly id: string; readonly first: DraftText }) {
  const say = useWords(WORDS);
  const readOnly = !useMay()("edit");
  const written = useText(first.text);
  const { text, change, undo, redo, canUndo, canRedo } = written;
  const stored = useRuleSet(id);
  const autosave = useAutosave(id, text, first, !readOnly);
  const conflict = autosave.state.kind === "conflict" ? autosave.state.theirs : null;
  const decide = (which: "theirs" | "mine") => {
    if (conflict === null) return;
    autosave.settle(conflict, which === "theirs" ? conflict.text : text);
    if (which === "theirs") change(() => conflict.text);
  };
  return (
    <Workbench
      id={id}
      written={written}
      readOnly={readOnly}
      about={<span className="code">{id}</span>}
      actions={
        <Space wrap>
          {readOnly ? <span className="quiet">{say.readOnly}</span> : <SaveMark autosave={autosave} />}
          <Button icon={<UndoOutlined />} aria-label={say.undo} title={say.undo} disabled={!canUndo} onClick={undo} />
          <Button icon={<RedoOutlined />} aria-label={say.redo} title={say.redo} disabled={!canRedo} onClick={redo} />
          <Link to={`/rule-sets/${encodeURIComponent(id)}`}>
            <Button>{say.overview}</Button>
          </Link>
          <Link to={`/rule-sets/${encodeURIComponent(id)}/versions`}>
            <Button>{say.versions}</Button>
          </Link>
          <PublishButton
            id={id}
            draft={stored.data?.draft ?? null}
            saving={autosave}
            onPublished={(etag) => autosave.settle({ text, etag }, text)}
          />
        </Space>
      }
    >
      <LeaveGuard unsaved={autosave.state.kind !== "saved"} />
      {conflict && (
        <Suspense>
          <ConflictDialog theirs={conflict.text} mine={text} onTake={decide} />
        </Suspense>
      )}
    </Workbench>
  );
}

function NoDraft({ id }: { readonly id: string }) {
  const say = useWords(WORDS);
  const ruleSet = useRuleSet(id);
  const start = useStartDraft(id);
  const { message } = App.useApp();
  return (
    <Answered query={ruleSet}>
      {({ latest_version: latest }) => (
        <EmptyBox
          title={say.noDraft}
          action={
            latest !== null && (
              <Button
                type="primary"
                loading={start.isPending}
                onClick={() => start.mutate(latest, { onError: (thrown) => message.error(asProblem(thrown).detail) })}
              >
                {say.begin(latest)}
              </Button>
            )
          }
        >
          {say.noDraftHint}
        </EmptyBox>
      )}
    </Answered>
  );
}
