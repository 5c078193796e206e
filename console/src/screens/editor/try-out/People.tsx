/** Whom the text is tried on, scored together: one of them is looked at, others come and go. */
import { CloseOutlined, UserAddOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { Result } from "@/api/queries/templates";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import type { Sample } from "./samples";

const WORDS = words({
  people: { zh: "试算人员", en: "People tried" },
  add: { zh: "添加人员", en: "Add people" },
  remove: { zh: (name: string) => `移除${name}`, en: (name: string) => `Remove ${name}` },
});

interface Props {
  readonly samples: readonly Sample[];
  readonly results: readonly (Result | undefined)[];
  readonly chosen: string | undefined;
  readonly onChoose: (key: string) => void;
  readonly onRemove: (key: string) => void;
  readonly onAdd: () => void;
}

export function People({ samples, results, chosen, onChoose, onRemove, onAdd }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  return (
    <div className="try-people">
      <fieldset aria-label={say.people}>
        {samples.map((sample, index) => {
          const score = results[index]?.score ?? null;
          const name = label(sample.name, sample.subject);
          return (
            <span key={sample.key} className={sample.key === chosen ? "try-person try-person-chosen" : "try-person"}>
              <button type="button" aria-pressed={sample.key === chosen} onClick={() => onChoose(sample.key)}>
                <span className="try-person-name">{name}</span>
                <span className="figure">{score === null ? "–" : format.number(score)}</span>
              </button>
              {sample.key === chosen && (
                <button
                  type="button"
                  className="try-person-remove"
                  aria-label={say.remove(name)}
                  title={say.remove(name)}
                  onClick={() => onRemove(sample.key)}
                >
                  <CloseOutlined />
                </button>
              )}
            </span>
          );
        })}
      </fieldset>
      <Button size="small" icon={<UserAddOutlined />} onClick={onAdd}>
        {say.add}
      </Button>
    </div>
  );
}
