/** From which tier to which: one row for each tier that people have by the version, one column for each by the draft. */

import type { SchemeLabels } from "@/scheme/data";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";

const WORDS = words({
  title: { zh: "等级从哪到哪（人数）", en: "From which tier to which (people)" },
  before: { zh: "现在 ＼ 发布后", en: "now \\ after" },
  none: { zh: "无等级", en: "no tier" },
});

interface Props {
  readonly moves: readonly { readonly before: string | null; readonly after: string | null; readonly people: number }[];
  readonly tiers: SchemeLabels["tiers"];
}

export function TierMoves({ moves, tiers }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const ladder = Object.keys(tiers);
  const place = (tier: string | null) => (tier === null ? ladder.length : ladder.indexOf(tier));
  const sorted = (side: "before" | "after") =>
    [...new Set(moves.map((move) => move[side]))].toSorted((a, b) => place(a) - place(b));
  const named = (tier: string | null) => (tier === null ? say.none : label(tiers[tier], tier));
  const [rows, columns] = [sorted("before"), sorted("after")];
  return (
    <div className="tier-moves">
      <table>
        <caption>{say.title}</caption>
        <thead>
          <tr>
            <th scope="col">{say.before}</th>
            {columns.map((after) => (
              <th key={after} scope="col">
                {named(after)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((before) => (
            <tr key={before}>
              <th scope="row">{named(before)}</th>
              {columns.map((after) => {
                const people = moves.find((move) => move.before === before && move.after === after)?.people;
                return (
                  <td key={after} className={before === after ? "tier-same" : people ? "tier-changed" : undefined}>
                    {people ?? "·"}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
