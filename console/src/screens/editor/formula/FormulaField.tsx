/**
 * A field for a formula: a plain input until somebody enters it, so that hundreds of them stay quick; then one line of
 * a code editor in its place, with completion by label, help with functions, and mistakes marked where they are.
 */
import { Input, type InputRef } from "antd";
import { type ComponentType, useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useFunctions } from "@/api/queries/language";
import { useLanguage } from "@/words/language";
import { useEditing, useIssuesAt } from "../editing";
import { Frame } from "../form/Frame";
import type { Schema } from "../form/schema";
import { useTyped } from "../form/useTyped";
import type { Known, LineProps } from "./FormulaLine";
import { marksOf } from "./marks";
import { useNames, useSentence } from "./said";
import { namesAt } from "./suggest";
import "./formula.css";

type Shared = Pick<Parameters<typeof Frame>[0], "path" | "label" | "extra">;

interface Props extends Shared {
  readonly schema: Schema;
  readonly required: boolean;
}

export function FormulaField({ schema, required, ...frame }: Props) {
  const { readOnly, undo, redo } = useEditing();
  const { language } = useLanguage();
  const field = useTyped(frame.path, { required });
  const sentence = useSentence(frame.path);
  const [entered, setEntered] = useState<Entered | null>(null);
  const input = useRef<InputRef>(null);
  const enter = useEntering(input, setEntered);
  const expects = schema["x-expects"]?.[language === "en" ? "en" : "zh"];
  const longest = schema.maxLength ?? 2000;
  return (
    <Frame {...frame} hint={sentence}>
      {({ id, status, "aria-describedby": describedBy }) =>
        entered === null ? (
          <Input
            ref={input}
            id={id}
            status={status}
            aria-describedby={describedBy}
            className="code"
            value={field.value}
            placeholder={expects}
            readOnly={readOnly}
            maxLength={longest}
            spellCheck={false}
            onChange={(event) => field.onChange(event.target.value)}
            onPointerDown={enter.press}
            onFocus={readOnly ? undefined : enter.focus}
            onBlur={field.onBlur}
          />
        ) : (
          <Line
            entered={entered}
            frame={frame}
            value={field.value}
            expects={expects}
            longest={longest}
            attributes={{
              id,
              "aria-label": frame.label,
              ...(describedBy ? { "aria-describedby": describedBy } : {}),
              ...(status === "error" ? { "aria-invalid": "true" } : {}),
            }}
            onChange={field.onChange}
            onLeave={() => {
              field.onBlur();
              setEntered(null);
            }}
            undo={() => {
              field.onBlur();
              undo();
            }}
            redo={redo}
          />
        )
      }
    </Frame>
  );
}

interface Entered {
  readonly Editor: ComponentType<LineProps>;
  readonly from: number;
  readonly to: number;
}

type FieldLineProps = Omit<LineProps, "known" | "marks" | "selection"> & {
  readonly entered: Entered;
  readonly frame: Shared;
};

/** The line, with what only the formula that is being written needs to know. */
function Line({ entered, frame, ...line }: FieldLineProps) {
  const { scheme } = useEditing();
  const { language } = useLanguage();
  const { data: functions } = useFunctions();
  const names = useNames();
  const issues = useIssuesAt(frame.path);
  const place = frame.path.join("\u0000");
  // biome-ignore lint/correctness/useExhaustiveDependencies: a path is the same when its parts are
  const known = useMemo<Known>(
    () => ({ names: namesAt(frame.path, names, scheme.data), functions: functions?.items ?? [], language }),
    [place, names, scheme.data, functions, language],
  );
  // Told with the issues, not with every letter: until the next answer the marks move along with the text.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const marks = useMemo(() => marksOf(scheme, frame.path, issues), [place, issues]);
  return <entered.Editor {...line} selection={entered} known={known} marks={marks} />;
}

const load = () => import("./FormulaLine");

/** Puts the editor in the input's place, once it is loaded and the mouse that chose a place in the text is let go. */
function useEntering(input: React.RefObject<InputRef | null>, enter: (entered: Entered) => void) {
  const pressed = useRef(false);
  useEffect(() => {
    // Fetched before anybody enters a formula; the browser has it at hand then.
    void load();
  }, []);
  return {
    press: () => {
      pressed.current = true;
    },
    focus: async () => {
      const [{ FormulaLine: Editor }] = await Promise.all([load(), pressed.current ? released() : null]);
      pressed.current = false;
      const element = input.current?.input;
      if (!element || document.activeElement !== element) return;
      const [from, to] = [element.selectionStart ?? 0, element.selectionEnd ?? 0];
      // At once, so that no letter falls between the two.
      flushSync(() => enter({ Editor, from, to }));
    },
  };
}

/** When the mouse is let go, and the text is selected as it wanted. */
function released(): Promise<void> {
  return new Promise((resolve) => {
    window.addEventListener("pointerup", () => setTimeout(resolve), { once: true });
  });
}
