/** Numbers as they are written in a document, with their unit, so that a moved one is written as its author would. */
import { meaning } from "@/scheme/text/read";
import { tidy } from "./scale";

export type Unit = "" | "%" | "s" | "min" | "h";

export interface WrittenNumber {
  readonly value: number;
  readonly unit: Unit;
}

const SIZE: { readonly [unit in Unit]: number } = { "": 1, "%": 0.01, s: 1, min: 60, h: 3600 };
const WITH_UNIT = /^(-?(?:0|[1-9]\d*)(?:\.\d+)?)(%|s|min|h)$/;

/** The number that a text is; null for a formula or name. */
export function numberIn(source: string): WrittenNumber | null {
  const bare = meaning(source.trim());
  if (typeof bare === "number") return { value: bare, unit: "" };
  const parts = WITH_UNIT.exec(source.trim());
  if (!parts) return null;
  const unit = parts[2] as Unit;
  return { value: tidy(Number(parts[1]) * SIZE[unit]), unit };
}

/** The value in the unit of the one before; a time that would need many decimals is written in seconds. */
export function writtenLike(value: number, before: Unit): string {
  const own = tidy(value / SIZE[before]);
  if ((before === "min" || before === "h") && decimals(own) > 2) return `${plain(value)}s`;
  return `${plain(own)}${before}`;
}

function decimals(value: number): number {
  return plain(value).split(".")[1]?.length ?? 0;
}

/** Without an exponent, which the language does not know. */
function plain(value: number): string {
  return value.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 8 });
}
