/** What is copied from a spreadsheet is text: a row on each line, a tab between cells. */

/** The text as a file of its own; null when there is no table in it. */
export function fileOf(text: string, name: string): File | null {
  const size = sizeOf(text);
  if (size.rows < 2) return null;
  // What is copied ends where it ends; without a line break a file would look cut off.
  return new File([/[\r\n]$/.test(text) ? text : `${text}\n`], name, { type: "text/tab-separated-values" });
}

export function sizeOf(text: string): { readonly rows: number; readonly columns: number } {
  const rows = rowsOf(text);
  return { rows: rows.length, columns: Math.max(0, ...rows.map((row) => row.length)) };
}

/** Cells with line breaks or quotes stand in quotes, as in CSV. */
export function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  if (source === "") return [];
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at] as string;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (letter === '"' && cell === "") isQuoted = true;
    else if (letter === "\t" || letter === "\n") {
      row.push(cell);
      cell = "";
      if (letter === "\n") {
        rows.push(row);
        row = [];
      }
    } else cell += letter;
  }
  return [...rows, [...row, cell]];
}
