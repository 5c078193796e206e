/** Whether the window is too narrow for a second column. */
import { useSyncExternalStore } from "react";

const NARROW = "(max-width: 1180px)";

function subscribe(notice: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener("change", notice);
  return () => query.removeEventListener("change", notice);
}

export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(NARROW).matches);
}
