/** Everybody who takes part with their figures, to type into or paste into like a spreadsheet. */
import { Alert, Card, Input, Segmented } from "antd";
import { useCallback, useRef, useState } from "react";
import { Link } from "react-router";
import { asProblem } from "@/api/problem";
import { useClosing } from "@/api/queries/closing";
import {
  type FiguresOverview,
  heldValue,
  type InputOverview,
  type PersonFigures,
  type RefusedCell,
  type Typed,
  useEnterFigures,
  useFigures,
} from "@/api/queries/figures";
import { useMay } from "@/api/queries/session";
import { Answered } from "@/parts/Answered";
import { type LongColumn, LongTable } from "@/parts/LongTable";
import { addressOf } from "@/screens/people/address";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { rowsOf } from "../import/pasted";
import { block } from "./block";
import { DecisionCell } from "./DecisionCell";
import { FigureCell } from "./FigureCell";

const WORDS = words({
  title: { zh: "按人员", en: "By person" },
  about: {
    zh: "点单元格直接录入，回车到下一行；可以从 Excel 粘贴一片。清空表示撤回。离开单元格即保存。",
    en: "Type into a cell, Enter goes to the next row; a block from Excel can be pasted. Empty takes a value back. Saved on leaving a cell.",
  },
  decisions: {
    zh: "由人决定的奖励点开填写，要写理由和决定人。",
    en: "A reward that somebody decides on is opened by a click: it needs a reason and who decided.",
  },
  all: { zh: "全部人员", en: "Everybody" },
  missing: { zh: "缺少必需数据的", en: "Who lacks something needed" },
  lacking: { zh: (what: string) => `缺“${what}”的`, en: (what: string) => `Who lacks “${what}”` },
  filter: { zh: "显示谁", en: "Whom to show" },
  person: { zh: "人员", en: "Person" },
  closed: {
    zh: "此期间已关账，数据只能为更正而修改",
    en: "This period is closed: its figures change for a correction only",
  },
  closedHint: {
    zh: "写明更正原因后即可修改；改完后发起更正运行，成绩才会改变。",
    en: "Say why, then they can be changed. Results follow once a correction run is started.",
  },
  reason: { zh: "更正原因", en: "Why they are corrected" },
  none: { zh: "没有这样的人。", en: "There is nobody." },
  refused: {
    zh: (n: number) => `${n} 个值没有被接受，原值不变。把光标放到标红的单元格看原因。`,
    en: (n: number) =>
      `${n === 1 ? "1 value was" : `${n} values were`} not accepted and not stored. Go to a marked cell to see why.`,
  },
});

interface Props {
  readonly overview: FiguresOverview;
  readonly lacking: string | undefined;
  readonly choose: (input: string | undefined) => void;
}

export function FigureSheet({ overview, lacking, choose }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const [isMissing, setMissing] = useState(false);
  const filter = lacking ? "lacking" : isMissing ? "missing" : "all";
  const figures = useFigures(overview.rule_set, overview.period, {
    missing: filter === "missing",
    lacking,
  });
  const named = overview.inputs.find((one) => one.id === lacking);
  return (
    <Card
      title={say.title}
      extra={
        <Segmented
          aria-label={say.filter}
          value={filter}
          onChange={(next) => {
            if (next !== "lacking") choose(undefined);
            setMissing(next === "missing");
          }}
          options={[
            { value: "all", label: say.all },
            { value: "missing", label: say.missing },
            ...(named ? [{ value: "lacking", label: say.lacking(label(named.label, named.id)) }] : []),
          ]}
        />
      }
    >
      <p className="quiet" style={{ marginTop: 0 }}>
        {say.about} {overview.decisions.length > 0 && say.decisions}
      </p>
      <Answered query={figures}>
        {({ pages }) => (
          <Sheet
            key={filter + (lacking ?? "")}
            overview={overview}
            people={pages.flatMap((page) => page.items)}
            onEnd={() => figures.hasNextPage && !figures.isFetchingNextPage && void figures.fetchNextPage()}
          />
        )}
      </Answered>
    </Card>
  );
}

interface SheetProps {
  readonly overview: FiguresOverview;
  readonly people: readonly PersonFigures[];
  readonly onEnd: () => void;
}

const keyOf = (cell: Pick<Typed, "person" | "input">) => JSON.stringify([cell.person, cell.input]);

