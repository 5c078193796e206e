/** One cache of answers for all screens. */
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { asProblem } from "./problem";
import { noticeEnd } from "./queries/session";

export function makeQueryClient(): QueryClient {
  const onError = (thrown: unknown): void => noticeEnd(client, thrown);
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        retry: (failures, thrown) => failures < 1 && [0, 502, 503, 504].includes(asProblem(thrown).status),
        retryDelay: 600,
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
  return client;
}
