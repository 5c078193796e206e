/** One cache of answers for all screens. */
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { asProblem } from "./problem";
import { SESSION } from "./queries/session";

export function makeQueryClient(): QueryClient {
  // Whichever request meets the end of the session, the whole console notices.
  const noticeEnd = (thrown: unknown) => {
    if (asProblem(thrown).status === 401) client.setQueryData(SESSION, null);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: noticeEnd }),
    mutationCache: new MutationCache({ onError: noticeEnd }),
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
