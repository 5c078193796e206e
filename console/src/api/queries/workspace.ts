/** The workspace: its name, time zone and currency. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, tagged } from "../client";
import type { WorkspaceChange } from "../schema";
import { SESSION } from "./session";

const WORKSPACE = ["workspace"] as const;

/** With the ETag that a change is made from. */
export function useWorkspace() {
  return useQuery({ queryKey: WORKSPACE, queryFn: () => tagged(api.GET("/v1/workspace")) });
}

export function useChangeWorkspace() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ etag, body }: { readonly etag: string; readonly body: WorkspaceChange }) =>
      tagged(api.PATCH("/v1/workspace", { params: { header: { "If-Match": etag } }, body })),
    onSuccess: (changed) => {
      client.setQueryData(WORKSPACE, changed);
      void client.invalidateQueries({ queryKey: SESSION });
    },
  });
}
