/** A rule set's text by its parts, as forms or as text, with its problems and a try-out beside: to change or to read. */
import { App, Button } from "antd";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef } from "react";
import { useSearchParams } from "react-router";
import { useCheck } from "@/api/queries/drafts";
import { useMethods, useRuleSetSchema } from "@/api/queries/language";
import { Answered } from "@/parts/Answered";
import { EmptyBox } from "@/parts/EmptyBox";
import { Loading } from "@/parts/Loading";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { NoPlace } from "@/scheme/text/edits";
import type { Path } from "@/scheme/text/read";
import { type Label, useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { type Editing, EditingContext, IssuesContext, useTarget, type useText } from "./editing";
import { completed, type Schema } from "./form/schema";
import { SaidProvider } from "./formula/said";
import { Problems } from "./Problems";
import { SectionTabs } from "./SectionTabs";
import { SampleScoreProvider } from "./sample";
import { SECTION_NAMES, SECTIONS, type SectionId, sectionOf } from "./sections/sections";
import { TestsMark } from "./sections/tests/TestsMark";
import { useAfterTrial } from "./useLater";
import "./editor.css";

const TryOut = lazy(() => import("./try-out/TryOut"));
const YamlTab = lazy(() => import("./yaml/YamlTab"));

const NO_ISSUES: Editing["issues"] = [];

const WORDS = words({
  sections: { zh: "方案的各部分", en: "Parts of the rule set" },
  yaml: { zh: "YAML", en: "YAML" },
  version: {
    zh: (name: string, n: number) => `${name} · 第 ${n} 版`,
    en: (name: string, n: number) => `${name} · version ${n}`,
  },
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
});

interface Props {
  readonly id: string;
  readonly written: ReturnType<typeof useText>;
  readonly readOnly: boolean;
  /** The published version whose text it is; without it the draft's. */
  readonly version?: number;
  readonly about: ReactNode;
  readonly actions: ReactNode;
  readonly children?: ReactNode;
}

export function Workbench(props: Props) {
  const document = useRuleSetSchema();
  const methods = useMethods();
  return (
    <Answered query={document} rows={12}>
      {(shape) => (
        <Answered query={methods} rows={12}>
          {(told) => (
            <SampleScoreProvider>
              <Bench {...props} document={shape as Schema} methods={told} />
            </SampleScoreProvider>
          )}
        </Answered>
      )}
    </Answered>
  );
}

interface BenchProps extends Props {
  readonly document: Schema;
  readonly methods: NonNullable<ReturnType<typeof useMethods>["data"]>;
}

function Bench({ id, written, readOnly, version, about, actions, children, document, methods }: BenchProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const { message } = App.useApp();
  const { change, text, scheme, undo, redo, canUndo, canRedo } = written;
  const [tab, setTab] = useTab();
  const { target, goTo } = useTarget(
    useCallback((path: Path) => setTab((now) => (now === "yaml" ? now : sectionOf(path))), [setTab]),
  );
  const check = useCheck(useAfterTrial(text, 400), true);
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
      version: version ?? null,
      change: attempt,
      undo,
      redo,
      canUndo,
      canRedo,
      goTo,
      target,
    }),
    [text, scheme, issues, check.data, readOnly, version, attempt, undo, redo, canUndo, canRedo, goTo, target],
  );
  useUndoKeys(undo, redo);
  const name = label(scheme.data?.name as Label, id);
  const Shown = SECTIONS.find((one) => one.id === tab)?.Component;

  return (
    <EditingContext value={editing}>
      <IssuesContext value={issues}>
        <SaidProvider>
          <ScreenTitle title={version === undefined ? name : say.version(name, version)} actions={actions}>
            {about}
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
          {children}
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
