/** One published version, to be read by its parts or as text, and tried on people. */
import { Button, Space } from "antd";
import { Link, useParams } from "react-router";
import { useSideText } from "@/api/queries/versions";
import { Answered } from "@/parts/Answered";
import { useText } from "@/screens/editor/editing";
import { Workbench } from "@/screens/editor/Workbench";
import { useWords, words } from "@/words/words";

const WORDS = words({
  readOnly: { zh: "已发布的版本不能修改。", en: "What was published cannot be changed." },
  versions: { zh: "全部版本", en: "All versions" },
  download: { zh: "下载 YAML", en: "Download as YAML" },
});

export function Component() {
  const { ruleSetId = "", number = "" } = useParams();
  const text = useSideText(ruleSetId, Number(number));
  return (
    <Answered query={text} rows={14}>
      {(written) => <Version key={`${ruleSetId}@${number}`} id={ruleSetId} number={Number(number)} text={written} />}
    </Answered>
  );
}

interface Props {
  readonly id: string;
  readonly number: number;
  readonly text: string;
}

function Version({ id, number, text }: Props) {
  const say = useWords(WORDS);
  const written = useText(text);
  return (
    <Workbench
      id={id}
      written={written}
      readOnly
      version={number}
      about={say.readOnly}
      actions={
        <Space wrap>
          <Button
            href={`data:application/yaml;charset=utf-8,${encodeURIComponent(text)}`}
            download={`${id}-${number}.yaml`}
          >
            {say.download}
          </Button>
          <Link to={`/rule-sets/${encodeURIComponent(id)}/versions`}>
            <Button tabIndex={-1}>{say.versions}</Button>
          </Link>
        </Space>
      }
    />
  );
}
