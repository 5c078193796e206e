/** A day in a form: text as the API has it, a calendar for people. */
import { DatePicker } from "antd";
import dayjs from "dayjs";

interface Props {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (day: string | undefined) => void;
}

export function DayField({ id, value, onChange }: Props) {
  return (
    <DatePicker
      id={id}
      style={{ width: "100%" }}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange?.(day ? day.format("YYYY-MM-DD") : undefined)}
    />
  );
}
