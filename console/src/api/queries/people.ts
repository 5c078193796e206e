/** People: who is there on a day, what was told of each, and what they have in common. */
import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Answer } from "../answers";
import { answer, api } from "../client";
import type { ChangeRequest, PersonPut } from "../schema";

export type Person = Answer<"list_workspace_people">["items"][number];
export type PersonDetail = Answer<"show_person">;
export type Team = Answer<"list_teams_of_people">["items"][number];
export type Attribute = Answer<"list_attributes_of_people">["items"][number];
export type Value = string | number | boolean;

export const PEOPLE = ["people"] as const;
const TEAMS = [...PEOPLE, "teams"] as const;

/** Whom to list; what is empty selects nobody out. */
export interface PeopleSearch {
  readonly q?: string;
  readonly attributes?: string;
  readonly manager?: string;
  readonly manager_unknown?: "true";
  readonly present?: "true" | "false" | "any";
  readonly sort?: string;
}

export function usePeople(search: PeopleSearch, limit = 100) {
  return useInfiniteQuery({
    queryKey: [...PEOPLE, "list", search, limit],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/v1/people", { params: { query: { ...search, limit, cursor: pageParam ?? undefined } as never } }),
      ),
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

/** The teams that `manager` or such as `attributes.team` makes. */
export function useTeamsOfPeople(by: string, limit = 200) {
  return useInfiniteQuery({
    queryKey: [...TEAMS, by, limit],
    queryFn: ({ pageParam }) =>
      answer(api.GET("/v1/teams", { params: { query: { by, limit, cursor: pageParam ?? undefined } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 60_000,
  });
}

export function useAttributes() {
  return useQuery({
    queryKey: [...PEOPLE, "attributes"],
    queryFn: () => answer(api.GET("/v1/attributes")),
    staleTime: 60_000,
  });
}

/** Refused with 428 when somebody with this id is there already. */
export function useAddPerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { readonly id: string; readonly body: PersonPut }) =>
      answer(api.PUT("/v1/people/{person_id}", { params: { path: { person_id: id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: PEOPLE }),
  });
}

export function useChangePerson(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ChangeRequest) =>
      answer(api.POST("/v1/people/{person_id}/changes", { params: { path: { person_id: id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: PEOPLE }),
  });
}

/** Takes back somebody who was entered by mistake. */
export function useRemovePerson(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (etag: string) =>
      answer(
        api.DELETE("/v1/people/{person_id}", {
          params: { path: { person_id: id }, header: { "If-Match": etag } },
        }),
      ),
    onSuccess: async () => {
      client.removeQueries({ queryKey: [...PEOPLE, "one", id] });
      await client.invalidateQueries({ queryKey: PEOPLE });
    },
  });
}
