/** What the scheme is called, whom it is for, over which period it runs. */
import { Card } from "antd";
import { useEditing } from "../../editing";
import { RecordFields } from "../../form/RecordFields";
import type { SectionProps } from "../sections";

const KEYS = ["name", "description", "why", "period", "currency", "applies_to", "eligible"];

export default function Basics({ schema }: SectionProps) {
  const { scheme } = useEditing();
  const properties = Object.fromEntries(KEYS.map((key) => [key, schema.properties?.[key] ?? {}]));
  return (
    <Card size="small">
      <RecordFields schema={{ properties, required: ["name", "period"] }} path={[]} data={scheme.data ?? {}} />
    </Card>
  );
}
