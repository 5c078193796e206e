/** A table that scrolls sideways by itself, also by keyboard, where the page is too narrow for it. */
import { Table, type TableProps } from "antd";
import type { AnyObject } from "antd/es/_util/type";

interface Props<Row> extends TableProps<Row> {
  /** What the rows are, for those who do not see the heading above. */
  readonly "aria-label": string;
}

export function DataTable<Row extends AnyObject>({ "aria-label": label, ...table }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="data-table" aria-label={label} tabIndex={0}>
      <Table<Row> pagination={false} {...table} />
    </section>
  );
}
