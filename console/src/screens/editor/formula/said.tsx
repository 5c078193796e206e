/** What the server says of the present text's formulas, for all fields: asked for once, whoever shows it. */
import { createContext, type ReactNode, use, useMemo, useRef } from "react";
import { type FormulaName, type Formulas, useFormulas } from "@/api/queries/formulas";
import type { Path } from "@/scheme/text/read";
import { useLabels } from "@/words/labels";
import { toldPath, useEditing } from "../editing";
import { useAfterTrial } from "../useLater";

interface Said {
  readonly sentences: ReadonlyMap<string, Formulas["formulas"][number]["words"]>;
  readonly names: readonly FormulaName[];
}

const NOTHING: Said = { sentences: new Map(), names: [] };
const SaidContext = createContext<Said>(NOTHING);

export function SaidProvider({ children }: { readonly children: ReactNode }) {
  const { text } = useEditing();
  const { data } = useFormulas(useAfterTrial(text, 200));
  const kept = useRef<Formulas | null>(null);
  if (data) kept.current = data;
  const told = data ?? kept.current;
  const said = useMemo<Said>(
    () =>
      told === null
        ? NOTHING
        : { sentences: new Map(told.formulas.map((one) => [one.path, one.words])), names: told.names },
    [told],
  );
  return <SaidContext value={said}>{children}</SaidContext>;
}

/** The sentence of what the formula at ``path`` computes; nothing for one that cannot be read. */
export function useSentence(path: Path): string | undefined {
  const { sentences } = use(SaidContext);
  const say = useLabels();
  const words = sentences.get(toldPath(path));
  return words && say(words);
}

/** The names that formulas of the text may mention. */
export function useNames(): readonly FormulaName[] {
  return use(SaidContext).names;
}
