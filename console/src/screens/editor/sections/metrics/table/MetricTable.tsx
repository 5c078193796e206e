/** All metrics in one table, changed where they stand. Only what is in sight is drawn. */
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useMemo,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { writtenAt } from "@/scheme/text/read";
import { type Label, useLabels } from "@/words/labels";
import { useLanguage } from "@/words/language";
import { useWords, words } from "@/words/words";
import { useEditing } from "../../../editing";
import { type Described, kindIn } from "../../../form/KindField";
import { moveTo, withWeights } from "../arrange";
import { hasTarget, keyIn, type Line, slotAt, slotBeside, weighedOf } from "../rows";
import { shareOf, WHOLE } from "../weights";
import type { Column } from "./Cell";
import { GroupRow } from "./GroupRow";
import { MetricRow } from "./MetricRow";
import { useIssueCounts } from "./useIssueCounts";
import { useRowDrag } from "./useRowDrag";
import { useWindow } from "./useWindow";
import { useWriting } from "./useWriting";

const WORDS = words({
  table: { zh: "指标表", en: "Metrics" },
  order: { zh: "顺序", en: "Order" },
  choose: { zh: "选择全部指标", en: "Select all metrics" },
  name: { zh: "名称", en: "Name" },
  value: { zh: "取值", en: "Value" },
  method: { zh: "计分方法", en: "Scored by" },
  target: { zh: "目标值", en: "Target" },
  weight: { zh: "权重", en: "Weight" },
  moved: {
    zh: (name: string, at: number) => `${name}移到第 ${at} 位`,
    en: (name: string, at: number) => `${name} moved to place ${at}`,
  },
});

/** Of every line, in pixels; `metrics.css` says the same. */
const HEIGHT = 46;
const HEAD = 34;

interface Props {
  readonly lines: readonly Line[];
  readonly methods: readonly Described[];
  /** Whether the score is worked out from weights at all. */
  readonly counts: boolean;
  readonly opened: { readonly section: "metrics" | "groups"; readonly id: string } | null;
  readonly onOpen: (section: "metrics" | "groups", id: string) => void;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  readonly hasTargets: boolean;
  /** Whether what was pasted into a field is a block, and was taken. */
  readonly onPaste: (copied: string, id: string, column: Column) => boolean;
  /** What is copied where no text is selected; null for nothing. */
  readonly onCopy: () => string | null;
}

