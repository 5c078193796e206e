/** A choice with its name beside it. */
import { Select, type SelectProps } from "antd";
import { useId } from "react";

interface Props<T> extends SelectProps<T> {
  readonly name: string;
}

export function Choice<T>({ name, ...select }: Props<T>) {
  const id = useId();
  return (
    <label htmlFor={id}>
      <span>{name}</span>
      <Select<T>
        id={id}
        showSearch={{ optionFilterProp: "label" }}
        style={{ minWidth: 180 }}
        popupMatchSelectWidth={false}
        {...select}
      />
    </label>
  );
}