function Sheet({ overview, people, onEnd }: SheetProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const may = useMay();
  const isClosed = useClosing(overview.period).data?.closed ?? false;
  const [reason, setReason] = useState("");
  const isLocked = !may("score") || (isClosed && reason.trim() === "");
  const correction = isClosed ? { correction: true as const, reason: reason.trim() } : {};
  const enter = useEnterFigures(overview.rule_set, overview.period, correction);
  const box = useRef<HTMLDivElement>(null);
  const [saving, setSaving] = useState<ReadonlyMap<string, string>>(new Map());
  const [refused, setRefused] = useState<ReadonlyMap<string, RefusedCell>>(new Map());
  const inputs = overview.inputs;
  const commit = (cells: readonly Typed[]) => {
    if (cells.length === 0) return;
    const keys = new Set(cells.map(keyOf));
    setSaving((before) => new Map([...before, ...cells.map((cell) => [keyOf(cell), cell.text] as const)]));
    setRefused((before) => new Map([...before].filter(([key]) => !keys.has(key))));
    enter.mutate(cells, {
      onSuccess: (bad) => setRefused((before) => new Map([...before, ...bad.map((one) => [keyOf(one), one] as const)])),
      onSettled: () => setSaving((before) => new Map([...before].filter(([key]) => !keys.has(key)))),
    });
  };
  const paste = (row: number, column: number, text: string) =>
    commit(
      block(
        rowsOf(text),
        row,
        column,
        people.map((one) => one.person),
        inputs.map((one) => one.id),
      ),
    );
  const move = useCallback((row: number, column: number) => {
    box.current?.querySelector<HTMLInputElement>(`[data-cell="${row}:${column}"]`)?.focus();
  }, []);
  const cell = (person: PersonFigures, input: InputOverview, row: number, column: number) => {
    const key = keyOf({ person: person.person, input: input.id });
    const shown = refused.get(key)?.text ?? saving.get(key) ?? heldValue(person, input.id);
    return (
      <FigureCell
        name={`${label(input.label, input.id)}, ${person.name}`}
        place={`${row}:${column}`}
        held={shown}
        isSaving={saving.has(key)}
        refused={refused.get(key)?.issue}
        empty={emptyState(person, input)}
        isLocked={isLocked}
        onCommit={(text) => text !== shown && commit([{ person: person.person, input: input.id, text }])}
        onPaste={(text) => paste(row, column, text)}
        onMove={(by) => move(row + by, column)}
      />
    );
  };
  const columns: LongColumn<PersonFigures>[] = [
    {
      key: "@person",
      title: say.person,
      width: 190,
      render: (person) => (
        <>
          <Link to={addressOf(person.person)}>{person.name}</Link>{" "}
          {person.name !== person.person && <span className="quiet code">{person.person}</span>}
        </>
      ),
    },
    ...inputs.map((input, column) => ({
      key: input.id,
      title: <span title={input.id}>{label(input.label, input.id)}</span>,
      width: 130,
      align: "right" as const,
      render: (person: PersonFigures, row: number) => cell(person, input, row, column),
    })),
    ...overview.decisions.map((reward) => ({
      key: `@decision.${reward.id}`,
      title: <span title={reward.id}>{label(reward.label, reward.id)}</span>,
      width: 130,
      align: "right" as const,
      render: (person: PersonFigures) => (
        <DecisionCell
          reward={reward}
          person={person}
          ruleSet={overview.rule_set}
          period={overview.period}
          currency={overview.currency}
          correction={correction}
          isLocked={isLocked}
        />
      ),
    })),
  ];
  return (
    <div ref={box} className="figure-sheet">
      {isClosed && may("score") && (
        <Alert
          type="warning"
          showIcon
          title={say.closed}
          style={{ marginBottom: 12 }}
          description={
            <>
              <p style={{ marginTop: 0 }}>{say.closedHint}</p>
              <Input
                aria-label={say.reason}
                placeholder={say.reason}
                value={reason}
                maxLength={500}
                onChange={(event) => setReason(event.target.value)}
              />
            </>
          }
        />
      )}
      {enter.error && (
        <Alert
          type="error"
          showIcon
          title={asProblem(enter.error).detail}
          description={asProblem(enter.error).hint}
          style={{ marginBottom: 12 }}
        />
      )}
      {refused.size > 0 && (
        <Alert type="warning" showIcon title={say.refused(refused.size)} style={{ marginBottom: 12 }} />
      )}
      <LongTable<PersonFigures>
        label={say.title}
        columns={columns}
        rows={people}
        rowKey={(person) => person.person}
        onEnd={onEnd}
        empty={say.none}
        height={520}
      />
    </div>
  );
}

/** What an empty cell means: it must be filled, it may stay empty, or the list of people tells it. */
function emptyState(person: PersonFigures, input: InputOverview): "needed" | "optional" | "told" {
  if (person.missing.includes(input.id)) return "needed";
  if (person.empty.includes(input.id)) return "optional";
  return input.from === null ? (input.needed ? "needed" : "optional") : "told";
}
