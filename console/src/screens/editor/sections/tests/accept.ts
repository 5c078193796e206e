/** Taking what comes out of a test for what it expects. */
import type { Checked } from "@/api/queries/drafts";
import { set } from "@/scheme/text/edits";
import type { Scheme } from "@/scheme/text/read";
import { type Typed, typed } from "@/scheme/text/render";

type Expectation = Checked["tests"][number]["expectations"][number];

/** What a test expects otherwise than it comes out. */
export function unmet(outcome: Checked["tests"][number]): readonly Expectation[] {
  return outcome.expectations.filter((one) => !one.met);
}

/** The text in which each of these is expected as it comes out. */
export function accepted(text: string, expectations: readonly Expectation[], data: Scheme["data"]): string {
  return expectations.reduce((now, one) => set(now, one.path, written(one, at(data, one.path))), text);
}

/** Lists of ids, flags and numbers come as words; a list stays a list. */
function written({ got }: Expectation, before: unknown): null | Typed | readonly Typed[] {
  if (Array.isArray(before)) return got ? got.split(", ").map(typed) : [];
  return got === null ? null : typed(got);
}

function at(data: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inside, key) => (inside as Record<string | number, unknown> | undefined)?.[key], data);
}
