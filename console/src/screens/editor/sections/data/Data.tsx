/** What people and their numbers are called, and of which kind they are. */
import { SchemaSections } from "../SchemaSections";
import type { SectionProps } from "../sections";

const KEYS = ["attributes", "inputs", "parameters", "datasets", "measures", "tables"];

export default function Data({ schema }: SectionProps) {
  return <SchemaSections schema={schema} keys={KEYS} />;
}
