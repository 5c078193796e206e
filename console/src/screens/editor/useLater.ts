import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { TRIALS } from "@/api/queries/tryOut";

/** ``value`` as it is once it has not changed for a while. */
export function useLater<T>(value: T, pause: number): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return later;
}

/** The same, but not while a try-out is worked out: its score is what people wait for, so everything else comes after. */
export function useAfterTrial<T>(value: T, pause: number): T {
  const client = useQueryClient();
  const [later, setLater] = useState(value);
  useEffect(() => {
    let stop = () => {};
    const attempt = () => {
      if (client.isFetching({ queryKey: TRIALS }) > 0) return;
      stop();
      setLater(value);
    };
    const timer = setTimeout(() => {
      stop = client.getQueryCache().subscribe(attempt);
      attempt();
    }, pause);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, value, pause]);
  return later;
}
