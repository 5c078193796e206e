/** Cells of spreadsheets as the language writes them. */

/**
 * ``35%``, ``1234.5``: a number or percentage as the language writes it, from what people and spreadsheets write:
 * full-width digits, thousands, signs of money, brackets for what is below zero. Null for anything else; nothing is
 * guessed, so ``1,5`` stays what it is.
 */
export function numberIn(cell: string): string | null {
  const plain = cell.normalize("NFKC").replace(/[−–—]/g, "-").trim();
  const bracketed = /^\((.+)\)$/.exec(plain);
  const [, sign = "", body = "", percent = ""] =
    /^([-+]?)\s*[¥$€£]?\s*([\d.,]+)\s*(%?)$/.exec(bracketed?.[1] ?? plain) ?? [];
  if (!/\d/.test(body) || (bracketed && sign !== "")) return null;
  const isGrouped = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(body);
  if (!isGrouped && !/^(\d+\.?\d*|\.\d+)$/.test(body)) return null;
  const [whole = "", decimals = ""] = body.replaceAll(",", "").split(".");
  const told = `${whole.replace(/^0+(?=\d)/, "") || "0"}${decimals && `.${decimals}`}`;
  const isBelow = (sign === "-" || bracketed !== null) && /[1-9]/.test(told);
  return `${isBelow ? "-" : ""}${told}${percent}`;
}

/** A formula that went wrong in the spreadsheet. */
export function isBroken(cell: string): boolean {
  return /^#(N\/A|DIV\/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$/i.test(cell.normalize("NFKC"));
}

/** What a cell says as a formula: numbers as the language writes them, anything else as it stands. */
export function formulaIn(cell: string): string {
  return numberIn(cell) ?? cell;
}

/**
 * A column of shares as percentages; null for what is none. A bare 35 is 35%; where all are at most 1, 0.35 is 35%
 * unless the heading says that they are percents.
 */
export function sharesIn(cells: readonly string[], arePercents: boolean): (string | null)[] {
  const numbers = cells.map(numberIn);
  const bare = numbers.filter((one) => one !== null && !one.endsWith("%")).map(Number);
  const inPercent = arePercents || bare.some((one) => one > 1);
  return numbers.map((one) => {
    if (one === null || one.startsWith("-")) return null;
    return one.endsWith("%") ? one : `${inPercent ? one : timesHundred(one)}%`;
  });
}

/** On the digits, so that nothing is rounded. */
function timesHundred(number: string): string {
  const [whole = "0", decimals = ""] = number.split(".");
  const digits = `${whole}${decimals.padEnd(2, "0").slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  const rest = decimals.slice(2).replace(/0+$/, "");
  return rest ? `${digits}.${rest}` : digits;
}
