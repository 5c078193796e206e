/** All rewards together along one value, mostly the score, and each of them beside. */
import { useMemo, useState } from "react";
import type { Plot } from "@/api/queries/plots";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { CasesPlot } from "./CasesPlot";
import { Jumps } from "./Jumps";
import { LinePlot, LOOKS } from "./LinePlot";
import { Drawing } from "./MethodPlot";
import { useSaid } from "./said";
import { usePlotOf } from "./usePlotOf";
import "./drawings.css";

const WORDS = words({
  title: {
    zh: (axis: string) => `全部奖惩合计随“${axis}”的变化`,
    en: (axis: string) => `All rewards together along ${axis}`,
  },
  none: { zh: "全部奖惩合计", en: "All rewards together" },
  parts: { zh: "各项奖惩", en: "Each reward" },
  sum: { zh: "合计", en: "Together" },
});

export function PayoutPlot() {
  const [along, setAlong] = useState<string>();
  const { plot, isOld } = usePlotOf("payout", { along });
  return plot && <Together plot={plot} isOld={isOld} onAlong={setAlong} />;
}

interface Props {
  readonly plot: Plot;
  readonly isOld: boolean;
  readonly onAlong: (id: string) => void;
}

function Together({ plot, isOld, onAlong }: Props) {
  const say = useWords(WORDS);
  const said = useSaid(plot);
  const beside = useMemo(() => plot.parts.map((one) => one.pieces), [plot.parts]);
  const title = plot.along === null ? say.none : say.title(said.axis);
  return (
    <Drawing plot={plot} title={title} isOld={isOld} onAlong={onAlong}>
      {plot.shape === "line" && (
        <>
          <LinePlot plot={plot} held={null} beside={beside} />
          <Legend parts={plot.parts} />
        </>
      )}
      {plot.shape !== "line" && plot.shape !== "none" && <CasesPlot plot={plot} />}
      <Jumps plot={plot} />
    </Drawing>
  );
}

interface LegendProps {
  readonly parts: Plot["parts"];
}

function Legend({ parts }: LegendProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  return (
    <ul className="plot-legend" aria-label={say.parts}>
      <li>
        <Sample look="plot-lines" /> {say.sum}
      </li>
      {parts.map((one, index) => (
        <li key={one.id}>
          <Sample look={`plot-beside plot-beside-${index % LOOKS}`} /> {label(one.label, one.id)}
        </li>
      ))}
    </ul>
  );
}

function Sample({ look }: { readonly look: string }) {
  return (
    <svg aria-hidden width={34} height={10}>
      <g className={look}>
        <polyline points="1,5 33,5" />
      </g>
    </svg>
  );
}
