/** The limits of the tiers as points below their ladder, taken by hand like the corners of a curve. */
import type { Plot } from "@/api/queries/plots";
import { useWords, words } from "@/words/words";
import type { Grip } from "./grips";
import { Handles } from "./Handles";
import type { Held } from "./MethodPlot";
import { scale } from "./scale";
import { useWidth } from "./useWidth";

const WORDS = words({
  limit: { zh: (tier: string) => `${tier}的下限`, en: (tier: string) => `Lower limit of ${tier}` },
});

const HEIGHT = 26;
const MIDDLE = scale(0, 1, HEIGHT / 2, HEIGHT / 2);
const TIERS = ["tiers"];

interface Props {
  readonly plot: Plot;
  /** What the tiers are called, in the order of the document. */
  readonly names: readonly string[];
  readonly held: Held | null;
  readonly onHold: (held: Held | null) => void;
}

export function TierGrips({ plot, names, held, onHold }: Props) {
  const say = useWords(WORDS);
  const [place, width] = useWidth();
  const area = { width, height: HEIGHT, x: scale(plot.from ?? 0, plot.to ?? 100, 0, width), y: MIDDLE };
  return (
    <div ref={place} className="ladder-grips">
      <Handles
        kind="tiers"
        path={TIERS}
        plot={plot}
        area={held?.area ?? area}
        named={({ xPaths }: Grip) => say.limit(names[Number(xPaths[0]?.[1])] ?? "")}
        onHold={onHold}
      />
    </div>
  );
}
