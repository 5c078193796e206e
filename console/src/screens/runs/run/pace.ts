/** How often to look how far a run is: often while it moves, ever more seldom while it does not. */
import { isUnderWay, type Run } from "@/api/queries/runs";

const FIRST = 600;
const SLOWER = 1.5;
const LONGEST = 8000;

/** A function that gives the milliseconds until the next look; ``answers`` is how many there were so far. */
export function makePace(): (run: Run, answers: number) => number | false {
  let seen = -1;
  let before = "";
  let wait = FIRST;
  return (run, answers) => {
    if (!isUnderWay(run)) return false;
    // Asked again about the same answer, it must not slow down.
    if (answers !== seen) {
      const now = `${run.state} ${run.stage} ${run.people.done}`;
      wait = now === before ? Math.min(wait * SLOWER, LONGEST) : FIRST;
      seen = answers;
      before = now;
    }
    return wait;
  };
}
