/** The sample person on whom the present text is tried: the try-out tells their result, drawings mark it. */
import { createContext, type ReactNode, use, useState } from "react";
import type { Result } from "@/api/queries/templates";
import type { Plain } from "@/scheme/data";
import type { Label } from "@/words/labels";

export interface SampleScore extends Result {
  /** What the person is called. */
  readonly name: Label;
  readonly period: string;
  /** As they are sent to `POST /v1/rule-sets/try`. */
  readonly inputs: Given;
  readonly attributes: Given;
  readonly history?: readonly Given[];
  /** The other people on whom the text is tried, who count where a rule looks at others. */
  readonly others?: readonly { readonly inputs: Given }[];
}

type Given = { readonly [id: string]: Plain };
type Tell = (score: SampleScore | null) => void;

const SampleScoreContext = createContext<SampleScore | null>(null);
// By itself, so that telling does not draw anew whoever only tells.
const TellContext = createContext<Tell>(() => undefined);

export function SampleScoreProvider({ children }: { readonly children: ReactNode }) {
  const [score, setScore] = useState<SampleScore | null>(null);
  return (
    <TellContext value={setScore}>
      <SampleScoreContext value={score}>{children}</SampleScoreContext>
    </TellContext>
  );
}

/** The present try-out's answer for the chosen person; null while nobody is tried. */
export function useSampleScore(): SampleScore | null {
  return use(SampleScoreContext);
}

/** For the try-out: tell whose result there is now. */
export function useTellSampleScore(): Tell {
  return use(TellContext);
}
