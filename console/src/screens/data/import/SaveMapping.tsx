/** Keeping what the columns stand for under a name, for files that come again. */
import { SaveOutlined } from "@ant-design/icons";
import { App, Button, Input, Space } from "antd";
import { useEffect, useState } from "react";
import { asProblem } from "@/api/problem";
import { useMay } from "@/api/queries/session";
import { useSaveMapping } from "@/api/queries/tables";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { type Choices, mappingOf } from "./choices";
import { aboutOf, type Purpose, type Reading, type Use } from "./purpose";

const WORDS = words({
  name: { zh: "以后还有同样的文件？起个名字", en: "The same file will come again? Name it" },
  save: { zh: "保存对应关系", en: "Save the mapping" },
  saved: {
    zh: (name: string) => `已保存“${name}”，下次自动套用`,
    en: (name: string) => `“${name}” is saved and offered next time`,
  },
});

interface Props {
  readonly purpose: Purpose;
  readonly reading: Reading;
  readonly choices: Choices;
  /** Of the mapping that is applied. */
  readonly name: string | null;
}

export function SaveMapping({ purpose, reading, choices, name }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const may = useMay();
  const { message } = App.useApp();
  const save = useSaveMapping();
  const [typed, setTyped] = useState(name ?? "");
  useEffect(() => setTyped(name ?? ""), [name]);
  if (!may("edit")) return null;
  const use = purpose.use as Use;
  const keep = () =>
    save.mutate(
      {
        use,
        about: aboutOf(purpose) ?? null,
        name: typed.trim(),
        mapping: mappingOf(choices, use, reading) as never,
      },
      {
        onSuccess: (one) => message.success(say.saved(one.name)),
        onError: (thrown) => {
          const problem = asProblem(thrown);
          message.error(problem.issues.map((issue) => label(issue.message)).join(" ") || problem.detail);
        },
      },
    );
  return (
    <Space.Compact style={{ marginTop: 16, width: "100%", maxWidth: 460 }}>
      <Input
        aria-label={say.name}
        placeholder={say.name}
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button icon={<SaveOutlined />} disabled={typed.trim() === ""} loading={save.isPending} onClick={keep}>
        {say.save}
      </Button>
    </Space.Compact>
  );
}
