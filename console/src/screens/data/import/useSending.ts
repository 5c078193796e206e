/** One file on its way to the API: how far it is, what came of it, and how to stop it. */
import { useCallback, useEffect, useRef, useState } from "react";
import { type ApiProblem, asProblem } from "@/api/problem";
import { cancelImport, type Import } from "@/api/queries/datasets";
import { GIVEN_UP } from "@/api/upload";
import type { Found } from "./found";
import { type Attempt, type Progress, send } from "./sending";

export interface Sending {
  readonly progress: Progress | null;
  readonly found: Found | null;
  readonly problem: ApiProblem | null;
  /** The server reads the file in the background, and can be told to stop. */
  readonly isInBackground: boolean;
  readonly start: (attempt: Attempt) => void;
  /** Whether it was stopped; not if it has just come to its end. */
  readonly stop: () => Promise<boolean>;
}

export function useSending(onFound?: (found: Found) => void): Sending {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const running = useRef<AbortController | null>(null);
  const told = useRef(onFound);
  told.current = onFound;
  const [begun, setBegun] = useState<Import | null>(null);
  const stop = useCallback(async () => {
    if (begun !== null) {
      try {
        await cancelImport(begun.dataset, begun.id);
      } catch (thrown) {
        // What came of it is told in a moment.
        if (asProblem(thrown).status === 409) return false;
      }
    }
    running.current?.abort();
    running.current = null;
    setProgress(null);
    return true;
  }, [begun]);
  // What nobody waits for any more is not sent to its end.
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback((attempt: Attempt) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const isCurrent = () => running.current === controller;
    setFound(null);
    setProblem(null);
    setBegun(null);
    setProgress({ sent: 0 });
    send(attempt, {
      signal: controller.signal,
      onBegun: (next) => isCurrent() && setBegun(next),
      onProgress: (next) => isCurrent() && setProgress((before) => ({ ...before, ...next })),
    })
      .then((result) => {
        if (!isCurrent()) return;
        setFound(result);
        told.current?.(result);
      })
      .catch((thrown) => {
        const failed = asProblem(thrown);
        if (isCurrent() && failed.code !== GIVEN_UP) setProblem(failed);
      })
      .finally(() => isCurrent() && setProgress(null));
  }, []);
  return { progress, found, problem, isInBackground: begun !== null, start, stop };
}
