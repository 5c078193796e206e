/** What an answer of the API becomes on the screen: on its way, failed, or there. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { asProblem } from "@/api/problem";
import { Loading } from "./Loading";
import { ProblemBox } from "./ProblemBox";

interface Props<T> {
  readonly query: Pick<UseQueryResult<T>, "data" | "error" | "isPending" | "refetch">;
  readonly children: (data: T) => ReactNode;
  readonly rows?: number;
}

export function Answered<T>({ query, children, rows }: Props<T>) {
  // What was there before stays readable while a refetch fails.
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Loading rows={rows} />;
  return <ProblemBox problem={asProblem(query.error)} again={() => query.refetch()} />;
}
