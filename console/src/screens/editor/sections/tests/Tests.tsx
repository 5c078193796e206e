/** Worked examples that must come out as expected before the scheme can be published. */
import { SchemaSections } from "../SchemaSections";
import type { SectionProps } from "../sections";

const KEYS = ["tests"];

export default function Tests({ schema }: SectionProps) {
  return <SchemaSections schema={schema} keys={KEYS} />;
}
