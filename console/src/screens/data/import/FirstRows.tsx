/** The first rows of a file as they will be read. */
import type { Preview } from "@/api/queries/tables";
import { DataTable } from "@/parts/DataTable";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import type { FirstRow } from "./found";

const WORDS = words({
  title: { zh: "前几行将这样读取", en: "The first rows as they will be read" },
  row: { zh: "行", en: "Row" },
});

export function FirstRows({ rows, preview }: { readonly rows: readonly FirstRow[]; readonly preview: Preview | null }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const targets = [...new Set(rows.flatMap((row) => Object.keys(row.cells)))];
  return (
    <DataTable<FirstRow>
      aria-label={say.title}
      size="small"
      rowKey="row"
      dataSource={rows}
      columns={[
        { title: say.row, dataIndex: "row", width: 60 },
        ...targets.map((target) => ({
          title: label(preview?.targets.find((one) => one.id === target)?.label, target),
          key: target,
          render: (_: unknown, row: FirstRow) => row.cells[target] ?? <span className="quiet">–</span>,
        })),
      ]}
    />
  );
}
