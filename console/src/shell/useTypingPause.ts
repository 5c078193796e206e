/** Nothing may come over the page in the middle of a word: what is typed then would go into it. */
import { useEffect, useState } from "react";

/** How long nobody has pressed a key when somebody is taken to have stopped typing. */
const PAUSE = 1000;

/** Whether there has been a moment without typing since ``wanted`` became true. */
export function useTypingPause(wanted: boolean): boolean {
  const [isPause, setPause] = useState(false);
  useEffect(() => {
    if (!wanted) return setPause(false);
    const done = () => setPause(true);
    let timer = setTimeout(done, Math.max(0, lastKey + PAUSE - performance.now()));
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(done, PAUSE);
    };
    for (const event of TYPING) window.addEventListener(event, wait, true);
    return () => {
      clearTimeout(timer);
      for (const event of TYPING) window.removeEventListener(event, wait, true);
    };
  }, [wanted]);
  return wanted && isPause;
}

const TYPING = ["keydown", "input"] as const;

/** When a key was pressed last, also before anybody asked. */
let lastKey = Number.NEGATIVE_INFINITY;
for (const event of TYPING) window.addEventListener(event, () => (lastKey = performance.now()), true);
