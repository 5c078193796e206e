/** Runs: asked for, watched, and read in every form. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Answer } from "../answers";
import { answer, api } from "../client";
import type { RunRequest } from "../schema";

export type Run = Answer<"show_run">;
export type RunResult = Answer<"show_run_result">;
export type Result = RunResult["result"];
export type Place = Answer<"show_leaderboard">["items"][number];
export type Distribution = Answer<"show_distribution">;
export type Team = Answer<"show_teams">["items"][number];
export type Difference = Answer<"list_run_differences">["items"][number];
export type RunProblems = Answer<"show_run_problems">;

export const RUNS = ["runs"] as const;
export const FORMATS = ["xlsx", "csv", "parquet"] as const;
export type Format = (typeof FORMATS)[number];
const PAGE = 100;
/** So many results are there at once whatever they are sorted by; what follows comes while one reads. */
const FIRST_SEEN = 40;

export interface RunFilter {
  readonly rule_set?: string;
  readonly period?: string;
  readonly state?: Run["state"];
}

export function isUnderWay(run: Pick<Run, "state">): boolean {
  return run.state === "queued" || run.state === "running";
}

/** Runs, newest first; while one of them is under way the list is asked for again. */
export function useRuns(filter: RunFilter) {
  return useInfiniteQuery({
    queryKey: [...RUNS, "list", filter],
    queryFn: ({ pageParam }) =>
      answer(api.GET("/v1/runs", { params: { query: { ...filter, limit: 50, cursor: pageParam ?? undefined } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some(isUnderWay)) ? 3000 : false),
  });
}

/** The newest run of each rule set, null where there is none; not there while nobody knows. */
export function useLastRuns(ids: readonly string[]): ReadonlyMap<string, Run | null> {
  // One question mostly answers for all; only for what has not been run lately one more is asked.
  const lately = useQuery({
    queryKey: [...RUNS, "lately"],
    queryFn: () => answer(api.GET("/v1/runs", { params: { query: { limit: 200 } } })),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? 5000 : false),
  });
  const found = new Map<string, Run | null>();
  for (const run of lately.data?.items ?? []) if (!found.has(run.rule_set)) found.set(run.rule_set, run);
  const others = ids.filter((id) => lately.data && !found.has(id));
  const asked = useQueries({
    queries: others.map((id) => ({
      queryKey: [...RUNS, "last", id],
      enabled: lately.data?.next !== null,
      queryFn: () => answer(api.GET("/v1/runs", { params: { query: { rule_set: id, limit: 1 } } })),
    })),
  });
  others.forEach((id, index) => {
    if (lately.data?.next === null) found.set(id, null);
    else if (asked[index]?.data) found.set(id, asked[index].data.items[0] ?? null);
  });
  return found;
}

/** One run; ``again`` says after how many milliseconds to look again, knowing how many answers there were. In a tab that
 * nobody sees nothing is asked. */
export function useRun(id: number, again?: (run: Run, answers: number) => number | false) {
  return useQuery({
    queryKey: [...RUNS, "one", id],
    queryFn: () => answer(api.GET("/v1/runs/{run_id}", { params: { path: { run_id: id } } })),
    refetchInterval: ({ state }) => (state.data && again ? again(state.data, state.dataUpdateCount) : false),
    refetchIntervalInBackground: false,
  });
}

/** Which rule sets a run of the role would run; none while there is no role or no period. */
export function usePlanned(role: string, period: string) {
  return useQuery({
    queryKey: [...RUNS, "planned", role, period],
    enabled: role !== "" && period !== "",
    retry: false,
    queryFn: () => answer(api.GET("/v1/runs/planned", { params: { query: { role, period } } })),
  });
}

export function useStartRuns() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, attempt }: { body: RunRequest; attempt: string }) =>
      answer(api.POST("/v1/runs", { params: { header: { "Idempotency-Key": attempt } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: RUNS }),
  });
}

export type RunAction = "cancel" | "resume" | "retry";

export function useRunAction(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: RunAction) =>
      answer(api.POST(`/v1/runs/{run_id}/${action}`, { params: { path: { run_id: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: RUNS }),
  });
}

/** Which results, in which order. */
export interface Wanted {
  readonly sort: string;
  readonly search?: string;
  readonly status?: Result["status"];
  readonly tier?: string;
  readonly where?: string;
}

/** What a finished run found never changes. */
const FOR_GOOD = { staleTime: Number.POSITIVE_INFINITY } as const;

/** Results, page after page. While another order is on its way the present one stays. */
export function resultsQuery(id: number, wanted: Wanted) {
  return infiniteQueryOptions({
    queryKey: [...RUNS, "results", id, wanted],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/v1/runs/{run_id}/results", {
          params: { path: { run_id: id }, query: { ...wanted, limit: FIRST_SEEN, cursor: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    ...FOR_GOOD,
  });
}

export function useResults(id: number, wanted: Wanted) {
  return useInfiniteQuery(resultsQuery(id, wanted));
}

/** One result as an example of all: which attributes people have. Undefined where nobody took part. */
export function useExample(id: number) {
  return useQuery({
    queryKey: [...RUNS, "example", id],
    queryFn: async () => {
      const page = await answer(
        api.GET("/v1/runs/{run_id}/results", { params: { path: { run_id: id }, query: { limit: 1 } } }),
      );
      return page.items[0] ?? null;
    },
    ...FOR_GOOD,
  });
}

export function useDistribution(id: number, by = "score", bins = 20) {
  return useQuery({
    queryKey: [...RUNS, "distribution", id, by, bins],
    queryFn: () =>
      answer(api.GET("/v1/runs/{run_id}/distribution", { params: { path: { run_id: id }, query: { by, bins } } })),
    placeholderData: keepPreviousData,
    ...FOR_GOOD,
  });
}

export function useTeams(id: number, within: string | undefined, by: string) {
  return useQuery({
    queryKey: [...RUNS, "teams", id, within, by],
    enabled: within !== undefined,
    queryFn: () =>
      answer(api.GET("/v1/runs/{run_id}/teams", { params: { path: { run_id: id }, query: { within, by } } })),
    placeholderData: keepPreviousData,
    ...FOR_GOOD,
  });
}

export interface Ranking {
  readonly by: string;
  readonly within?: string;
  readonly order: "desc" | "asc";
  readonly anonymous: boolean;
}

export function useLeaderboard(id: number, ranking: Ranking) {
  return useInfiniteQuery({
    queryKey: [...RUNS, "leaderboard", id, ranking],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/v1/runs/{run_id}/leaderboard", {
          params: { path: { run_id: id }, query: { ...ranking, limit: PAGE, cursor: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    ...FOR_GOOD,
  });
}

export function useDifferences(id: number) {
  return useInfiniteQuery({
    queryKey: [...RUNS, "differences", id],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/v1/runs/{run_id}/differences", {
          params: { path: { run_id: id }, query: { limit: PAGE, cursor: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    ...FOR_GOOD,
  });
}

export function useRunProblems(id: number, enabled: boolean) {
  return useQuery({
    queryKey: [...RUNS, "problems", id],
    enabled,
    queryFn: () => answer(api.GET("/v1/runs/{run_id}/problems", { params: { path: { run_id: id } } })),
    ...FOR_GOOD,
  });
}

/** The results as a file. */
export function useExport(id: number) {
  return useMutation({
    mutationFn: (format: Format) =>
      answer(
        api.GET("/v1/runs/{run_id}/export.{format}", { params: { path: { run_id: id, format } }, parseAs: "blob" }),
      ) as Promise<Blob>,
  });
}
