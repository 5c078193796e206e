/** Whether a period is closed, closing it and opening it again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../client";

const PERIODS = ["periods"] as const;

export function useClosing(period: string) {
  return useQuery({
    queryKey: [...PERIODS, period],
    enabled: period !== "",
    queryFn: () => answer(api.GET("/v1/periods/{period}", { params: { path: { period } } })),
    retry: false,
  });
}

export function useClosePeriod(period: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (note: string) =>
      answer(api.POST("/v1/periods/{period}/close", { params: { path: { period } }, body: { note } })),
    onSuccess: () => client.invalidateQueries({ queryKey: PERIODS }),
  });
}

export function useReopenPeriod(period: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      answer(api.POST("/v1/periods/{period}/reopen", { params: { path: { period } }, body: { reason } })),
    onSuccess: () => client.invalidateQueries({ queryKey: PERIODS }),
  });
}
