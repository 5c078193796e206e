/** The scheme editor: the draft by sections, as forms or as text, with its problems always beside. */
import { RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { App, Button, Space } from "antd";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { asProblem } from "@/api/problem";
import { type DraftText, useCheck, useDraft, useStartDraft } from "@/api/queries/drafts";
import { type Methods, useMethods, useRuleSetSchema } from "@/api/queries/language";
import { useRuleSet } from "@/api/queries/ruleSets";
import { useMay } from "@/api/queries/session";
import { Answered } from "@/parts/Answered";
import { EmptyBox } from "@/parts/EmptyBox";
import { Loading } from "@/parts/Loading";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { NoPlace } from "@/scheme/text/edits";
import type { Path } from "@/scheme/text/read";
import { type Label, useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { PublishButton } from "../rule-sets/publish/PublishButton";
import { type Editing, EditingContext, IssuesContext, useTarget, useText } from "./editing";
import { completed, type Schema } from "./form/schema";
import { SaidProvider } from "./formula/said";
import { Problems } from "./Problems";
import { SectionTabs } from "./SectionTabs";
import { SampleScoreProvider } from "./sample";
import { LeaveGuard } from "./saving/LeaveGuard";
import { SaveMark } from "./saving/SaveMark";
import { useAutosave } from "./saving/useAutosave";
import { SECTION_NAMES, SECTIONS, type SectionId, sectionOf } from "./sections/sections";
import { TestsMark } from "./sections/tests/TestsMark";
import { useLater } from "./useLater";
import "./editor.css";

const TryOut = lazy(() => import("./try-out/TryOut"));
const YamlTab = lazy(() => import("./yaml/YamlTab"));
const ConflictDialog = lazy(() => import("./saving/ConflictDialog"));

const NO_ISSUES: Editing["issues"] = [];

const WORDS = words({
  sections: { zh: "方案的各部分", en: "Parts of the rule set" },
  yaml: { zh: "YAML", en: "YAML" },
  undo: { zh: "撤销", en: "Undo" },
  redo: { zh: "重做", en: "Redo" },
  overview: { zh: "方案概况", en: "Overview" },
  versions: { zh: "版本", en: "Versions" },
  readOnly: { zh: "您的密钥只能查看。", en: "Your key may only look." },
  broken: { zh: "文本暂时读不懂，表单无法显示", en: "The text cannot be read at the moment, so there are no forms" },
  brokenHint: {
    zh: "请到“YAML”页修正标出的地方，或撤销最近的修改。",
    en: "Mend the marked place in the YAML tab, or undo the last changes.",
  },
  toYaml: { zh: "打开 YAML", en: "Open YAML" },
  noPlace: {
    zh: "这里的写法表单改不了，请在 YAML 页修改。",
    en: "A form cannot change what is written there; use the YAML tab.",
  },
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
  const schema = useRuleSetSchema();
  const methods = useMethods();
  // Whoever is editing keeps the text, whatever becomes of the stored draft.
  const none = draft.isError && draft.data === undefined && asProblem(draft.error).status === 404;
  if (none) return <NoDraft id={ruleSetId} />;
  return (
    <Answered query={schema} rows={12}>
      {(document) => (
        <Answered query={methods} rows={12}>
          {(told) => (
            <Answered query={draft} rows={12}>
              {(first) => (
                <SampleScoreProvider key={ruleSetId}>
                  <Editor id={ruleSetId} first={first} document={document as Schema} methods={told} />
                </SampleScoreProvider>
              )}
            </Answered>
          )}
        </Answered>
      )}
    </Answered>
  );
}

interface Props {
  readonly id: string;
  readonly first: DraftText;
  readonly document: Schema;
  readonly methods: Methods;
}

function Editor({ id, first, document, methods }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const { message } = App.useApp();
  const readOnly = !useMay()("edit");
  const { change, ...written } = useText(first.text);
  const { text, scheme, undo, redo, canUndo, canRedo } = written;
  const [tab, setTab] = useTab();
  const { target, goTo } = useTarget(
    useCallback((path: Path) => setTab((now) => (now === "yaml" ? now : sectionOf(path))), [setTab]),
  );
  const stored = useRuleSet(id);
  const autosave = useAutosave(id, text, first, !readOnly);
  const check = useCheck(useLater(text, 200), true);
  const issues = check.data?.issues ?? NO_ISSUES;
  const schema = useMemo(() => completed(document, methods), [document, methods]);
  const attempt = useCallback<Editing["change"]>(
    (edit, what) => {
      try {
        change(edit, what);
      } catch (thrown) {
        if (!(thrown instanceof NoPlace)) throw thrown;
        void message.warning(say.noPlace);
      }
    },
    [change, message, say.noPlace],
  );
  const editing = useMemo<Editing>(
    () => ({
      text,
      scheme,
      issues,
      checked: check.data?.checked ?? null,
      readOnly,
      change: attempt,
      undo,
      redo,
      canUndo,
      canRedo,
      goTo,
      target,
    }),
    [text, scheme, issues, check.data, readOnly, attempt, undo, redo, canUndo, canRedo, goTo, target],
  );
  useUndoKeys(undo, redo);
  const Shown = SECTIONS.find((one) => one.id === tab)?.Component;

  const conflict = autosave.state.kind === "conflict" ? autosave.state.theirs : null;
  const decide = (which: "theirs" | "mine") => {
    if (conflict === null) return;
    autosave.settle(conflict, which === "theirs" ? conflict.text : text);
    if (which === "theirs") change(() => conflict.text);
  };
  return (
    <EditingContext value={editing}>
      <IssuesContext value={issues}>
        <SaidProvider>
          <ScreenTitle
            title={label(scheme.data?.name as Label, id)}
            actions={
              <Space wrap>
                {readOnly ? <span className="quiet">{say.readOnly}</span> : <SaveMark autosave={autosave} />}
                <Button
                  icon={<UndoOutlined />}
                  aria-label={say.undo}
                  title={say.undo}
                  disabled={!canUndo}
                  onClick={undo}
                />
                <Button
                  icon={<RedoOutlined />}
                  aria-label={say.redo}
                  title={say.redo}
                  disabled={!canRedo}
                  onClick={redo}
                />
                <Link to={`/rule-sets/${encodeURIComponent(id)}`}>
                  <Button>{say.overview}</Button>
                </Link>
                <Link to={`/rule-sets/${encodeURIComponent(id)}/versions`}>
                  <Button>{say.versions}</Button>
                </Link>
                <PublishButton
                  id={id}
                  draft={stored.data?.draft ?? null}
                  saved={autosave.state.kind === "saved"}
                  onPublished={(etag) => autosave.settle({ text, etag }, text)}
                />
              </Space>
            }
          >
            <span className="code">{id}</span>
          </ScreenTitle>
          <div className="editor-columns">
            <div className="editor-main">
              <SectionTabs<Tab>
                label={say.sections}
                tabs={[
                  ...SECTIONS.map(({ id: key }) => ({ key, name: <TabName id={key} issues={editing.issues} /> })),
                  { key: "yaml", name: say.yaml },
                ]}
                open={tab}
                onOpen={(key) => setTab(() => key)}
              >
                <Suspense key={tab} fallback={<Loading rows={12} />}>
                  {tab === "yaml" ? (
                    <YamlTab schema={schema} />
                  ) : scheme.data === null ? (
                    <Broken open={() => setTab(() => "yaml")} />
                  ) : (
                    Shown && <Shown schema={schema} />
                  )}
                </Suspense>
              </SectionTabs>
            </div>
            <aside className="editor-side">
              <Problems checking={check.isFetching || check.data?.text !== text} />
              <Suspense fallback={<Loading rows={6} />}>
                <TryOut ruleSet={id} />
              </Suspense>
            </aside>
          </div>
          <LeaveGuard unsaved={autosave.state.kind !== "saved"} />
          {conflict && (
            <Suspense>
              <ConflictDialog theirs={conflict.text} mine={text} onTake={decide} />
            </Suspense>
          )}
        </SaidProvider>
      </IssuesContext>
    </EditingContext>
  );
}

function TabName({ id, issues }: { readonly id: SectionId; readonly issues: Editing["issues"] }) {
  const names = useWords(SECTION_NAMES);
  const errors = issues.filter((one) => one.severity === "error" && sectionOf(one.path.split(/[.[]/)) === id).length;
  return (
    <span>
      {names[id]} {id === "tests" && <TestsMark />}
      {errors > 0 && <span className="tab-errors">{errors}</span>}
    </span>
  );
}

function Broken({ open }: { readonly open: () => void }) {
  const say = useWords(WORDS);
  return (
    <EmptyBox
      title={say.broken}
      action={
        <Button type="primary" onClick={open}>
          {say.toYaml}
        </Button>
      }
    >
      {say.brokenHint}
    </EmptyBox>
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

type Tab = SectionId | "yaml";

/** The open tab, kept in the address, so that a link leads to it. */
function useTab(): [Tab, (next: (now: Tab) => Tab) => void] {
  const [search, setSearch] = useSearchParams();
  const asked = search.get("section");
  const tab: Tab = asked === "yaml" || SECTIONS.some((one) => one.id === asked) ? (asked as Tab) : "metrics";
  const latest = useRef(tab);
  latest.current = tab;
  const setTab = useCallback(
    (next: (now: Tab) => Tab) => setSearch({ section: next(latest.current) }, { replace: true }),
    [setSearch],
  );
  return [tab, setTab];
}

function useUndoKeys(undo: () => void, redo: () => void) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) redo();
      else undo();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [undo, redo]);
}
