/** Levels by score or by place. */
import { SchemaSections } from "../SchemaSections";
import type { SectionProps } from "../sections";

const KEYS = ["tiers"];

export default function Tiers({ schema }: SectionProps) {
  return <SchemaSections schema={schema} keys={KEYS} />;
}
