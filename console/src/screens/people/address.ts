/** The address of a person's page; ids may hold anything, slashes too. */
export function addressOf(person: string): string {
  return `/people/${encodeURIComponent(person)}`;
}

/** What somebody got, by which rule set in which period. */
export interface Shown {
  readonly rule_set: string;
  readonly period: string;
}

/** A person's results, open at one of them. */
export function resultsOf(person: string, { rule_set, period }: Shown): string {
  return `${addressOf(person)}?${new URLSearchParams({ tab: "results", rule_set, period })}`;
}

/** The same as a sheet of paper. */
export function statementOf(person: string, { rule_set, period }: Shown): string {
  return `${addressOf(person)}/statement?${new URLSearchParams({ rule_set, period })}`;
}
