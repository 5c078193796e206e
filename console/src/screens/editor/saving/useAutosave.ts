/** Saves a draft a moment after each change, one request at a time, and notices when somebody else saved meanwhile. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { type ApiProblem, asProblem } from "@/api/problem";
import { type DraftText, fetchDraft, writeDraft } from "@/api/queries/drafts";
import { RULE_SETS } from "@/api/queries/ruleSets";
import { noticeEnd, useSessionEnded } from "@/api/queries/session";

const PAUSE = 1000;
/** How long to wait before trying a server again that is away for the moment. */
const AWAY = 15_000;
const IS_AWAY = [0, 502, 503, 504];

export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "waiting" }
  | { readonly kind: "saving" }
  | { readonly kind: "failed"; readonly problem: ApiProblem }
  /** Somebody else's draft stands where ours would go. */
  | { readonly kind: "conflict"; readonly theirs: DraftText };

export interface Autosave {
  readonly state: SaveState;
  readonly saveNow: () => void;
  /** After a conflict: go on with ``text`` on top of theirs. */
  readonly settle: (theirs: DraftText, text: string) => void;
}

export function useAutosave(id: string, text: string, first: DraftText, enabled: boolean): Autosave {
  const client = useQueryClient();
  const [state, setState] = useState<SaveState>({ kind: "saved" });
  const stored = useRef(first);
  const wanted = useRef(text);
  const busy = useRef(false);
  wanted.current = text;

  const save = useCallback(async () => {
    if (busy.current || wanted.current === stored.current.text) return;
    busy.current = true;
    setState({ kind: "saving" });
    const sent = wanted.current;
    try {
      const etag = await writeDraft(id, sent, stored.current.etag);
      stored.current = { text: sent, etag };
      setState({ kind: wanted.current === sent ? "saved" : "waiting" });
      void client.invalidateQueries({ queryKey: [...RULE_SETS, "one", id] });
    } catch (thrown) {
      const problem = asProblem(thrown);
      noticeEnd(client, thrown);
      setState(problem.status === 412 ? await conflicted(id, problem) : { kind: "failed", problem });
    } finally {
      busy.current = false;
    }
  }, [client, id]);

  useEffect(() => {
    if (!enabled) return;
    if (text === stored.current.text) {
      setState((now) => (now.kind === "waiting" || now.kind === "failed" ? { kind: "saved" } : now));
      return;
    }
    setState((now) => (now.kind === "conflict" || now.kind === "saving" ? now : { kind: "waiting" }));
  }, [text, enabled]);

  // Waiting begins anew with every change; what was changed while a save was under way waits, too.
  useEffect(() => {
    if (!enabled || state.kind !== "waiting" || text === stored.current.text) return;
    const timer = setTimeout(save, PAUSE);
    return () => clearTimeout(timer);
  }, [state, text, save, enabled]);

  useEffect(() => {
    if (!enabled || state.kind !== "failed" || !IS_AWAY.includes(state.problem.status)) return;
    const timer = setTimeout(save, AWAY);
    return () => clearTimeout(timer);
  }, [state, save, enabled]);

  // Who signs in again need not save by hand what the ended session could not.
  const ended = useSessionEnded();
  const wasEnded = useRef(ended);
  useEffect(() => {
    if (wasEnded.current && !ended && enabled) void save();
    wasEnded.current = ended;
  }, [ended, enabled, save]);

  const settle = useCallback((theirs: DraftText, chosen: string) => {
    stored.current = theirs;
    setState({ kind: chosen === theirs.text ? "saved" : "waiting" });
  }, []);

  return { state, saveNow: save, settle };
}

async function conflicted(id: string, problem: ApiProblem): Promise<SaveState> {
  try {
    return { kind: "conflict", theirs: await fetchDraft(id) };
  } catch {
    return { kind: "failed", problem };
  }
}