export function MetricTable({ lines, methods, counts, opened, onOpen, chosen, onChoose, hasTargets, ...clip }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const { language } = useLanguage();
  const { scheme, change, readOnly } = useEditing();
  const place = useRef<HTMLDivElement>(null);
  const [told, setTold] = useState("");
  const issues = useIssueCounts();
  const { writeMetric, writeGroup } = useWriting();

  const metrics = useMemo(() => lines.flatMap((one) => (one.kind === "metric" ? [one] : [])), [lines]);
  const groups = useMemo(() => lines.flatMap((one) => (one.kind === "group" ? [one] : [])), [lines]);
  const longest = Math.max(1e-9, ...weighedOf(metrics).map(({ weight }) => shareNumber(weight)));
  const longestOfGroups = Math.max(1e-9, ...groups.map(({ data }) => shareNumber(keyIn(data, "weight"))));

  // What handlers need of the latest drawing, so that they stay the same and lines are not drawn anew for them.
  const latest = useRef({ lines, chosen, onChoose, onOpen, told: say });
  latest.current = { lines, chosen, onChoose, onOpen, told: say };
  const last = useRef<string | null>(null);
  const choose = useCallback((id: string, event: MouseEvent) => {
    const { lines: now, chosen: before, onChoose: tell } = latest.current;
    const ids = now.flatMap((one) => (one.kind === "metric" ? [one.id] : []));
    const next = new Set(before);
    const isOn = !before.has(id);
    const [from, to] = [ids.indexOf(event.shiftKey ? (last.current ?? id) : id), ids.indexOf(id)].sort((a, b) => a - b);
    for (const one of ids.slice(from, (to ?? 0) + 1)) isOn ? next.add(one) : next.delete(one);
    last.current = id;
    tell(next);
  }, []);
  const openMetric = useCallback((id: string) => latest.current.onOpen("metrics", id), []);
  const openGroup = useCallback((id: string) => latest.current.onOpen("groups", id), []);
  const balance = useCallback(
    (section: "metrics", weights: ReadonlyMap<string, string>) => change((text) => withWeights(text, section, weights)),
    [change],
  );

  const put = (id: string, slot: ReturnType<typeof slotAt>) => {
    if (slot === null) return;
    change((text) => moveTo(text, id, slot));
    const at = metrics.filter((one) => one.id !== id).findIndex((one) => one.id === slot.before);
    const data = metrics.find((one) => one.id === id)?.data;
    setTold(say.moved(label(keyIn(data, "label") as Label, id), (at < 0 ? metrics.length - 1 : at) + 1));
  };
  const { dragging, start } = useRowDrag({
    place,
    count: lines.length,
    height: HEIGHT,
    above: HEAD,
    onDrop: (id, at) => put(id, slotAt(lines, at)),
  });
  const drag = useRef(start);
  drag.current = start;
  const dragRow = useCallback<typeof start>((event, id) => drag.current(event, id), []);

  const window = useWindow(place, lines.length, HEIGHT);
  const enter = (id: string, column: string) => {
    const at = latest.current.lines.findIndex((one) => one.kind === "metric" && one.id === id);
    focusCell(place.current, at, id, column, window.look);
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const cell = (event.target as HTMLElement).dataset.cell?.split(" ");
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
    const [id, column] = cell ?? [];
    if (id === undefined || column === undefined || step === undefined || event.nativeEvent.isComposing) return;
    if (event.altKey || column === "handle") {
      if (event.key === "Enter" || readOnly || !metrics.some((one) => one.id === id)) return;
      event.preventDefault();
      const slot = slotBeside(lines, id, step as 1 | -1);
      put(id, slot);
      requestAnimationFrame(() => enter(id, column));
      return;
    }
    event.preventDefault();
    const at = metrics.findIndex((one) => one.id === id);
    const next = metrics[at + step];
    if (next) enter(next.id, column);
  };

  const paste = (event: ClipboardEvent<HTMLElement>) => {
    const [id, column] = (event.target as HTMLElement).dataset.cell?.split(" ") ?? [];
    if (readOnly || id === undefined || !metrics.some((one) => one.id === id)) return;
    if (clip.onPaste(event.clipboardData.getData("text/plain"), id, (column === "handle" ? "name" : column) as Column))
      event.preventDefault();
  };
  const copy = (event: ClipboardEvent<HTMLElement>) => {
    const field = event.target;
    const isPart = field instanceof HTMLInputElement && field.selectionStart !== field.selectionEnd;
    const block = isPart ? null : clip.onCopy();
    if (block === null) return;
    event.clipboardData.setData("text/plain", block);
    event.preventDefault();
  };

  return (
    <>
      <div className="metric-scroll" ref={place}>
        <table
          className="metric-table"
          aria-label={say.table}
          aria-rowcount={lines.length + 1}
          onKeyDown={press}
          onPaste={paste}
          onCopy={copy}
        >
          <colgroup>
            <col className="col-handle" />
            <col className="col-choice" />
            <col />
            <col className="col-value" />
            <col className="col-method" />
            {hasTargets && <col className="col-target" />}
            <col className="col-weight" />
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">
                <span className="unseen">{say.order}</span>
              </th>
              <th scope="col" className="cell-choice">
                <input
                  type="checkbox"
                  aria-label={say.choose}
                  checked={chosen.size > 0 && chosen.size === metrics.length}
                  onChange={() => onChoose(new Set(chosen.size === metrics.length ? [] : metrics.map((one) => one.id)))}
                />
              </th>
              <th scope="col">{say.name}</th>
              <th scope="col">{say.value}</th>
              <th scope="col">{say.method}</th>
              {hasTargets && <th scope="col">{say.target}</th>}
              <th scope="col" className="head-weight">
                {say.weight}
              </th>
            </tr>
          </thead>
          <tbody>
            <Gap lines={window.first} />
            {lines.slice(window.first, window.end).map((line, offset) => {
              const index = window.first + offset;
              const shared = { index, readOnly, hasTargets };
              const name = nameIn(line.data, language);
              if (line.kind === "group") {
                const weight = keyIn(line.data, "weight");
                return (
                  <GroupRow
                    key={`group ${line.id}`}
                    {...shared}
                    id={line.id}
                    name={label(keyIn(line.data, "label") as Label, line.id ?? "")}
                    weight={line.id === null ? "" : (writtenAt(scheme, ["groups", line.id, "weight"]) ?? "")}
                    share={shareNumber(weight) / longestOfGroups}
                    members={line.members}
                    counts={counts}
                    opened={opened?.section === "groups" && opened.id === line.id}
                    write={writeGroup}
                    open={openGroup}
                    balance={balance}
                  />
                );
              }
              const { id, data } = line;
              const target = hasTarget(line) ? ["metrics", id, "points", "attainment", "target"] : null;
              const found = issues.get(id);
              return (
                <MetricRow
                  key={id}
                  {...shared}
                  id={id}
                  name={name}
                  value={writtenAt(scheme, ["metrics", id, "value"]) ?? ""}
                  target={target && (writtenAt(scheme, target) ?? "")}
                  weight={writtenAt(scheme, ["metrics", id, "weight"]) ?? ""}
                  share={shareNumber(keyIn(data, "weight")) / longest}
                  method={label(kindIn(methods, keyIn(data, "points"))?.name)}
                  errors={found?.errors ?? 0}
                  warnings={found?.warnings ?? 0}
                  chosen={chosen.has(id)}
                  opened={opened?.section === "metrics" && opened.id === id}
                  dragged={dragging?.id === id && dragging.at !== null}
                  lang={language}
                  write={writeMetric}
                  choose={choose}
                  open={openMetric}
                  drag={dragRow}
                />
              );
            })}
            <Gap lines={lines.length - window.end} />
          </tbody>
        </table>
        {dragging?.at != null && <div className="drop-line" style={{ top: HEAD + dragging.at * HEIGHT }} />}
      </div>
      <div role="status" className="unseen">
        {told}
      </div>
    </>
  );
}

