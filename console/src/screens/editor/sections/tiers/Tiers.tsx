/** Levels by score or by place. */
import { TierLadder } from "../../drawings/TierLadder";
import { useEditing } from "../../editing";
import { SchemaSections } from "../SchemaSections";
import type { SectionProps } from "../sections";

const KEYS = ["tiers"];

export default function Tiers({ schema }: SectionProps) {
  const { scheme } = useEditing();
  const tiers = scheme.data?.tiers;
  return (
    <>
      {Array.isArray(tiers) && tiers.length > 0 && <TierLadder tiers={tiers} />}
      <SchemaSections schema={schema} keys={KEYS} />
    </>
  );
}
