/** Choosing somebody from the list of people, by name or id. */
import { Select } from "antd";
import { useEffect, useState } from "react";
import { usePeople } from "@/api/queries/people";
import { useWords, words } from "@/words/words";

const WORDS = words({
  look: { zh: "输入姓名或工号查找", en: "Type a name or id" },
  none: { zh: "没有找到", en: "Nobody was found" },
});

interface Props {
  readonly id?: string;
  readonly value?: string | null;
  readonly onChange?: (id: string | null) => void;
  readonly label?: string;
  readonly disabled?: boolean;
}

export function PersonSelect({ id, value, onChange, label, disabled }: Props) {
  const say = useWords(WORDS);
  const [typed, setTyped] = useState("");
  const [sought, setSought] = useState("");
  useEffect(() => {
    const later = setTimeout(() => setSought(typed.trim()), 250);
    return () => clearTimeout(later);
  }, [typed]);
  const people = usePeople({ ...(sought ? { q: sought } : {}), present: "any" }, 20);
  const found = people.data?.pages[0]?.items ?? [];
  const options = found.map((one) => ({
    value: one.id,
    label: one.name === one.id ? one.id : `${one.name} (${one.id})`,
  }));
  if (value && !options.some((one) => one.value === value)) options.unshift({ value, label: value });
  return (
    <Select
      id={id}
      aria-label={label}
      disabled={disabled}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      style={{ width: "100%" }}
      placeholder={say.look}
      notFoundContent={people.isFetching ? null : say.none}
      value={value ?? undefined}
      onChange={(next) => onChange?.(next ?? null)}
      options={options}
    />
  );
}
