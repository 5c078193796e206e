/** Which templates somebody means who types a few words in either language. */
import type { TemplateSummary } from "@/api/queries/templates";
import { INDUSTRIES, ROLES } from "./kinds";

export interface Asked {
  readonly text: string;
  readonly industry: string;
  readonly role: string;
}

/** Every word must occur somewhere; empty ``industry`` and ``role`` stand for all. */
export function matching(items: readonly TemplateSummary[], asked: Asked): readonly TemplateSummary[] {
  const wanted = folded(asked.text).split(/\s+/).filter(Boolean);
  return items.filter(
    (one) =>
      (asked.industry === "" || one.industry === asked.industry) &&
      (asked.role === "" || one.roles.includes(asked.role)) &&
      wanted.every((word) => everything(one).includes(word)),
  );
}

function everything(one: TemplateSummary): string {
  const kinds = [INDUSTRIES[one.industry], ...one.roles.map((role) => ROLES[role])];
  const told = [one.name, one.summary, ...kinds].flatMap((both) => (both ? [both.zh, both.en] : []));
  return folded([one.id, one.industry, ...one.roles, ...told].join(" "));
}

/** Full-width and half-width, large and small letters are the same to somebody who searches. */
function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
