/** A label in both languages. One text stands for both until the other is written. */
import { Input } from "antd";
import { isMapping, type Plain } from "@/scheme/data";
import { remove, set } from "@/scheme/text/edits";
import type { Path } from "@/scheme/text/read";
import { useWords, words } from "@/words/words";
import { useEditing } from "../editing";
import { Frame } from "./Frame";
import { useTyped } from "./useTyped";

const WORDS = words({ zh: { zh: "中文", en: "Chinese" }, en: { zh: "英文", en: "English" } });
const LANGUAGES = ["zh", "en"] as const;

interface Props {
  readonly path: Path;
  readonly label: string;
  readonly extra?: React.ReactNode;
  readonly data: Plain | undefined;
}

export function LabelField({ path, label, extra, data }: Props) {
  const say = useWords(WORDS);
  return (
    <Frame path={path} label={label} extra={extra} inside>
      {({ id, ...ids }) => (
        <div className="label-field">
          {LANGUAGES.map((language, index) => (
            <One
              key={language}
              {...ids}
              id={index === 0 ? id : undefined}
              path={path}
              language={language}
              label={`${label}（${say[language]}）`}
              short={say[language]}
              single={typeof data === "string" ? data : null}
              other={isMapping(data) ? data[language === "zh" ? "en" : "zh"] : undefined}
            />
          ))}
        </div>
      )}
    </Frame>
  );
}

interface OneProps {
  readonly id?: string;
  readonly path: Path;
  readonly language: "zh" | "en";
  readonly label: string;
  readonly short: string;
  /** The text that stands for both languages. */
  readonly single: string | null;
  readonly other: Plain | undefined;
  readonly status?: "error" | "warning";
}

function One({ path, language, label, short, single, other, ...input }: OneProps) {
  const { change, readOnly } = useEditing();
  const field = useTyped([...path, language], { words: true });
  const shown = {
    ...input,
    "aria-label": label,
    addonBefore: undefined,
    prefix: <span className="quiet">{short}</span>,
    readOnly,
    maxLength: 500,
    lang: language === "zh" ? "zh-CN" : "en",
  };
  if (single !== null) {
    return (
      <Input
        {...shown}
        value={single}
        onChange={({ target }) =>
          change((text) => set(text, path, { zh: single, en: single, [language]: target.value }), path.join("\u0000"))
        }
      />
    );
  }
  return (
    <Input
      {...shown}
      value={field.value}
      onChange={({ target }) => field.onChange(target.value)}
      onBlur={() => {
        field.onBlur();
        // A label that says nothing in any language is none.
        if (field.value.trim() === "" && !other) change((text) => remove(text, path));
      }}
    />
  );
}
