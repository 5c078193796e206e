/** From which period on the new version counts, whose place it takes, and a note for those who come later. */
import { Alert, Checkbox, Input, Select } from "antd";
import { useId } from "react";
import type { Version } from "@/api/schema";
import { firstDay } from "@/scheme/periods";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import type { Choices } from "./choices";

const WORDS = words({
  from: { zh: "自哪个期间起生效", en: "From which period on" },
  begins: {
    zh: (day: string) => `从 ${day} 开始的期间按新版本计算。`,
    en: (day: string) => `Periods that begin on ${day} or later are scored by it.`,
  },
  begun: {
    zh: "这个期间已经开始。已算出的成绩不变；要按新版本重算，请重新运行。",
    en: "This period has begun. Results that are there stay as they are; to apply the new version, run it again.",
  },
  present: { zh: (period: string) => `${period}（本期）`, en: (period: string) => `${period} (now)` },
  next: { zh: (period: string) => `${period}（下一期）`, en: (period: string) => `${period} (next)` },
  taken: {
    zh: (n: number) => `第 ${n} 版也从这个期间起生效`,
    en: (n: number) => `Version ${n} starts with this period, too`,
  },
  replace: {
    zh: (n: number) => `取代第 ${n} 版（它将被停用）`,
    en: (n: number) => `Put this one in the place of version ${n}, which is retired`,
  },
  until: {
    zh: (n: number, from: string) => `只到第 ${n} 版自 ${from} 起生效为止。`,
    en: (n: number, from: string) => `Only until version ${n} takes over in ${from}.`,
  },
  note: { zh: "修改说明", en: "What changed, and why" },
  noteHint: { zh: "例如：接待量目标由 800 调到 850", en: "Such as: chats target raised from 800 to 850" },
});

interface Props {
  readonly choices: Choices;
  readonly period: string;
  readonly versions: readonly Version[];
  readonly taken: Version | undefined;
  readonly replace: boolean;
  readonly note: string;
  readonly onPeriod: (period: string) => void;
  readonly onReplace: (replace: boolean) => void;
  readonly onNote: (note: string) => void;
}

export function PeriodFields(props: Props) {
  const { choices, period, versions, taken, replace, note, onPeriod, onReplace, onNote } = props;
  const say = useWords(WORDS);
  const format = useFormat();
  const id = useId();
  const later = versions
    .filter((one) => one.retired === null && firstDay(one.effective_from) > firstDay(period))
    .toSorted((a, b) => firstDay(a.effective_from).localeCompare(firstDay(b.effective_from)))[0];
  const named = (one: string) => {
    const told = format.period(one);
    return one === choices.present ? say.present(told) : one === choices.next ? say.next(told) : told;
  };
  return (
    <div className="publish-fields">
      <div>
        <label htmlFor={`${id}period`}>{say.from}</label>
        <Select
          id={`${id}period`}
          showSearch={{ optionFilterProp: "label" }}
          value={period}
          onChange={onPeriod}
          options={choices.periods.map((value) => ({ value, label: named(value) }))}
          style={{ width: "100%" }}
        />
        <div className="quiet">
          {say.begins(format.date(`${firstDay(period)}T12:00:00Z`))}{" "}
          {later && say.until(later.version, format.period(later.effective_from))}
        </div>
      </div>
      <div>
        <label htmlFor={`${id}note`}>{say.note}</label>
        <Input.TextArea
          id={`${id}note`}
          value={note}
          placeholder={say.noteHint}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          onChange={(event) => onNote(event.target.value)}
        />
      </div>
      {firstDay(period) <= firstDay(choices.present) && <Alert type="warning" showIcon title={say.begun} />}
      {taken && (
        <Alert
          type="warning"
          showIcon
          title={say.taken(taken.version)}
          description={
            <Checkbox checked={replace} onChange={(event) => onReplace(event.target.checked)}>
              {say.replace(taken.version)}
            </Checkbox>
          }
        />
      )}
    </div>
  );
}
