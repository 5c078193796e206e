/** One published version, to be read. */
import { Button, Card, Space } from "antd";
import { lazy, Suspense } from "react";
import { Link, useParams } from "react-router";
import { useRuleSet } from "@/api/queries/ruleSets";
import { useSideText } from "@/api/queries/versions";
import { Answered } from "@/parts/Answered";
import { Loading } from "@/parts/Loading";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";

const ReadText = lazy(() => import("@/parts/texts/ReadText"));

const WORDS = words({
  title: {
    zh: (name: string, n: number) => `${name} · 第 ${n} 版`,
    en: (name: string, n: number) => `${name} · version ${n}`,
  },
  readOnly: { zh: "已发布的版本不能修改。", en: "What was published cannot be changed." },
  versions: { zh: "全部版本", en: "All versions" },
  download: { zh: "下载 YAML", en: "Download as YAML" },
  text: { zh: (n: number) => `第 ${n} 版的文本`, en: (n: number) => `Text of version ${n}` },
});

export function Component() {
  const { ruleSetId = "", number = "" } = useParams();
  const say = useWords(WORDS);
  const label = useLabels();
  const ruleSet = useRuleSet(ruleSetId);
  const text = useSideText(ruleSetId, Number(number));
  return (
    <Answered query={ruleSet}>
      {(detail) => (
        <>
          <ScreenTitle
            title={say.title(label(detail.name, detail.id), Number(number))}
            actions={
              <Space wrap>
                {text.data !== undefined && (
                  <Button
                    href={`data:application/yaml;charset=utf-8,${encodeURIComponent(text.data)}`}
                    download={`${detail.id}-${number}.yaml`}
                  >
                    {say.download}
                  </Button>
                )}
                <Link to={`/rule-sets/${encodeURIComponent(ruleSetId)}/versions`}>
                  <Button tabIndex={-1}>{say.versions}</Button>
                </Link>
              </Space>
            }
          >
            {say.readOnly}
          </ScreenTitle>
          <Answered query={text} rows={14}>
            {(written) => (
              <Card styles={{ body: { padding: 0 } }}>
                <Suspense fallback={<Loading rows={14} />}>
                  <ReadText text={written} name={say.text(Number(number))} />
                </Suspense>
              </Card>
            )}
          </Answered>
        </>
      )}
    </Answered>
  );
}
