/** What is added, taken off or limited after the weighted sum. */
import { SchemaSections } from "../SchemaSections";
import type { SectionProps } from "../sections";

const KEYS = ["adjustments", "score"];

export default function Adjustments({ schema }: SectionProps) {
  return <SchemaSections schema={schema} keys={KEYS} />;
}
