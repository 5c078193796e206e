/** People: who is there on a day, and what was told of each. */
import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { answer, api } from "../client";
import type { operations } from "../schema";

export type Person =
  operations["list_workspace_people"]["responses"]["200"]["content"]["application/json"]["items"][number];
export type PersonDetail = operations["show_person"]["responses"]["200"]["content"]["application/json"];

export const PEOPLE = ["people"] as const;

/** Whom to list; what is empty selects nobody out. */
export interface PeopleSearch {
  readonly q?: string;
  readonly attributes?: string;
  readonly manager?: string;
  readonly present?: "true" | "false" | "any";
}

export function usePeople(search: PeopleSearch) {
  return useInfiniteQuery({
    queryKey: [...PEOPLE, "list", search],
    queryFn: ({ pageParam }) =>
      answer(api.GET("/v1/people", { params: { query: { ...search, limit: 100, cursor: pageParam ?? undefined } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // While the next letter is looked for, what the last ones found stays readable.
    placeholderData: keepPreviousData,
  });
}

/** One person as they are today, with everything that holds day by day and every change. */
export function personQuery(id: string) {
  return queryOptions({
    queryKey: [...PEOPLE, "one", id],
    queryFn: () => answer(api.GET("/v1/people/{person_id}", { params: { path: { person_id: id } } })),
  });
}

export function usePerson(id: string) {
  return useQuery(personQuery(id));
}
