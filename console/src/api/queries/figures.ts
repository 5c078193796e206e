/** Figures: what was entered for people and a period, and what is missing. */
import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Answer } from "../answers";
import { answer, api } from "../client";
import type { Issue } from "../problem";

export type FiguresOverview = Answer<"show_figures_overview">;
export type InputOverview = FiguresOverview["inputs"][number];
export type DecisionOverview = FiguresOverview["decisions"][number];
export type FiguresPage = Answer<"list_period_figures">;
export type PersonFigures = FiguresPage["items"][number];
type Held = { readonly [input: string]: { readonly value: string | number | boolean } | undefined };

export const FIGURES = ["figures"] as const;

/** What a person has of an input, as it was written. */
export function heldValue(person: PersonFigures, input: string): string {
  const held = (person.values as Held)[input];
  return held === undefined ? "" : String(held.value);
}

/** What somebody decided on a discretionary reward. */
export interface Decision {
  readonly amount: string;
  readonly reason: string;
  readonly author: string;
}

export function heldDecision(person: PersonFigures, reward: string): Decision | null {
  const held = (person.decisions as { readonly [reward: string]: { readonly [part: string]: unknown } })[reward];
  return held === undefined
    ? null
    : { amount: String(held.amount), reason: String(held.reason), author: String(held.author) };
}

/** What is there and what is missing, by the version in force or by another one. */
export function useFiguresOverview(ruleSet: string | null, period: string, version?: number) {
  return useQuery({
    queryKey: [...FIGURES, "counts", ruleSet, period, version],
    enabled: ruleSet !== null,
    retry: false,
    queryFn: () =>
      answer(
        api.GET("/v1/figures/{period}/overview", {
          params: { path: { period }, query: { rule_set: ruleSet as string, version } },
        }),
      ),
  });
}

export interface Lacking {
  /** Only who lacks something needed. */
  readonly missing?: boolean;
  /** Only who has no value of this input. */
  readonly lacking?: string;
}

export function useFigures(ruleSet: string, period: string, { missing, lacking }: Lacking) {
  return useInfiniteQuery({
    queryKey: [...FIGURES, "list", ruleSet, period, missing ?? false, lacking ?? ""],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/v1/figures/{period}", {
          params: {
            path: { period },
            query: {
              rule_set: ruleSet,
              limit: 100,
              lacking,
              ...(missing ? { missing: "true" as never } : {}),
              cursor: pageParam ?? undefined,
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** A cell of the sheet; an empty text takes the value back. */
export interface Typed {
  readonly person: string;
  readonly input: string;
  readonly text: string;
}

export interface RefusedCell extends Typed {
  readonly issue: Issue;
}

/** Why figures of a closed period are changed; nothing where the period is open. */
export type Correction = { readonly correction?: true; readonly reason?: string };

/** Enters cells. What is refused comes back cell by cell; whatever else was typed for the same people is kept. */
export function useEnterFigures(ruleSet: string, period: string, correction: Correction) {
  const client = useQueryClient();
  const enter = async (cells: readonly Typed[]): Promise<readonly RefusedCell[]> => {
    const people = byPerson(cells);
    const outcome = await answer(
      api.POST("/v1/figures/{period}", {
        params: { path: { period } },
        body: { rule_set: ruleSet, people: people as never, on_refused: "keep_rest", ...correction },
      }),
    );
    const refused = outcome.refused.flatMap(({ person, issues }) =>
      (issues as readonly Issue[]).map((issue) => ({ person, issue, input: inputOf(issue) })),
    );
    const isRefused = (cell: Typed) => refused.some((one) => one.person === cell.person);
    const bad = cells.flatMap((cell) => {
      const found = refused.find((one) => one.person === cell.person && (one.input ?? cell.input) === cell.input);
      return found ? [{ ...cell, issue: found.issue }] : [];
    });
    // One value that is refused holds back all of that person's: the others are sent without it.
    const rest = cells.filter((cell) => isRefused(cell) && !bad.some((one) => isSame(one, cell)));
    return [...bad, ...(rest.length > 0 && rest.length < cells.length ? await enter(rest) : [])];
  };
  return useMutation({
    mutationFn: enter,
    onSuccess: async (refused, cells) => {
      const kept = cells.filter((cell) => !refused.some((one) => isSame(one, cell)));
      client.setQueriesData<InfiniteData<FiguresPage>>(
        { queryKey: [...FIGURES, "list", ruleSet, period] },
        (data) => data && withCells(data, kept),
      );
      await client.invalidateQueries({ queryKey: [...FIGURES, "counts"] });
      // Other filters and other screens ask again when they are next looked at.
      await client.invalidateQueries({ queryKey: FIGURES, refetchType: "none" });
    },
  });
}

interface Decided {
  readonly person: string;
  readonly reward: string;
  /** Null takes the decision back. */
  readonly decision: Decision | null;
}

export function useDecide(ruleSet: string, period: string, correction: Correction) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ person, reward, decision }: Decided) =>
      answer(
        api.POST("/v1/figures/{period}", {
          params: { path: { period } },
          body: { rule_set: ruleSet, people: [{ person, decisions: { [reward]: decision } }] as never, ...correction },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: FIGURES }),
  });
}

function byPerson(cells: readonly Typed[]) {
  const people = new Map<string, { [input: string]: string | null }>();
  for (const { person, input, text } of cells) {
    people.set(person, { ...people.get(person), [input]: text === "" ? null : text });
  }
  return [...people].map(([person, values]) => ({ person, values }));
}

/** `people[3].values.marks` is about marks. */
function inputOf(issue: Issue): string | undefined {
  return /\.values\.([^.[]+)/.exec(issue.path)?.[1];
}

function isSame(one: Typed, other: Typed): boolean {
  return one.person === other.person && one.input === other.input;
}

/** What is on the screen, with what was just entered. */
function withCells(data: InfiniteData<FiguresPage>, cells: readonly Typed[]): InfiniteData<FiguresPage> {
  const changed = byPerson(cells);
  const patched = (person: PersonFigures): PersonFigures => {
    const told = changed.find((one) => one.person === person.person)?.values;
    if (told === undefined) return person;
    const values: { [input: string]: unknown } = { ...(person.values as object) };
    for (const [input, text] of Object.entries(told)) {
      if (text === null) delete values[input];
      else values[input] = { value: text };
    }
    return { ...person, values: values as never };
  };
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(patched) })) };
}
