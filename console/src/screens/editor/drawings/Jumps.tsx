/** The jumps of an amount in words; those first at which doing more earns less. */
import type { Jump, Plot } from "@/api/queries/plots";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { useSaid } from "./said";

const WORDS = words({
  lost: {
    zh: (at: string, lost: string, from: string, to: string) => `${at}，就少拿 ${lost}（${from} → ${to}）`,
    en: (at: string, lost: string, from: string, to: string) => `${at} loses ${lost} (${from} → ${to})`,
  },
  taken: {
    zh: (at: string, more: string, from: string, to: string) => `${at}，就多扣 ${more}（${from} → ${to}）`,
    en: (at: string, more: string, from: string, to: string) => `${at} takes ${more} more (${from} → ${to})`,
  },
  won: {
    zh: (at: string, won: string, from: string, to: string) => `${at}，多拿 ${won}（${from} → ${to}）`,
    en: (at: string, won: string, from: string, to: string) => `${at} wins ${won} (${from} → ${to})`,
  },
  above: {
    zh: (axis: string, at: string) => `${axis}一超过 ${at}`,
    en: (axis: string, at: string) => `${axis} just above ${at}`,
  },
  reached: {
    zh: (axis: string, at: string) => `${axis}一到 ${at}`,
    en: (axis: string, at: string) => `${axis} at ${at}`,
  },
  more: { zh: (n: number) => `另有 ${n} 处`, en: (n: number) => `${n} more` },
  cliff: { zh: "多做反而少拿", en: "More earns less" },
});

const MOST = 4;

export function Jumps({ plot }: { readonly plot: Plot }) {
  const say = useWords(WORDS);
  const told = useTold(plot);
  const byLoss = [...plot.jumps].sort((one, other) => one.change - other.change);
  const shown = byLoss.slice(0, MOST).sort((one, other) => one.at - other.at);
  if (shown.length === 0) return null;
  return (
    <ul className="plot-jumps">
      {shown.map((jump) => (
        <li key={jump.at} className={jump.change < 0 ? "plot-lost" : undefined}>
          <span aria-hidden>{jump.change < 0 ? "▼" : "▲"}</span> {told(jump)}
          {jump.change < 0 && jump.before > 0 && <strong> {say.cliff}</strong>}
        </li>
      ))}
      {byLoss.length > MOST && <li className="quiet">{say.more(byLoss.length - MOST)}</li>}
    </ul>
  );
}

function useTold(plot: Plot): (jump: Jump) => string {
  const say = useWords(WORDS);
  const said = useSaid(plot);
  const format = useFormat();
  const { decimals, currency } = plot.gives;
  const money = (amount: number) => format.money(amount.toFixed(decimals), currency);
  return (jump) => {
    const at = (jump.on === jump.after ? say.reached : say.above)(said.axis, said.x(jump.at));
    const tell = jump.change > 0 ? say.won : jump.before > 0 ? say.lost : say.taken;
    return tell(at, money(Math.abs(jump.change)), money(jump.before), money(jump.after));
  };
}
