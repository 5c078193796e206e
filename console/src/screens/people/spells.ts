/** What changes from one stretch of a person's days to the next. */
import type { PersonDetail, Value } from "@/api/queries/people";

export type Spell = PersonDetail["spells"][number];

/** `before` or `after` undefined: there was or is no value. `what` is an attribute, `@manager`. */
export interface Difference {
  readonly what: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

export interface Stretch {
  readonly spell: Spell;
  /** The first of all, somebody who leaves, comes back, or only changes. */
  readonly kind: "begins" | "leaves" | "returns" | "changes";
  readonly differences: readonly Difference[];
}

export function stretchesOf(spells: readonly Spell[]): Stretch[] {
  return spells.map((spell, index) => {
    const before = spells[index - 1];
    return { spell, kind: kindOf(before, spell), differences: spell.ended ? [] : differencesOf(before, spell) };
  });
}

function kindOf(before: Spell | undefined, spell: Spell): Stretch["kind"] {
  if (spell.ended) return "leaves";
  if (before === undefined) return "begins";
  return before.ended ? "returns" : "changes";
}

function differencesOf(before: Spell | undefined, spell: Spell): Difference[] {
  const [old, now] = [valuesOf(before), valuesOf(spell)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .sort()
    .filter((what) => old[what] !== now[what])
    .map((what) => ({ what, before: old[what], after: now[what] }));
}

function valuesOf(spell: Spell | undefined): { readonly [what: string]: Value } {
  if (spell === undefined) return {};
  const attributes = spell.attributes as { readonly [id: string]: Value };
  return spell.manager === null ? attributes : { ...attributes, "@manager": spell.manager };
}
