/** A table of any length: only the rows in view are drawn, more are asked for when its end comes near. */
import { CaretDownFilled, CaretUpFilled } from "@ant-design/icons";
import { type ReactNode, useEffect, useRef, useState } from "react";
import "./long-table.css";

export interface LongColumn<Row> {
  readonly key: string;
  readonly title: ReactNode;
  readonly width: number;
  readonly render: (row: Row, index: number) => ReactNode;
  /** What the list is sorted by when the heading is pressed; `-` before it turns it round. */
  readonly sort?: string;
  readonly align?: "right";
}

interface Props<Row> {
  readonly label: string;
  readonly columns: readonly LongColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
  /** Called when the last rows come into view. */
  readonly onEnd?: () => void;
  readonly empty?: ReactNode;
  readonly height?: number;
  readonly rowHeight?: number;
}

const AROUND = 12;

export function LongTable<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, onEnd, empty, height = 560, rowHeight = 38 } = props;
  const box = useRef<HTMLElement>(null);
  const [top, setTop] = useState(0);
  const first = Math.max(0, Math.floor(top / rowHeight) - AROUND);
  const last = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + AROUND);
  const isNearEnd = last >= rows.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each length that is reached
  useEffect(() => {
    if (isNearEnd) onEnd?.();
  }, [isNearEnd, rows.length]);
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <section
      ref={box}
      className="long-table"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      style={{ maxHeight: height }}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <table style={{ minWidth: width }} aria-rowcount={rows.length + 1}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.key} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Heading key={column.key} column={column} {...props} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={first * rowHeight} />
          {rows.slice(first, last).map((row, index) => (
            <tr key={rowKey(row)} aria-rowindex={first + index + 2} style={{ height: rowHeight }}>
              {columns.map((column) => (
                <td key={column.key} className={column.align}>
                  {column.render(row, first + index)}
                </td>
              ))}
            </tr>
          ))}
          <Gap height={(rows.length - last) * rowHeight} />
          {rows.length === 0 && (
            <tr>
              <td colSpan={columns.length} className="long-table-empty">
                {empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

/** Stands for the rows that are not drawn. */
function Gap({ height }: { readonly height: number }) {
  return height > 0 ? <tr aria-hidden className="long-table-gap" style={{ height }} /> : null;
}

function Heading<Row>({ column, sort, onSort }: Props<Row> & { readonly column: LongColumn<Row> }) {
  const by = column.sort;
  if (by === undefined || onSort === undefined) return <th className={column.align}>{column.title}</th>;
  const direction = sort === by ? "ascending" : sort === `-${by}` ? "descending" : "none";
  return (
    <th className={column.align} aria-sort={direction}>
      <button type="button" onClick={() => onSort(direction === "ascending" ? `-${by}` : by)}>
        {column.title}
        <span aria-hidden className="long-table-sort">
          <CaretUpFilled className={direction === "ascending" ? "chosen" : ""} />
          <CaretDownFilled className={direction === "descending" ? "chosen" : ""} />
        </span>
      </button>
    </th>
  );
}
