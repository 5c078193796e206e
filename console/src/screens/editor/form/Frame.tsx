/** What every field has around it: its name, what is wrong with it, and being found. */
import { type ReactNode, useEffect, useId, useRef } from "react";
import type { Path } from "@/scheme/text/read";
import { useLabels } from "@/words/labels";
import { useEditing, useIssuesAt } from "../editing";

interface Props {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string;
  /** At the end of the line of the name: usually what takes the field away. */
  readonly extra?: ReactNode;
  /** Whether issues inside of the value are told here, because nothing further inside tells them. */
  readonly inside?: boolean;
  readonly wide?: boolean;
  readonly children: (ids: {
    readonly id: string;
    readonly "aria-describedby"?: string;
    readonly status?: "error" | "warning";
  }) => ReactNode;
}

export function Frame({ path, label, hint, extra, inside, wide, children }: Props) {
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const issues = useIssuesAt(path, inside);
  const say = useLabels();
  useBeingFound(place, path);
  const told = issues.length > 0 || hint !== undefined ? `${id}-told` : undefined;
  const status = issues.some((one) => one.severity === "error")
    ? "error"
    : issues.some((one) => one.severity === "warning")
      ? "warning"
      : undefined;
  return (
    <div className={wide ? "field field-wide" : "field"} ref={place} data-path={JSON.stringify(path)}>
      <div className="field-name">
        <label htmlFor={id}>{label}</label>
        {extra}
      </div>
      {children({ id, "aria-describedby": told, status })}
      {told && (
        <div id={told}>
          {hint && <div className="field-hint">{hint}</div>}
          {issues.map((issue) => (
            <div key={`${issue.code}${issue.path}`} className={`field-issue field-${issue.severity}`}>
              {say(issue.message)} {say(issue.hint)}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** Scrolls to the field and enters it when somebody wants to see its place. */
export function useBeingFound(place: React.RefObject<HTMLElement | null>, path: Path) {
  const { target } = useEditing();
  const own = path.join("\u0000");
  const wanted = target?.path.join("\u0000");
  const turn = target?.turn;
  // biome-ignore lint/correctness/useExhaustiveDependencies: to be found again is another turn
  useEffect(() => {
    if (wanted === undefined || wanted !== own || place.current === null) return;
    place.current.scrollIntoView({ block: "center" });
    // The field itself rather than what stands beside its name.
    const field = place.current.querySelector<HTMLElement>(
      "input, textarea, [role=textbox], [role=combobox], [role=switch]",
    );
    (field ?? place.current.querySelector<HTMLElement>("button, [tabindex]"))?.focus();
  }, [wanted, own, turn]);
}
