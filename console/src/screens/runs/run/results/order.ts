/** The order of results as the API names it and as the table shows it. */
import type { Key, SorterResult, SortOrder } from "antd/es/table/interface";
import type { RunResult } from "@/api/queries/runs";

export const USUAL = "-score";

/** What the table was asked to sort by; the usual order when by nothing. */
export function sortOf(sorter: SorterResult<RunResult>): string {
  if (!sorter.order || sorter.columnKey === undefined) return USUAL;
  return sorter.order === "descend" ? `-${sorter.columnKey}` : String(sorter.columnKey);
}

export function orderOf(sort: string, key: Key | undefined): SortOrder | undefined {
  if (sort === key) return "ascend";
  return sort === `-${key}` ? "descend" : null;
}

/** What a click on the heading will ask for. */
export function following(sort: string, key: Key | undefined): string {
  const first = key === "name" ? "name" : `-${key}`;
  const second = key === "name" ? "-name" : String(key);
  if (sort === first) return second;
  return sort === second ? USUAL : first;
}
