/** Any two versions, or one and the draft: what differs in meaning, or the texts themselves. */
import { SwapOutlined } from "@ant-design/icons";
import { Button, Card, Segmented, Select, Tooltip } from "antd";
import { lazy, Suspense, useCallback } from "react";
import { useSearchParams } from "react-router";
import { DRAFT, type Side, useDifference, useSideText } from "@/api/queries/versions";
import type { RuleSetDetail, Version } from "@/api/schema";
import { Answered } from "@/parts/Answered";
import { EmptyBox } from "@/parts/EmptyBox";
import { Loading } from "@/parts/Loading";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { Differences } from "./Differences";

const SideBySide = lazy(() => import("@/parts/texts/SideBySide"));

const WORDS = words({
  title: { zh: "比较", en: "Compare" },
  from: { zh: "较早的一份", en: "The earlier one" },
  to: { zh: "较新的一份", en: "The later one" },
  swap: { zh: "对调", en: "Swap" },
  meaning: { zh: "按含义", en: "By meaning" },
  text: { zh: "按文本", en: "As text" },
  how: { zh: "比较方式", en: "How to compare" },
  draft: { zh: "草稿", en: "Draft" },
  version: { zh: (n: number) => `第 ${n} 版`, en: (n: number) => `Version ${n}` },
  option: {
    zh: (n: number, from: string) => `第 ${n} 版（自 ${from}）`,
    en: (n: number, from: string) => `Version ${n} (from ${from})`,
  },
  inForce: {
    zh: (n: number, from: string) => `第 ${n} 版（自 ${from}，生效中）`,
    en: (n: number, from: string) => `Version ${n} (from ${from}, in force)`,
  },
  one: { zh: "只有一份，没有可比较的。", en: "There is only one; nothing to compare it with." },
});

export interface Compared {
  readonly from: Side | null;
  readonly to: Side | null;
  readonly view: "meaning" | "text";
  readonly show: (from: Side, to: Side, view?: "meaning" | "text") => void;
}

/** What is compared, kept in the address; at first the draft with what is in force, else the last two versions. */
export function useCompared(detail: RuleSetDetail, versions: readonly Version[]): Compared {
  const [search, setSearch] = useSearchParams();
  const numbers = versions.map(({ version }) => version).toSorted((a, b) => b - a);
  const there = (text: string | null): Side | null => {
    if (text === DRAFT) return detail.draft === null ? null : DRAFT;
    const number = Number(text);
    return numbers.includes(number) ? number : null;
  };
  const hasChanges = detail.draft !== null && detail.draft.published_as === null;
  const usual = hasChanges
    ? [detail.in_force?.version ?? numbers[0] ?? null, DRAFT]
    : [numbers[1] ?? null, numbers[0] ?? null];
  const view = search.get("view") === "text" ? "text" : "meaning";
  const show = useCallback(
    (from: Side, to: Side, as?: "meaning" | "text") =>
      setSearch((now) => ({ from: String(from), to: String(to), view: as ?? now.get("view") ?? "meaning" }), {
        replace: true,
        preventScrollReset: true,
      }),
    [setSearch],
  );
  return {
    from: there(search.get("from")) ?? (usual[0] as Side | null),
    to: there(search.get("to")) ?? (usual[1] as Side | null),
    view,
    show,
  };
}

interface Props {
  readonly detail: RuleSetDetail;
  readonly versions: readonly Version[];
  readonly compared: Compared;
}

export function Compare({ detail, versions, compared: { from, to, view, show } }: Props) {
  const say = useWords(WORDS);
  const format = useFormat();
  const options = [
    ...(detail.draft ? [{ value: DRAFT as Side, label: say.draft }] : []),
    ...versions
      .toSorted((a, b) => b.version - a.version)
      .map((one) => ({
        value: one.version as Side,
        label: (one.version === detail.in_force?.version ? say.inForce : say.option)(
          one.version,
          format.period(one.effective_from),
        ),
      })),
  ];
  if (from === null || to === null) {
    return (
      <Card title={say.title}>
        <EmptyBox title={say.one} />
      </Card>
    );
  }
  const name = (side: Side) => (side === DRAFT ? say.draft : say.version(side));
  return (
    <Card
      title={say.title}
      extra={
        <Segmented<Compared["view"]>
          aria-label={say.how}
          value={view}
          onChange={(chosen) => show(from, to, chosen)}
          options={[
            { value: "meaning", label: say.meaning },
            { value: "text", label: say.text },
          ]}
        />
      }
    >
      <div className="compare-sides">
        <Select<Side> aria-label={say.from} value={from} options={options} onChange={(side) => show(side, to)} />
        <Tooltip title={say.swap}>
          <Button icon={<SwapOutlined />} aria-label={say.swap} onClick={() => show(to, from)} />
        </Tooltip>
        <Select<Side> aria-label={say.to} value={to} options={options} onChange={(side) => show(from, side)} />
      </div>
      {view === "meaning" ? (
        <ByMeaning id={detail.id} from={from} to={to} names={[name(from), name(to)]} />
      ) : (
        <AsText id={detail.id} from={from} to={to} names={[name(from), name(to)]} />
      )}
    </Card>
  );
}

interface Sides {
  readonly id: string;
  readonly from: Side;
  readonly to: Side;
  readonly names: readonly [string, string];
}

function ByMeaning({ id, from, to, names }: Sides) {
  const difference = useDifference(id, from, to);
  return (
    <Answered query={difference} rows={6}>
      {({ changes }) => <Differences changes={changes} names={names} />}
    </Answered>
  );
}

function AsText({ id, from, to, names }: Sides) {
  const left = useSideText(id, from);
  const right = useSideText(id, to);
  return (
    <Answered query={left} rows={10}>
      {(before) => (
        <Answered query={right} rows={10}>
          {(after) => (
            <Suspense fallback={<Loading rows={10} />}>
              <SideBySide left={before} right={after} names={names} />
            </Suspense>
          )}
        </Answered>
      )}
    </Answered>
  );
}
