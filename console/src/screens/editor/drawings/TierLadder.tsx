/** The tiers as a ladder over the score; or, where they are given by place, the share of people that each one takes. */
import { useState } from "react";
import type { Piece, Plot } from "@/api/queries/plots";
import { isMapping, type Plain } from "@/scheme/data";
import { useFormat } from "@/words/format";
import { type Label, useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { useSampleScore } from "../sample";
import type { Held } from "./MethodPlot";
import { useSaid } from "./said";
import { scale, ticks, tidy } from "./scale";
import { TierGrips } from "./TierGrips";
import { usePlotOf } from "./usePlotOf";
import { numberIn } from "./written";
import "./drawings.css";

const WORDS = words({
  byScore: { zh: "各等级的得分区间", en: "Scores of each tier" },
  byShare: { zh: "各等级占的人数比例", en: "Share of people in each tier" },
  none: { zh: "没有等级", en: "No tier" },
  never: { zh: "没有人能得到", en: "Nobody gets it" },
  rest: { zh: "其余", en: "the rest" },
  old: { zh: "设置里有错误，图是修改之前的。", en: "The settings have an error; this is the drawing from before." },
  score: { zh: "得分", en: "score" },
});

interface Tier {
  readonly id: string;
  readonly name: string;
  readonly top: number | null;
}

export function TierLadder({ tiers }: { readonly tiers: readonly Plain[] }) {
  const label = useLabels();
  const known: Tier[] = tiers.filter(isMapping).map((tier) => ({
    id: String(tier.id ?? ""),
    name: label(tier.label as Label, String(tier.id ?? "")),
    top: numberIn(String(tier.top ?? ""))?.value ?? null,
  }));
  return known.some((tier) => tier.top !== null) ? <Shares tiers={known} /> : <Ladder tiers={known} />;
}

function Ladder({ tiers }: { readonly tiers: readonly Tier[] }) {
  const say = useWords(WORDS);
  const [held, setHeld] = useState<Held | null>(null);
  const { plot, isOld } = usePlotOf("tiers", { view: held });
  if (plot === null || plot.shape !== "line") return null;
  const across = scale(plot.from ?? 0, plot.to ?? 100, 0, 100);
  const rows = [
    ...tiers.map((tier, rank) => ({ ...tier, rank, pieces: plot.pieces.filter((one) => one.text === tier.id) })),
    { id: "", name: say.none, rank: -1, pieces: plot.pieces.filter((one) => one.text === null) },
  ].filter((row) => row.rank >= 0 || row.pieces.length > 0);
  const highest = (pieces: readonly Piece[]) => Math.max(Number.NEGATIVE_INFINITY, ...pieces.map((one) => one.to));
  rows.sort((one, other) => highest(other.pieces) - highest(one.pieces));
  return (
    <figure className={isOld ? "drawing drawing-old" : "drawing"} aria-label={say.byScore}>
      <figcaption>{say.byScore}</figcaption>
      <table className="ladder">
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={row.rank < 0 ? "ladder-none" : undefined}>
              <th scope="row">{row.name}</th>
              <td className="ladder-range">
                <Ranges plot={plot} pieces={row.pieces} />
              </td>
              <td className="ladder-bar" aria-hidden>
                {row.pieces.map((piece) => (
                  <span
                    key={piece.from}
                    className={row.rank < 0 ? "ladder-gap" : `ladder-piece ladder-${row.rank % 6}`}
                    style={{
                      left: `${across.place(piece.from)}%`,
                      width: `${Math.max(0.6, across.place(piece.to) - across.place(piece.from))}%`,
                    }}
                  />
                ))}
                <Mark plot={plot} at={across.place} />
              </td>
            </tr>
          ))}
          <tr className="ladder-axis">
            <td />
            <td />
            <td className="ladder-bar">
              <TierGrips plot={plot} names={tiers.map((tier) => tier.name)} held={held} onHold={setHeld} />
              {marksOf(plot).map((value) => (
                <span key={value} aria-hidden className="ladder-tick" style={{ left: `${across.place(value)}%` }}>
                  {tidy(value)}
                </span>
              ))}
            </td>
          </tr>
        </tbody>
      </table>
      <Marked plot={plot} tiers={tiers} />
      {isOld && <p className="drawing-note">{say.old}</p>}
    </figure>
  );
}

/** The limits themselves, and round numbers where none of them is near. */
function marksOf(plot: Plot): number[] {
  const [low, high] = [plot.from ?? 0, plot.to ?? 100];
  const limits = [...new Set(plot.pieces.map((piece) => piece.from))];
  const apart = (high - low) / 14;
  const round = ticks(low, high, 4).filter((value) => limits.every((limit) => Math.abs(limit - value) > apart));
  return [...limits, ...round];
}

function Ranges({ plot, pieces }: { readonly plot: Plot; readonly pieces: readonly Piece[] }) {
  const say = useWords(WORDS);
  const { x } = useSaid(plot);
  if (pieces.length === 0) return say.never;
  return pieces.map((piece) => {
    const low = piece.from === plot.from ? "" : `${x(piece.from)} ${piece.from_included ? "≤" : "<"} `;
    const high = piece.to === plot.to ? "" : ` ${piece.to_included ? "≤" : "<"} ${x(piece.to)}`;
    return <div key={piece.from}>{`${low}${say.score}${high}`}</div>;
  });
}

function Mark({ plot, at }: { readonly plot: Plot; readonly at: (value: number) => number }) {
  const score = plot.marked?.at;
  return typeof score === "number" ? <span className="ladder-mark" style={{ left: `${at(score)}%` }} /> : null;
}

function Marked({ plot, tiers }: { readonly plot: Plot; readonly tiers: readonly Tier[] }) {
  const said = useSaid(plot);
  const sample = useSampleScore();
  const label = useLabels();
  if (plot.marked === null || sample === null) return null;
  const tier = tiers.find((one) => one.id === plot.marked?.gives);
  return (
    <p className="drawing-note">
      <span className="drawing-mark" aria-hidden /> {label(sample.name, sample.subject)}：{said.x(plot.marked.at)} →{" "}
      {tier?.name ?? said.y(plot.marked.gives)}
    </p>
  );
}

/** Tiers by place: each one's own share of the people, the rest for the one that names none. */
function Shares({ tiers }: { readonly tiers: readonly Tier[] }) {
  const say = useWords(WORDS);
  const format = useFormat();
  const taken = tiers.reduce((sum, tier) => sum + (tier.top ?? 0), 0);
  const rest = Math.max(0, tidy(1 - taken));
  const whole = Math.max(1, taken);
  return (
    <figure className="drawing" aria-label={say.byShare}>
      <figcaption>{say.byShare}</figcaption>
      <div className="shares">
        {tiers.map((tier, rank) => {
          const share = tier.top ?? rest;
          return (
            <div key={tier.id} className="share" style={{ flexGrow: Math.max(0.04, share / whole) }}>
              <div className={tier.top === null ? "share-bar share-rest" : `share-bar ladder-${rank % 6}`} />
              <div className="share-name">{tier.name}</div>
              <div className="share-part">
                {format.percent(share)} {tier.top === null && say.rest}
              </div>
            </div>
          );
        })}
      </div>
    </figure>
  );
}
