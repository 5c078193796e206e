/** What a metric or reward gives along a value: whatever the method, as the server worked it out. */
import { Select } from "antd";
import { useState } from "react";
import type { Plot } from "@/api/queries/plots";
import type { Path } from "@/scheme/text/read";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { useSampleScore } from "../sample";
import { CasesPlot } from "./CasesPlot";
import { Handles } from "./Handles";
import { Jumps } from "./Jumps";
import { type Area, LinePlot } from "./LinePlot";
import { useSaid } from "./said";
import { usePlotOf } from "./usePlotOf";
import "./drawings.css";

const WORDS = words({
  points: { zh: (axis: string) => `分数随“${axis}”的变化`, en: (axis: string) => `Points along ${axis}` },
  money: { zh: (axis: string) => `金额随“${axis}”的变化`, en: (axis: string) => `Amount along ${axis}` },
  places: {
    zh: (n: number) => `各名次（以数值各不相同的 ${n} 人为例）`,
    en: (n: number) => `By place, of ${n} people with different values`,
  },
  items: { zh: "每一项各得多少分", en: "What each item is worth" },
  along: { zh: "横轴", en: "Along" },
  old: { zh: "设置里有错误，图是修改之前的。", en: "The settings have an error; this is the drawing from before." },
  among: {
    zh: (n: number) => `与试算的另外 ${n} 人一起考核时`,
    en: (n: number) =>
      n === 1 ? "Scored together with the other person tried" : `Scored together with the ${n} others tried`,
  },
  lacking: { zh: (names: string) => `缺少：${names}`, en: (names: string) => `Needed: ${names}` },
  drawing: { zh: "图示", en: "Drawing" },
});

interface Props {
  /** `metrics.ID` or `rewards.ID`. */
  readonly of: string;
  /** The method and where its settings stand, for what can be changed by hand on the drawing. */
  readonly byHand: { readonly kind: string; readonly path: Path };
}

/** A stretch of both axes that stays while somebody holds a point. */
export interface Held {
  readonly area: Area;
  readonly from: number;
  readonly to: number;
}

export function MethodPlot({ of, byHand }: Props) {
  const [along, setAlong] = useState<string>();
  const [held, setHeld] = useState<Held | null>(null);
  const { plot, isOld } = usePlotOf(of, { along, view: held });
  if (plot === null) return null;
  // What a method's numbers are compared with is the first axis; along any other they have no place.
  const own = plot.along === plot.axes[0]?.id;
  return (
    <Drawing plot={plot} isOld={isOld} onAlong={setAlong}>
      {plot.shape === "line" && (
        <LinePlot plot={plot} held={held?.area ?? null}>
          {(area) => own && <Handles {...byHand} plot={plot} area={area} onHold={setHeld} />}
        </LinePlot>
      )}
      {plot.shape !== "line" && plot.shape !== "none" && <CasesPlot plot={plot} />}
      {plot.gives.kind === "money" && <Jumps plot={plot} />}
    </Drawing>
  );
}

interface DrawingProps {
  readonly plot: Plot;
  /** In place of what is said of one metric or reward. */
  readonly title?: string;
  readonly isOld: boolean;
  readonly onAlong: (id: string) => void;
  readonly children: React.ReactNode;
}

/** A drawing with its name, the choice of its axis, and what is to be said where nothing can be drawn. */
export function Drawing({ plot, title: own, isOld, onAlong, children }: DrawingProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const said = useSaid(plot);
  const money = plot.gives.kind === "money";
  const title =
    own ??
    (plot.shape === "places"
      ? say.places(plot.cases.length)
      : plot.shape === "items"
        ? say.items
        : plot.along === null
          ? say.drawing
          : (money ? say.money : say.points)(said.axis));
  return (
    <figure className={isOld ? "drawing drawing-old" : "drawing"} aria-label={title}>
      <figcaption>
        <span>{title}</span>
        {plot.axes.length > 1 && plot.shape !== "items" && (
          <Select
            size="small"
            aria-label={say.along}
            value={plot.along ?? undefined}
            options={plot.axes.map((one) => ({ value: one.id, label: label(one.label, one.id) }))}
            popupMatchSelectWidth={false}
            onChange={onAlong}
          />
        )}
      </figcaption>
      {plot.reason !== null && (
        <p className="drawing-none">
          {label(plot.reason)}{" "}
          {plot.lacking.length > 0 && say.lacking(plot.lacking.map((one) => label(one.label, one.id)).join("、"))}
        </p>
      )}
      {children}
      <Marked plot={plot} />
      {plot.among > 0 && <p className="drawing-note">{say.among(plot.among)}</p>}
      {isOld && <p className="drawing-note">{say.old}</p>}
    </figure>
  );
}

/** Where the sample person stands, as text. */
function Marked({ plot }: { readonly plot: Plot }) {
  const said = useSaid(plot);
  const sample = useSampleScore();
  const label = useLabels();
  if (plot.marked === null || sample === null) return null;
  return (
    <p className="drawing-note">
      <span className="drawing-mark" aria-hidden /> {label(sample.name, sample.subject)}：{said.x(plot.marked.at)} →{" "}
      {said.y(plot.marked.gives)}
    </p>
  );
}
