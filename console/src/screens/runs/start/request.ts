/** What is asked of the API for what was filled in. */
import type { RunRequest } from "@/api/schema";

export interface Values {
  readonly of: "rule_set" | "role";
  readonly rule_set?: string;
  readonly role?: string;
  readonly period: string;
  readonly version?: number | null;
  readonly reason?: string;
}

/** ``closed``: whether the period is, so that only a correction with its reason is taken. */
export function requestOf(values: Values, closed: boolean): RunRequest {
  const which =
    values.of === "role"
      ? { role: values.role?.trim() }
      : { rule_set: values.rule_set, ...(values.version ? { version: values.version } : {}) };
  const correction = closed ? { correction: true, reason: values.reason?.trim() } : {};
  return { period: values.period.trim(), ...which, ...correction } as RunRequest;
}
