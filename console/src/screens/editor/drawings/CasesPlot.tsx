/** What each of several separate values gives: yes and no, choices, places, items of a checklist. */
import type { Plot } from "@/api/queries/plots";
import { useLabels } from "@/words/labels";
import { folded } from "./folded";
import { useSaid } from "./said";

export function CasesPlot({ plot }: { readonly plot: Plot }) {
  const label = useLabels();
  const said = useSaid(plot);
  const size = (gives: unknown) => (typeof gives === "number" ? Math.abs(gives) : 0);
  const largest = Math.max(1e-9, ...plot.cases.map((one) => size(one.gives)));
  return (
    <table className="plot-cases">
      <tbody>
        {folded(plot.cases, plot.marked?.at).map(({ first, last }) => (
          <tr key={String(first.value)} className={plot.marked?.at === first.value ? "plot-case-marked" : undefined}>
            <th scope="row">
              {plot.marked?.at === first.value && <span className="drawing-mark" aria-hidden />} {label(first.label)}
              {last !== first && ` – ${label(last.label)}`}
            </th>
            <td className="plot-bar" aria-hidden>
              <span
                className={typeof first.gives === "number" && first.gives < 0 ? "plot-bar-taken" : undefined}
                style={{ width: `${(size(first.gives) / largest) * 100}%` }}
              />
            </td>
            <td className="figure">{said.y(first.gives)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
