/** What each of several separate values gives: yes and no, choices, places, items of a checklist. */
import type { Plot } from "@/api/queries/plots";
import { useLabels } from "@/words/labels";
import { useSaid } from "./said";

export function CasesPlot({ plot }: { readonly plot: Plot }) {
  const label = useLabels();
  const said = useSaid(plot);
  const numbers = plot.cases.map((one) => (typeof one.gives === "number" ? Math.abs(one.gives) : 0));
  const largest = Math.max(1e-9, ...numbers);
  return (
    <table className="plot-cases">
      <tbody>
        {plot.cases.map((one, index) => (
          <tr key={String(one.value)} className={plot.marked?.at === one.value ? "plot-case-marked" : undefined}>
            <th scope="row">
              {plot.marked?.at === one.value && <span className="drawing-mark" aria-hidden />} {label(one.label)}
            </th>
            <td className="plot-bar" aria-hidden>
              <span
                className={typeof one.gives === "number" && one.gives < 0 ? "plot-bar-taken" : undefined}
                style={{ width: `${((numbers[index] ?? 0) / largest) * 100}%` }}
              />
            </td>
            <td className="figure">{said.y(one.gives)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
