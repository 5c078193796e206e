/** Explanations of a try-out: worked out only while somebody reads one, for with many metrics they are most of an answer. */
import { createContext } from "react";
import type { ExplanationNode } from "@/api/schema";

export interface Explaining {
  /** The explanation of the person looked at; null while it is not known. */
  readonly tree: readonly ExplanationNode[] | null;
  /** Says that one of its lines is read, until what is returned is called. */
  readonly reading: () => () => void;
}

export const ExplainingContext = createContext<Explaining>({ tree: null, reading: () => () => {} });
