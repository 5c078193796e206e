/** How much more or less it is than by the version in force; nothing where it is the same. */
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";

const WORDS = words({
  more: { zh: (by: string) => `比生效版本多 ${by}`, en: (by: string) => `${by} more than by the version in force` },
  less: { zh: (by: string) => `比生效版本少 ${by}`, en: (by: string) => `${by} less than by the version in force` },
});

interface Props {
  readonly of: number | string | null | undefined;
  /** Of an amount of money. */
  readonly currency?: string;
}

export function Change({ of, currency }: Props) {
  const say = useWords(WORDS);
  const format = useFormat();
  if (of === null || of === undefined || Number(of) === 0) return null;
  const less = String(of).startsWith("-");
  const by = String(of).replace("-", "");
  const shown = currency === undefined ? format.number(by) : format.money(by, currency);
  return (
    <span
      className={less ? "try-change try-change-less" : "try-change"}
      title={less ? say.less(shown) : say.more(shown)}
    >
      {less ? "−" : "+"}
      {shown}
    </span>
  );
}
