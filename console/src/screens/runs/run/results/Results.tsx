/** Everybody's results: sorted, selected and looked for by the server, drawn only as far as they are seen. */
import { useQueryClient } from "@tanstack/react-query";
import { Input, Select, Table } from "antd";
import type { SorterResult } from "antd/es/table/interface";
import { type Key, memo, type UIEvent, useCallback, useMemo, useState } from "react";
import {
  type Run,
  type RunResult,
  resultsQuery,
  useDistribution,
  useResults,
  useTeams,
  type Wanted,
} from "@/api/queries/runs";
import type { Scheme } from "@/api/queries/schemes";
import { Answered } from "@/parts/Answered";
import { EmptyBox } from "@/parts/EmptyBox";
import { STATUS } from "@/parts/score-card/ScoreCard";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { useAttributes } from "../attributes";
import { useColumns } from "./columns";
import { following, orderOf, sortOf, USUAL } from "./order";

const WORDS = words({
  results: { zh: "成绩", en: "Results" },
  search: { zh: "按姓名或工号查找", en: "Look for a name or id" },
  status: { zh: "按状态筛选", en: "Status" },
  tier: { zh: "按等级筛选", en: "Tier" },
  group: { zh: (name: string) => `按${name}筛选`, en: (name: string) => name },
  none: { zh: "没有符合条件的人", en: "Nobody matches" },
  shown: {
    zh: (n: string) => `已显示 ${n} 人，向下滚动继续`,
    en: (n: string) => `People shown: ${n}; scroll on for more`,
  },
  all: { zh: (n: string) => `共 ${n} 人`, en: (n: string) => `People in all: ${n}` },
});

/** What is left of the window below the table's head, and never too little to scroll in. */
const ABOVE = 430;
const LEAST = 320;
/** How far before the end the next page is asked for. */
const AHEAD = 3000;

interface Props {
  readonly run: Run;
  readonly scheme: Scheme;
}

export function Results({ run, scheme }: Props) {
  const say = useWords(WORDS);
  const client = useQueryClient();
  const [wanted, setWanted] = useState<Wanted>({ sort: USUAL });
  const results = useResults(run.id, wanted);
  const put = useCallback((change: Partial<Wanted>) => setWanted((now) => ({ ...now, ...change })), []);
  // Whoever points at a heading or a choice is about to click it.
  const foresee = useCallback(
    (change: Partial<Wanted>) => void client.prefetchInfiniteQuery(resultsQuery(run.id, { ...wanted, ...change })),
    [client, run.id, wanted],
  );
  const { hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage } = results;
  const onMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isPlaceholderData) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage]);
  return (
    <div className={`run-results ${isPlaceholderData ? "on-its-way" : ""}`}>
      <Choices run={run} scheme={scheme} wanted={wanted} put={put} foresee={foresee} />
      <Answered query={results}>
        {({ pages }) =>
          pages[0]?.items.length === 0 ? (
            <EmptyBox title={say.none} />
          ) : (
            <ResultTable
              run={run}
              scheme={scheme}
              pages={pages}
              sort={wanted.sort}
              settled={!isPlaceholderData}
              put={put}
              foresee={foresee}
              more={hasNextPage}
              onMore={onMore}
            />
          )
        }
      </Answered>
    </div>
  );
}

interface ChoicesProps extends Props {
  readonly wanted: Wanted;
  readonly put: (change: Partial<Wanted>) => void;
  readonly foresee: (change: Partial<Wanted>) => void;
}

