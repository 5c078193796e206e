/** A person's result as one sheet of A4, for printing or as a PDF: on the screen it looks as it will on paper. */
import { PrinterOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type CSSProperties, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { type PersonDetail, usePerson } from "@/api/queries/people";
import { type PersonResult, usePersonResults } from "@/api/queries/personResults";
import { type Scheme, useScheme } from "@/api/queries/schemes";
import { useSession } from "@/api/queries/session";
import { Answered } from "@/parts/Answered";
import { EmptyBox } from "@/parts/EmptyBox";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { ScoreCard } from "@/parts/score-card/ScoreCard";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { resultsOf } from "../address";
import { choose } from "./chosen";
import { fitOf } from "./fit";
import "./statement.css";

const WORDS = words({
  title: { zh: (name: string) => `${name} 的绩效单`, en: (name: string) => `Statement of ${name}` },
  statement: { zh: "绩效单", en: "Performance statement" },
  print: { zh: "打印或存为 PDF", en: "Print or save as PDF" },
  back: { zh: "返回", en: "Back" },
  period: { zh: "期间", en: "Period" },
  person: { zh: "姓名", en: "Name" },
  id: { zh: "工号", en: "Id" },
  none: { zh: "还没有成绩", en: "There are no results yet" },
  source: {
    zh: (version: number, run: string, at: string) => `方案第 ${version} 版 · ${run} · ${at}`,
    en: (version: number, run: string, at: string) => `Rule set version ${version} · ${run} · ${at}`,
  },
  run: { zh: (n: number) => `第 ${n} 次运行`, en: (n: number) => `run no. ${n}` },
  recorded: { zh: "单独记录", en: "recorded by itself" },
});

export function Component() {
  const { personId = "" } = useParams();
  const [search] = useSearchParams();
  const say = useWords(WORDS);
  const person = usePerson(personId);
  const results = usePersonResults(personId, search.get("rule_set") ?? undefined);
  return (
    <Answered query={person}>
      {(detail) => (
        <Answered query={results}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0) return <EmptyBox title={say.none} />;
            return <Page person={detail} shown={choose(items, search.get("rule_set"), search.get("period"))} />;
          }}
        </Answered>
      )}
    </Answered>
  );
}

interface Props {
  readonly person: PersonDetail;
  readonly shown: PersonResult;
}

function Page({ person, shown }: Props) {
  const say = useWords(WORDS);
  const scheme = useScheme(shown.rule_set, shown.version);
  return (
    <>
      <div className="statement-bar">
        <ScreenTitle
          title={say.title(person.name)}
          actions={
            <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()}>
              {say.print}
            </Button>
          }
        >
          <Link to={resultsOf(person.id, shown)}>{say.back}</Link>
        </ScreenTitle>
      </div>
      <Answered query={scheme}>{(known) => <Paper person={person} shown={shown} scheme={known} />}</Answered>
    </>
  );
}

function Paper({ person, shown, scheme }: Props & { readonly scheme: Scheme }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const session = useSession();
  const run = shown.run === null ? say.recorded : say.run(shown.run);
  return (
    <Sheet>
      <header className="statement-head">
        <div>
          <p>{session.data?.workspace.name}</p>
          <h2>{say.statement}</h2>
          <p>{label(scheme.labels.name, shown.rule_set)}</p>
        </div>
        <dl>
          <dt>{say.person}</dt>
          <dd>{person.name}</dd>
          <dt>{say.id}</dt>
          <dd>{person.id}</dd>
          <dt>{say.period}</dt>
          <dd>{format.period(shown.period)}</dd>
        </dl>
      </header>
      <ScoreCard result={shown.result} labels={scheme.labels} kinds={scheme.kinds} />
      <footer>{say.source(shown.version, run, format.time(shown.at))}</footer>
    </Sheet>
  );
}

/** One sheet; what is too long for it is made smaller, as far as it can still be read. */
function Sheet({ children }: { readonly children: ReactNode }) {
  const paper = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [fit, setFit] = useState(1);
  useLayoutEffect(() => {
    if (paper.current === null || content.current === null) return;
    const measure = () => {
      const room = paper.current?.clientHeight ?? 0;
      const style = paper.current ? getComputedStyle(paper.current) : null;
      const inside =
        room - Number.parseFloat(style?.paddingTop ?? "0") - Number.parseFloat(style?.paddingBottom ?? "0");
      setFit((now) => fitOf(now, inside, content.current?.getBoundingClientRect().height ?? 0));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(content.current);
    return () => watch.disconnect();
  }, []);
  return (
    <article ref={paper} className="statement" style={{ "--fit": fit } as CSSProperties}>
      <div ref={content} className="statement-content">
        {children}
      </div>
    </article>
  );
}
