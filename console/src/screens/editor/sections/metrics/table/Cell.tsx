/** One field of the table: plain, so that a hundred of them are no burden. */
import { memo, useCallback } from "react";
import { useTyping } from "../../../form/useTyped";

export type Column = "name" | "value" | "target" | "weight";

interface Props {
  readonly row: string;
  readonly column: Column;
  readonly label: string;
  readonly written: string;
  readonly placeholder?: string;
  readonly readOnly: boolean;
  /** Stable, so that only what changed is drawn anew. */
  readonly write: (row: string, column: Column, value: string) => void;
  /** What a text becomes when the field is left. */
  readonly tidy?: (value: string) => string;
  readonly lang?: string;
}

export const Cell = memo(function Cell({ row, column, label, written, write, tidy, ...input }: Props) {
  const field = useTyping(
    written,
    useCallback((value: string) => write(row, column, value), [write, row, column]),
  );
  return (
    <input
      {...input}
      className={`cell cell-${column}`}
      data-cell={`${row} ${column}`}
      aria-label={label}
      title={field.value}
      value={field.value}
      maxLength={2000}
      spellCheck={false}
      autoComplete="off"
      onChange={({ target }) => field.onChange(target.value)}
      onBlur={() => {
        const tidied = tidy?.(field.value) ?? field.value;
        if (tidied !== field.value) field.onChange(tidied);
        field.onBlur();
      }}
    />
  );
});

/** A bare 35 means 35%; the language would refuse it. */
export function tidyWeight(value: string): string {
  const bare = value.normalize("NFKC").trim();
  return /^\d+(\.\d+)?$/.test(bare) && Number(bare) > 1 ? `${bare}%` : value;
}
