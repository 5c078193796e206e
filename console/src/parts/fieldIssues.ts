/** The API's issues at the fields of a form that they speak of. */
import type { FormInstance } from "antd";
import { useEffect } from "react";
import type { Issue } from "@/api/problem";
import { useLabels } from "@/words/labels";

/** Path of an issue as a form's field name: ``parameters.target`` → ``["parameters", "target"]``. */
export function fieldName(path: string): (string | number)[] {
  return path
    .split(/\.|(?=\[)/)
    .filter(Boolean)
    .map((part) => (/^\[\d+\]$/.test(part) ? Number(part.slice(1, -1)) : part));
}

/** Shows each issue at its field; gives back those that belong to no field of the form. ``rename`` maps the API's
 * field names to the form's. */
export function useShowIssues<T>(
  form: FormInstance<T>,
  issues: readonly Issue[] | undefined,
  rename: { readonly [name: string]: string } = { rule_set: "id" },
): readonly Issue[] {
  const label = useLabels();
  const named = (issues ?? []).map((issue) => {
    const [first, ...rest] = fieldName(issue.path);
    return { issue, name: first === undefined ? [] : [rename[String(first)] ?? first, ...rest] };
  });
  const known = (name: (string | number)[]) => name.length > 0 && form.getFieldInstance?.(name as never) !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown changes with the answer, not with each drawing
  useEffect(() => {
    form.setFields(
      named
        .filter(({ name }) => known(name))
        .map(({ issue, name }) => ({
          name: name as never,
          errors: [[label(issue.message), label(issue.hint)].filter(Boolean).join(" – ")],
        })),
    );
  }, [issues]);
  return named.filter(({ name }) => !known(name)).map(({ issue }) => issue);
}
