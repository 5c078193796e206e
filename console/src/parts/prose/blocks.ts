/** The little Markdown that templates' pages are written in, taken apart: no HTML, no pictures, no links that lead away. */
export type Block =
  | { readonly kind: "heading" | "paragraph" | "quote"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: "code"; readonly text: string };

export interface Run {
  readonly text: string;
  readonly as: "plain" | "strong" | "code";
}

export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n");
  let at = 0;
  const take = (fits: (line: string) => boolean) => {
    const taken: string[] = [];
    while (at < lines.length && fits(lines[at] ?? "")) taken.push(lines[at++] ?? "");
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at] ?? "";
    if (line.trim() === "") at += 1;
    else if (/^#+ /.test(line)) {
      blocks.push({ kind: "heading", text: line.replace(/^#+ /, "") });
      at += 1;
    } else if (line.startsWith("```")) {
      at += 1;
      blocks.push({ kind: "code", text: take((one) => !one.startsWith("```")).join("\n") });
      at += 1;
    } else if (line.startsWith("|")) {
      const rows = take((one) => one.startsWith("|")).map(cellsOf);
      const body = rows.slice(1).filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
      blocks.push({ kind: "table", head: rows[0] ?? [], rows: body });
    } else if (/^\s*[-*] /.test(line)) {
      const items: string[] = [];
      for (const one of take((next) => /^\s*[-*] |^\s+\S/.test(next))) {
        if (/^\s*[-*] /.test(one)) items.push(one.replace(/^\s*[-*] /, ""));
        else items.push(joined(items.pop() ?? "", one.trim()));
      }
      blocks.push({ kind: "list", items });
    } else if (line.startsWith(">")) {
      const quoted = take((one) => one.startsWith(">"));
      blocks.push({ kind: "quote", text: quoted.map((one) => one.slice(1).trim()).reduce(joined) });
    } else {
      const told = take((one) => one.trim() !== "" && !/^(#+ |\||>|```|\s*[-*] )/.test(one));
      blocks.push({ kind: "paragraph", text: told.map((one) => one.trim()).reduce(joined) });
    }
  }
  return blocks;
}

/** Chinese goes on in the next line without a space. */
function joined(text: string, next: string): string {
  const han =
    /[\p{Script=Han}，。；：、（）“”！？]$/u.test(text) && /^[\p{Script=Han}，。；：、（）“”！？]/u.test(next);
  return han ? text + next : `${text} ${next}`;
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|\s*$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

/** ``**strong**`` and ```code``` within a text; a link is its words. */
export function runsOf(text: string): readonly Run[] {
  const plain = text.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1");
  return plain
    .split(/(\*\*[^*]+\*\*|`[^`]+`)/)
    .filter((part) => part !== "")
    .map((part) => {
      if (part.startsWith("**")) return { text: part.slice(2, -2), as: "strong" };
      return part.startsWith("`") && part.length > 2
        ? { text: part.slice(1, -1), as: "code" }
        : { text: part, as: "plain" };
    });
}