function Choices({ run, scheme, wanted, put, foresee }: ChoicesProps) {
  const say = useWords(WORDS);
  const status = useWords(STATUS);
  const label = useLabels();
  const [attribute] = useAttributes(run.id, scheme);
  const groups = useTeams(run.id, attribute?.value, "score").data?.items ?? [];
  const tiers = useDistribution(run.id).data?.tiers ?? [];
  return (
    <div className="run-choices">
      <Input.Search
        allowClear
        style={{ width: 220 }}
        placeholder={say.search}
        aria-label={say.search}
        maxLength={100}
        onChange={(event) => put({ search: event.target.value.trim() || undefined })}
      />
      <Select
        allowClear
        style={{ width: 150 }}
        placeholder={say.status}
        aria-label={say.status}
        value={wanted.status}
        onChange={(value) => put({ status: value })}
        onActive={(value) => value && foresee({ status: value })}
        options={(["scored", "incomplete", "not_eligible", "problem"] as const).map((value) => ({
          value,
          label: status[value],
        }))}
      />
      {tiers.length > 0 && (
        <Select
          allowClear
          style={{ width: 150 }}
          placeholder={say.tier}
          aria-label={say.tier}
          value={wanted.tier}
          onChange={(value) => put({ tier: value })}
          onActive={(value) => value && foresee({ tier: String(value) })}
          options={tiers.map((tier) => ({ value: tier.id, label: label(tier.label, tier.id) }))}
        />
      )}
      {attribute && (
        <Select
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          style={{ width: 220 }}
          placeholder={say.group(attribute.label)}
          aria-label={say.group(attribute.label)}
          value={wanted.where?.slice(attribute.value.length + 1)}
          onChange={(value) => put({ where: value === undefined ? undefined : `${attribute.value}:${value}` })}
          options={groups.flatMap(({ group }) => (group === null ? [] : [{ value: group, label: group }]))}
        />
      )}
    </div>
  );
}

interface TableProps extends Props {
  readonly pages: readonly { readonly items: readonly RunResult[] }[];
  readonly sort: string;
  /** Whether what is shown is what was asked for, and not yet what was shown before. */
  readonly settled: boolean;
  readonly put: (change: Partial<Wanted>) => void;
  readonly foresee: (change: Partial<Wanted>) => void;
  readonly more: boolean;
  readonly onMore: () => void;
}

/** Drawn once for each answer, not for each question. */
const ResultTable = memo(Drawn, (before, after) => !after.settled || same(before, after));

function same(before: TableProps, after: TableProps): boolean {
  return (Object.keys(after) as (keyof TableProps)[]).every((name) => before[name] === after[name]);
}

/** What a click on a heading will ask for is asked as soon as somebody points at it, and after each click for the next. */
function foreseeing(key: Key | undefined, sort: string, foresee: TableProps["foresee"]) {
  const next = following(sort, key);
  return {
    onPointerEnter: () => foresee({ sort: next }),
    onPointerUp: () => foresee({ sort: following(next, key) }),
  };
}

function Drawn({ run, scheme, pages, sort, put, foresee, more, onMore }: TableProps) {
  const say = useWords(WORDS);
  const format = useFormat();
  const columns = useColumns(run, scheme);
  const rows = useMemo(() => pages.flatMap((page) => page.items), [pages]);
  const sorted = useMemo(
    () =>
      columns.map((column) => ({
        ...column,
        sortOrder: orderOf(sort, column.key),
        onHeaderCell: () => (column.sorter ? foreseeing(column.key, sort, foresee) : {}),
      })),
    [columns, sort, foresee],
  );
  const width = columns.reduce((sum, column) => sum + Number(column.width), 0);
  const onScroll = useCallback(
    ({ currentTarget }: UIEvent) => {
      const left = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight;
      if (left < AHEAD) onMore();
    },
    [onMore],
  );
  return (
    <>
      <section aria-label={say.results}>
        <Table<RunResult>
          virtual
          size="small"
          rowKey="subject"
          pagination={false}
          dataSource={rows}
          columns={sorted}
          showSorterTooltip={false}
          scroll={{ x: width, y: Math.max(LEAST, window.innerHeight - ABOVE) }}
          onScroll={onScroll}
          onChange={(_, __, sorter) => put({ sort: sortOf(sorter as SorterResult<RunResult>) })}
        />
      </section>
      <p className="run-foot" role="status">
        {(more ? say.shown : say.all)(format.number(rows.length))}
      </p>
    </>
  );
}
