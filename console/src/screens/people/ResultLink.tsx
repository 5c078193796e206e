/** Somebody's name, leading to what a run found for them. Whoever rests on it is about to click it: what the next screen
 * needs first is asked for by then. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { Link } from "react-router";
import { personQuery } from "@/api/queries/people";
import { explainedQuery, personResultsQuery } from "@/api/queries/personResults";
import { resultsOf, type Shown } from "./address";

/** Milliseconds; who only passes over a list asks for nothing. */
const REST = 50;

interface Props {
  readonly person: string;
  readonly run: Shown & { readonly id: number };
  readonly children: ReactNode;
}

export function ResultLink({ person, run, children }: Props) {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const leave = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  const ask = () => {
    void client.prefetchQuery(personQuery(person));
    void client.prefetchInfiniteQuery(personResultsQuery(person));
    void client.prefetchQuery(explainedQuery(run.id, person));
  };
  const enter = () => {
    leave();
    timer.current = setTimeout(ask, REST);
  };
  return (
    <Link to={resultsOf(person, run)} onPointerEnter={enter} onPointerLeave={leave} onFocus={enter} onBlur={leave}>
      {children}
    </Link>
  );
}
