/** A block of cells as Excel, WPS and others put it on the clipboard: lines of cells apart by tabs. */

export type Block = readonly (readonly string[])[];

/** The cells of a block, without blank lines at its end; every line as long as the longest. */
export function readBlock(text: string): Block {
  const lines = cellsOf(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n")).map((line) => line.map(clean));
  while (lines.length > 0 && lines.at(-1)?.every((cell) => cell === "")) lines.pop();
  const width = Math.max(0, ...lines.map((line) => line.length));
  return lines.map((line) => [...line, ...Array<string>(width - line.length).fill("")]);
}

/** Whether a text is more than one cell, so that pasting it means a table. */
export function isBlock(text: string): boolean {
  return /[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""));
}

/** A cell with a tab, a line break or a quote is in quotes, its own quotes twice. */
function cellsOf(text: string): string[][] {
  const lines: string[][] = [[]];
  let at = 0;
  while (at <= text.length) {
    const quoted = text[at] === '"' ? quotedAt(text, at) : null;
    const plain = quoted ? null : text.slice(at, endOf(text, at));
    const end = quoted?.end ?? at + (plain ?? "").length;
    lines.at(-1)?.push(quoted?.cell ?? plain ?? "");
    if (text[end] === "\n") lines.push([]);
    at = end + 1;
  }
  return lines;
}

function endOf(text: string, from: number): number {
  const found = text.slice(from).search(/[\t\n]/);
  return found < 0 ? text.length : from + found;
}

/** Null for a quote that is only a sign in the text, as in inches. */
function quotedAt(text: string, from: number): { readonly cell: string; readonly end: number } | null {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') {
      at += 1;
      continue;
    }
    const isEnd = at + 1 === text.length || text[at + 1] === "\t" || text[at + 1] === "\n";
    return isEnd ? { cell: text.slice(from + 1, at).replaceAll('""', '"'), end: at + 1 } : null;
  }
  return null;
}

/** Without what nobody sees: spaces around it, signs without width; line breaks inside are spaces. */
function clean(cell: string): string {
  return cell
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The block as text that such programs read back. */
export function writeBlock(block: Block): string {
  return block.map((line) => line.map(quote).join("\t")).join("\r\n");
}

function quote(cell: string): string {
  return /[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
