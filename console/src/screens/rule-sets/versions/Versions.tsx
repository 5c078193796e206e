/** A rule set's versions: which one counts from when, what differs between two, and what can be done with each. */
import { Button, Card, Space } from "antd";
import { Link, useParams } from "react-router";
import { useRuleSet } from "@/api/queries/ruleSets";
import { useVersions } from "@/api/queries/versions";
import type { RuleSetDetail, Version } from "@/api/schema";
import { Answered } from "@/parts/Answered";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { PublishButton } from "../publish/PublishButton";
import { Compare, useCompared } from "./Compare";
import { TimelineList } from "./TimelineList";
import { timeline } from "./timeline";
import "./versions.css";

const WORDS = words({
  title: { zh: (name: string) => `${name} · 版本`, en: (name: string) => `${name} · versions` },
  about: {
    zh: "发布后的版本永不改变。每个期间按当时生效的版本计算。",
    en: "What was published never changes. Each period is scored by the version in force for it.",
  },
  timeline: { zh: "时间线", en: "Timeline" },
  overview: { zh: "方案概况", en: "Overview" },
  edit: { zh: "编辑草稿", en: "Edit the draft" },
  more: { zh: "更早的版本", en: "Earlier versions" },
});

export function Component() {
  const { ruleSetId = "" } = useParams();
  const ruleSet = useRuleSet(ruleSetId);
  const versions = useVersions(ruleSetId);
  return (
    <Answered query={ruleSet}>
      {(detail) => (
        <Answered query={versions} rows={8}>
          {({ pages }) => (
            <Page
              key={ruleSetId}
              detail={detail}
              versions={pages.flatMap((page) => page.items)}
              more={
                versions.hasNextPage && (
                  <Button loading={versions.isFetchingNextPage} onClick={() => versions.fetchNextPage()}>
                    <More />
                  </Button>
                )
              }
            />
          )}
        </Answered>
      )}
    </Answered>
  );
}

function More() {
  return useWords(WORDS).more;
}

interface Props {
  readonly detail: RuleSetDetail;
  readonly versions: readonly Version[];
  readonly more: React.ReactNode;
}

function Page({ detail, versions, more }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const address = `/rule-sets/${encodeURIComponent(detail.id)}`;
  const compared = useCompared(detail, versions);
  return (
    <>
      <ScreenTitle
        title={say.title(label(detail.name, detail.id))}
        actions={
          <Space wrap>
            <Link to={address}>
              <Button>{say.overview}</Button>
            </Link>
            <Link to={`${address}/edit`}>
              <Button>{say.edit}</Button>
            </Link>
            <PublishButton id={detail.id} draft={detail.draft} />
          </Space>
        }
      >
        {say.about}
      </ScreenTitle>
      <div className="versions-columns">
        <Card title={say.timeline}>
          <TimelineList
            detail={detail}
            spans={timeline(versions, detail.in_force?.version ?? null)}
            onCompare={compared.show}
          />
          {more}
        </Card>
        <Compare detail={detail} versions={versions} compared={compared} />
      </div>
    </>
  );
}
