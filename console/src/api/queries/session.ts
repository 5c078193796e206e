/** Who is signed in. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../client";
import { asProblem } from "../problem";
import type { Session, SignIn } from "../schema";

export const SESSION = ["session"] as const;
/** Whether a session that was there has ended. What was on the screen stays until somebody signs in again. */
const ENDED = ["session", "ended"] as const;

/** The session, or null for somebody who is not signed in. */
export function useSession() {
  return useQuery({
    queryKey: SESSION,
    queryFn: async ({ client }): Promise<Session | null> => {
      try {
        return await answer(api.GET("/v1/session"));
      } catch (thrown) {
        if (asProblem(thrown).status !== 401) throw thrown;
        noticeEnd(client, thrown);
        return client.getQueryData<Session>(SESSION) ?? null;
      }
    },
    staleTime: 60_000,
  });
}

/** Whichever request meets the end of the session, the whole console notices. */
export function noticeEnd(client: QueryClient, thrown: unknown): void {
  if (asProblem(thrown).status !== 401) return;
  if (client.getQueryData(SESSION)) client.setQueryData(ENDED, true);
  else client.setQueryData(SESSION, null);
}

export function useSessionEnded(): boolean {
  return useQuery({ queryKey: ENDED, queryFn: () => false, initialData: false, enabled: false }).data;
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (by: SignIn) => answer(api.POST("/v1/session", { body: by })),
    onSuccess: (session) => become(client, session),
  });
}

/** Go on after the session has ended: in the same workspace with everything as it was, in another one afresh. */
export function useSignInAgain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (by: SignIn) => answer(api.POST("/v1/session", { body: by })),
    onSuccess: async (session) => {
      const former = client.getQueryData<Session>(SESSION);
      if (former?.workspace.id !== session.workspace.id) {
        await become(client, session);
        return;
      }
      client.setQueryData(SESSION, session);
      client.setQueryData(ENDED, false);
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] });
    },
  });
}

/** Forget the session that has ended, and everything that was seen in it. */
export function useForgetSession(): () => Promise<void> {
  const client = useQueryClient();
  return () => become(client, null);
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
  client.setQueryData(ENDED, false);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] });
}

/** Whether the signed-in key has the scope; buttons that would be refused are not offered. */
export function useMay(): (scope: string) => boolean {
  const { data } = useSession();
  return (scope) => data?.key.scopes.includes(scope as never) ?? false;
}
