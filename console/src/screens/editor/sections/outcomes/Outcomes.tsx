/** What happens because of a result. */
import { SchemaSections } from "../SchemaSections";
import type { SectionProps } from "../sections";

const KEYS = ["outcomes"];

export default function Outcomes({ schema }: SectionProps) {
  return <SchemaSections schema={schema} keys={KEYS} />;
}
