/** Access keys. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../client";
import type { NewKeyRequest } from "../schema";
import { useMay, useSession } from "./session";

const KEYS = ["keys"] as const;

export function useKeys(enabled = true) {
  return useInfiniteQuery({
    queryKey: KEYS,
    enabled,
    queryFn: ({ pageParam }) =>
      answer(api.GET("/v1/keys", { params: { query: { limit: 100, cursor: pageParam ?? undefined } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** What a key is called, as far as the signed-in key may know: admins all of them, others their own. */
export function useKeyNames(): (id: string) => string | undefined {
  const own = useSession().data?.key;
  const keys = useKeys(useMay()("admin"));
  const names = new Map(keys.data?.pages.flatMap((page) => page.items.map((key) => [key.id, key.name])));
  return (id) => names.get(id) ?? (id === own?.id ? own.name : undefined);
}

export function useCreateKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewKeyRequest) => answer(api.POST("/v1/keys", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS }),
  });
}

export function useRevokeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE("/v1/keys/{key_id}", { params: { path: { key_id: id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS }),
  });
}
