/** Attributes of a person as rows to fill in; any other can be added. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Select } from "antd";
import { useAttributes, useTeamsOfPeople } from "@/api/queries/people";
import { useWords, words } from "@/words/words";
import { useAttributeNames } from "../attributes";

const WORDS = words({
  add: { zh: "再加一项", en: "Another attribute" },
  remove: { zh: (name: string) => `去掉${name}`, en: (name: string) => `Remove ${name}` },
  empty: { zh: "空着表示没有", en: "leave empty for none" },
});

interface Props {
  readonly values: { readonly [id: string]: string };
  readonly onChange: (values: { readonly [id: string]: string }) => void;
}

export function AttributeRows({ values, onChange }: Props) {
  const say = useWords(WORDS);
  const named = useAttributeNames();
  const known = useAttributes().data?.items ?? [];
  const left = known.filter((one) => values[one.id] === undefined);
  const without = (id: string) => Object.fromEntries(Object.entries(values).filter(([name]) => name !== id));
  return (
    <div className="attribute-rows">
      {Object.entries(values).map(([id, value]) => (
        <div key={id} className="attribute-row">
          <span id={`attribute-${id}`}>{named(id)}</span>
          <ValueField id={id} value={value} onChange={(next) => onChange({ ...values, [id]: next })} />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={say.remove(named(id))}
            onClick={() => onChange(without(id))}
          />
        </div>
      ))}
      {left.length > 0 && (
        <Select
          showSearch
          suffixIcon={<PlusOutlined />}
          style={{ maxWidth: 220 }}
          aria-label={say.add}
          placeholder={say.add}
          value={null}
          onChange={(id) => id && onChange({ ...values, [id as string]: "" })}
          options={left.map((one) => ({ value: one.id, label: named(one.id) }))}
        />
      )}
    </div>
  );
}

interface ValueProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Offers what others have, so that one team is not written in two ways. */
function ValueField({ id, value, onChange }: ValueProps) {
  const say = useWords(WORDS);
  const found = useTeamsOfPeople(`attributes.${id}`).data?.pages[0]?.items ?? [];
  const offered = found.flatMap((one) => (one.value === null ? [] : [{ value: one.value }])).slice(0, 50);
  return (
    <AutoComplete
      aria-labelledby={`attribute-${id}`}
      value={value}
      placeholder={say.empty}
      maxLength={500}
      showSearch={{ filterOption: (typed, option) => option?.value.includes(typed) ?? false }}
      options={offered}
      onChange={(next: string) => onChange(next ?? "")}
    />
  );
}
