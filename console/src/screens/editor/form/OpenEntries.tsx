/** Names with values, where the names are up to the author: what a test gives and expects. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useState } from "react";
import { isMapping, type Plain } from "@/scheme/data";
import { remove, set } from "@/scheme/text/edits";
import type { Path } from "@/scheme/text/read";
import { useWords, words } from "@/words/words";
import { useEditing } from "../editing";
import { Frame } from "./Frame";
import { useCalled } from "./places";
import { useTyped } from "./useTyped";

const WORDS = words({
  name: { zh: "名称", en: "Name" },
  add: { zh: "添加", en: "Add" },
  remove: { zh: (name: string) => `删除 ${name}`, en: (name: string) => `Remove ${name}` },
  both: {
    zh: (called: string, id: string) => `${called}（${id}）`,
    en: (called: string, id: string) => `${called} (${id})`,
  },
  inYaml: {
    zh: "这一项内容较复杂，请在“YAML”页中修改。",
    en: "This value is more than one line holds; change it in the YAML tab.",
  },
});

export function OpenEntries({ path, data }: { readonly path: Path; readonly data: Plain | undefined }) {
  const say = useWords(WORDS);
  const { change, readOnly } = useEditing();
  const [name, setName] = useState("");
  if (data !== undefined && data !== null && !isMapping(data)) return <p className="quiet">{say.inYaml}</p>;
  const entries = Object.entries(data ?? {});
  const add = () => {
    if (name.trim() === "") return;
    change((text) => set(text, [...path, name.trim()], ""));
    setName("");
  };
  return (
    <div className="fields">
      {entries.map(([key, value]) => (
        <OpenEntry key={key} path={[...path, key]} name={key} value={value} />
      ))}
      {!readOnly && (
        <div className="open-add">
          <Input
            size="small"
            className="code"
            aria-label={say.name}
            placeholder={say.name}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={add}
          />
          <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={add}>
            {say.add}
          </Button>
        </div>
      )}
    </div>
  );
}

function OpenEntry({ path, name, value }: { readonly path: Path; readonly name: string; readonly value: Plain }) {
  const say = useWords(WORDS);
  const { change, readOnly } = useEditing();
  const field = useTyped(path, { required: true });
  const called = useCalled(path);
  const isSimple = typeof value !== "object" || value === null;
  return (
    <Frame
      path={path}
      label={called && called !== name ? say.both(called, name) : name}
      inside={!isSimple}
      extra={
        !readOnly && (
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={say.remove(name)}
            onClick={() => change((text) => remove(text, path))}
          />
        )
      }
    >
      {(ids) =>
        isSimple ? (
          <Input
            {...ids}
            className="code"
            value={field.value}
            readOnly={readOnly}
            onChange={(event) => field.onChange(event.target.value)}
            onBlur={field.onBlur}
          />
        ) : (
          <div id={ids.id} className="code quiet">
            {JSON.stringify(value)}
          </div>
        )
      }
    </Frame>
  );
}
