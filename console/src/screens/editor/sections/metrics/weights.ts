/** Weights as exact shares: their sum, and what they would be if they summed to 100%. Display only: the server decides. */

/** A share in units of 10⁻¹⁴, so that sums are exact. */
export type Share = bigint;

export const WHOLE: Share = 10n ** 14n;
const DECIMALS = 14;
/** Of percents; finer than that no weight needs to be. */
const MOST_DECIMALS = 6;
/** A weight may move by a fiftieth of itself so that all of them have few decimals. */
const TOLERANCE = 50n;

/** What a weight says: ``35%`` or ``0.35``. Null for a formula, or where the language refuses it. */
export function shareOf(source: unknown): Share | null {
  if (typeof source !== "string" && typeof source !== "number") return null;
  const found = /^(\d{1,6})(?:\.(\d{1,12}))?\s*(%?)$/.exec(String(source).normalize("NFKC").trim());
  if (!found) return null;
  const [, whole = "0", decimals = "", percent] = found;
  const share = BigInt(whole + decimals.padEnd(DECIMALS, "0").slice(0, DECIMALS)) / (percent ? 100n : 1n);
  // A bare 35 is refused: nobody means 3500%.
  return !percent && share > WHOLE ? null : share;
}

/** ``12.5%``, exactly. */
export function percentText(share: Share): string {
  return `${decimalText(share * 100n)}%`;
}

function decimalText(share: Share): string {
  const digits = share.toString().padStart(DECIMALS + 1, "0");
  const decimals = digits.slice(-DECIMALS).replace(/0+$/, "");
  return digits.slice(0, -DECIMALS) + (decimals && `.${decimals}`);
}

export interface Weighed {
  readonly id: string;
  /** As it is written; undefined where nothing is. */
  readonly weight: unknown;
}

export interface Sum {
  readonly total: Share;
  /** Those whose weight says no number. */
  readonly unread: readonly string[];
}

export function sumOf(weights: readonly Weighed[]): Sum {
  const shares = weights.map(({ weight }) => shareOf(weight));
  return {
    total: shares.reduce<Share>((sofar, share) => sofar + (share ?? 0n), 0n),
    unread: weights.filter((_, index) => shares[index] === null).map(({ id }) => id),
  };
}

/**
 * Weights in the same proportions that sum to exactly 100%, as they are to be written; only those that change. What
 * rounding leaves over goes to the largest remainders, the first of equal ones. Null where there are no proportions.
 */
export function balanced(weights: readonly Weighed[]): ReadonlyMap<string, string> | null {
  const known = weights.flatMap(({ id, weight }) => {
    const share = shareOf(weight);
    return share === null ? [] : [{ id, share, source: String(weight) }];
  });
  const total = known.reduce((sofar, { share }) => sofar + share, 0n);
  if (total === 0n) return null;
  if (total === WHOLE) return new Map();
  const written = Math.max(...known.map(({ share }) => decimalsOf(share)));
  for (let decimals = Math.min(written, MOST_DECIMALS); ; decimals += 1) {
    const shares = shared(
      known.map(({ share }) => share),
      total,
      10n ** BigInt(DECIMALS - 2 - decimals),
    );
    const isClose = known.every(({ share }, index) => {
      // Both sides times ``total``, so that nothing is rounded here.
      const moved = (shares[index] ?? 0n) * total - share * WHOLE;
      return (moved < 0n ? -moved : moved) * TOLERANCE <= share * WHOLE;
    });
    if (!isClose && decimals < MOST_DECIMALS) continue;
    return new Map(
      known.flatMap(({ id, share, source }, index) => {
        const next = shares[index] ?? 0n;
        return next === share ? [] : [[id, /[%％]/.test(source) ? percentText(next) : decimalText(next)] as const];
      }),
    );
  }
}

function shared(shares: readonly Share[], total: Share, unit: Share): Share[] {
  const of = total * unit;
  const given = shares.map((share) => ((share * WHOLE) / of) * unit);
  const left = (WHOLE - given.reduce((sofar, one) => sofar + one, 0n)) / unit;
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: (share * WHOLE) % of }))
    .sort((one, other) => Number(other.remainder > one.remainder) - Number(other.remainder < one.remainder));
  for (const { index } of byRemainder.slice(0, Number(left))) given[index] = (given[index] ?? 0n) + unit;
  return given;
}

function decimalsOf(share: Share): number {
  return (decimalText(share * 100n).split(".")[1] ?? "").length;
}
