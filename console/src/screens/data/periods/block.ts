/** A pasted block over a sheet. */
import type { Typed } from "@/api/queries/figures";

/**
 * The cells that a block covers whose corner lies at a row and column. Empty cells of the block say nothing, and what
 * reaches beyond the sheet is left out.
 */
export function block(
  rows: readonly (readonly string[])[],
  row: number,
  column: number,
  people: readonly string[],
  inputs: readonly string[],
): Typed[] {
  return rows.flatMap((cells, down) =>
    cells.flatMap((cell, across) => {
      const [person, input, text] = [people[row + down], inputs[column + across], cell.trim()];
      return person === undefined || input === undefined || text === "" ? [] : [{ person, input, text }];
    }),
  );
}
