/** Why a form was refused, as far as no field of it tells. */
import { Alert } from "antd";
import type { ApiProblem, Issue } from "@/api/problem";
import { useLabels } from "@/words/labels";

interface Props {
  readonly problem: ApiProblem | null;
  /** Issues that belong to no field. */
  readonly left: readonly Issue[];
  /** In place of what the problem says of itself. */
  readonly instead?: string;
}

export function FormProblem({ problem, left, instead }: Props) {
  const label = useLabels();
  if (problem === null || (problem.issues.length > 0 && left.length === 0)) return null;
  const told = left.length > 0 ? left.map((one) => label(one.message)).join(" ") : problem.detail;
  const more = instead === undefined && left.length === 0 ? problem.hint : undefined;
  return <Alert type="error" showIcon title={instead ?? told} description={more} style={{ marginBottom: 12 }} />;
}
