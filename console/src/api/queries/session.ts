/** Who is signed in. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../client";
import { asProblem } from "../problem";
import type { Session, SignIn } from "../schema";

export const SESSION = ["session"] as const;

/** The session, or null for somebody who is not signed in. */
export function useSession() {
  return useQuery({
    queryKey: SESSION,
    queryFn: async (): Promise<Session | null> => {
      try {
        return await answer(api.GET("/v1/session"));
      } catch (thrown) {
        if (asProblem(thrown).status === 401) return null;
        throw thrown;
      }
    },
    staleTime: 60_000,
  });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (by: SignIn) => answer(api.POST("/v1/session", { body: by })),
    onSuccess: (session) => become(client, session),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE("/v1/session")),
    onSettled: () => become(client, null),
  });
}

/** Nothing that one visitor saw stays for the next. What is shown now sees the change first, and leaves. */
async function become(client: QueryClient, session: Session | null): Promise<void> {
  // A question that is still on its way would be answered for who was there before.
  await client.cancelQueries();
  client.setQueryData(SESSION, session);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] });
}

/** Whether the signed-in key has the scope; buttons that would be refused are not offered. */
export function useMay(): (scope: string) => boolean {
  const { data } = useSession();
  return (scope) => data?.key.scopes.includes(scope as never) ?? false;
}