/** The room of lines that are out of sight. */
function Gap({ lines }: { readonly lines: number }) {
  return lines > 0 ? (
    <tr aria-hidden>
      <td className="gap" style={{ height: lines * HEIGHT }} />
    </tr>
  ) : null;
}

function shareNumber(weight: unknown): number {
  return Number(shareOf(weight) ?? 0n) / Number(WHOLE);
}

function nameIn(data: unknown, language: string): string {
  const label = keyIn(data as never, "label");
  return String((typeof label === "string" ? label : keyIn(label, language === "en" ? "en" : "zh")) ?? "");
}

/** Goes to a field of a line, which may have to be scrolled into sight and drawn first. */
function focusCell(place: HTMLElement | null, at: number, id: string, column: string, look: () => void) {
  if (!place || at < 0) return;
  const [top, bottom] = [at * HEIGHT, (at + 1) * HEIGHT + HEAD];
  if (place.scrollTop > top) place.scrollTop = top;
  else if (place.scrollTop + place.clientHeight < bottom) place.scrollTop = bottom - place.clientHeight;
  // At once: the next key may come before the browser tells of the scrolling.
  flushSync(look);
  const field = place.querySelector<HTMLElement>(`[data-cell="${CSS.escape(id)} ${column}"]`);
  field?.focus({ preventScroll: true });
  if (field instanceof HTMLInputElement) field.select();
}
