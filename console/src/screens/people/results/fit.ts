/** How much smaller a sheet's content must be to fit. */

/** Below this nobody can read it: then it takes a second sheet. */
export const LEAST = 0.45;
/** What rounding may take. */
const SPARE = 0.985;

/** The next size to try: ``height`` is what the content takes up now, at the size ``now``; ``room`` what there is. */
export function fitOf(now: number, room: number, height: number): number {
  if (height <= 0 || room <= 0) return now;
  if (height <= room) return now;
  return Math.max(LEAST, now * Math.max(0.5, room / height) * SPARE);
}
