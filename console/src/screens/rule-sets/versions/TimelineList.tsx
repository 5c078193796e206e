/** The draft and all versions, the latest start first: how long each counts, who published it when, and why. */
import { Button, Space, Tag, Typography } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useKeyNames } from "@/api/queries/keys";
import { useMay, useSession } from "@/api/queries/session";
import { DRAFT, type Side } from "@/api/queries/versions";
import type { RuleSetDetail, Version } from "@/api/schema";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { RestoreDialog } from "./RestoreDialog";
import { RetireDialog } from "./RetireDialog";
import type { Span, State } from "./timeline";

const WORDS = words({
  versions: { zh: "草稿与全部版本", en: "The draft and all versions" },
  draft: { zh: "草稿", en: "Draft" },
  unpublished: { zh: "有未发布的修改", en: "unpublished changes" },
  same: { zh: (n: number) => `与第 ${n} 版相同`, en: (n: number) => `same as version ${n}` },
  changed: { zh: (when: string) => `最后修改 ${when}`, en: (when: string) => `last changed ${when}` },
  version: { zh: (n: number) => `第 ${n} 版`, en: (n: number) => `Version ${n}` },
  inForce: { zh: "生效中", en: "in force" },
  upcoming: { zh: "未到生效期", en: "not yet in force" },
  over: { zh: "已被替代", en: "over" },
  retired: { zh: "已停用", en: "retired" },
  since: { zh: (from: string) => `自 ${from} 起`, en: (from: string) => `from ${from} on` },
  only: { zh: (from: string) => `仅 ${from}`, en: (from: string) => `${from} only` },
  between: {
    zh: (from: string, until: string) => `${from} 至 ${until}`,
    en: (from: string, until: string) => `${from} to ${until}`,
  },
  was: { zh: (from: string) => `原定自 ${from} 起`, en: (from: string) => `was to count from ${from}` },
  published: {
    zh: (when: string, who: string) => `${when} 由 ${who} 发布`,
    en: (when: string, who: string) => `published ${when} by ${who}`,
  },
  replaced: {
    zh: (when: string, who: string, n: number) => `${when} 由 ${who} 以第 ${n} 版取代`,
    en: (when: string, who: string, n: number) => `replaced by version ${n} on ${when} by ${who}`,
  },
  taken: {
    zh: (when: string, who: string) => `${when} 由 ${who} 停用`,
    en: (when: string, who: string) => `retired on ${when} by ${who}`,
  },
  hash: { zh: "内容指纹", en: "Hash of its content" },
  unknown: { zh: (id: string) => `密钥 ${id}`, en: (id: string) => `key ${id}` },
  server: { zh: "服务器命令行", en: "the server's command line" },
  none: { zh: "还没有发布过。", en: "Nothing was published yet." },
  compare: { zh: "比较", en: "Compare" },
  view: { zh: "查看", en: "View" },
  restore: { zh: "恢复到草稿", en: "Restore into the draft" },
  retire: { zh: "停用", en: "Retire" },
});

const COLOURS: Record<State, string | undefined> = {
  inForce: "success",
  upcoming: "blue",
  over: undefined,
  retired: undefined,
};

interface Props {
  readonly detail: RuleSetDetail;
  readonly spans: readonly Span[];
  readonly onCompare: (from: Side, to: Side) => void;
}

export function TimelineList({ detail, spans, onCompare }: Props) {
  const say = useWords(WORDS);
  const may = useMay();
  const who = useWho();
  const format = useFormat(useSession().data?.workspace.time_zone);
  const [restoring, setRestoring] = useState<number | null>(null);
  const [retiring, setRetiring] = useState<Version | null>(null);
  const versions = spans.map(({ version }) => version);
  const inForce = detail.in_force?.version;
  return (
    <>
      <ol className="versions" aria-label={say.versions}>
        {detail.draft && (
          <li className="version version-draft">
            <div className="version-head">
              <strong>{say.draft}</strong>
              <Tag color={detail.draft.published_as === null ? "blue" : undefined}>
                {detail.draft.published_as === null ? say.unpublished : say.same(detail.draft.published_as)}
              </Tag>
            </div>
            <div className="quiet">{say.changed(format.time(detail.draft.updated_at))}</div>
            {inForce !== undefined && detail.draft.published_as !== inForce && (
              <Button size="small" type="link" onClick={() => onCompare(inForce, DRAFT)}>
                {say.compare}
              </Button>
            )}
          </li>
        )}
        {spans.map(({ version, state, until }) => (
          <li key={version.version} className={`version version-${state}`}>
            <div className="version-head">
              <strong>{say.version(version.version)}</strong>
              <Tag color={COLOURS[state]}>{say[state]}</Tag>
              <span className="version-span">{told(version, state, until)}</span>
            </div>
            {version.note && <p className="version-note">{version.note}</p>}
            <div className="quiet">{say.published(format.time(version.published_at), who(version.published_by))}</div>
            {version.retired && (
              <div className="quiet">
                {version.retired.replaced_by === null
                  ? say.taken(format.time(version.retired.at), who(version.retired.by))
                  : say.replaced(format.time(version.retired.at), who(version.retired.by), version.retired.replaced_by)}
                {version.retired.replaced_by === null && version.retired.note && ` · ${version.retired.note}`}
              </div>
            )}
            <Typography.Text
              className="code quiet"
              copyable={{ text: version.hash }}
              aria-label={`${say.hash} ${version.hash}`}
            >
              {short(version.hash)}
            </Typography.Text>
            <Space size={0} wrap className="version-actions">
              <Link to={`/rule-sets/${encodeURIComponent(detail.id)}/versions/${version.version}`}>
                <Button size="small" type="link" tabIndex={-1}>
                  {say.view}
                </Button>
              </Link>
              {(version.version > 1 || detail.draft) && (
                <Button
                  size="small"
                  type="link"
                  aria-label={`${say.compare} ${say.version(version.version)}`}
                  onClick={() =>
                    version.version > 1
                      ? onCompare(version.version - 1, version.version)
                      : onCompare(version.version, DRAFT)
                  }
                >
                  {say.compare}
                </Button>
              )}
              {may("edit") && detail.draft?.published_as !== version.version && (
                <Button
                  size="small"
                  type="link"
                  aria-label={`${say.restore} ${say.version(version.version)}`}
                  onClick={() => setRestoring(version.version)}
                >
                  {say.restore}
                </Button>
              )}
              {may("publish") && state !== "retired" && (
                <Button
                  size="small"
                  type="link"
                  danger
                  aria-label={`${say.retire} ${say.version(version.version)}`}
                  onClick={() => setRetiring(version)}
                >
                  {say.retire}
                </Button>
              )}
            </Space>
          </li>
        ))}
      </ol>
      {spans.length === 0 && <p className="quiet">{say.none}</p>}
      {restoring !== null && <RestoreDialog detail={detail} number={restoring} close={() => setRestoring(null)} />}
      {retiring && (
        <RetireDialog id={detail.id} retiring={retiring} versions={versions} close={() => setRetiring(null)} />
      )}
    </>
  );

  function told(version: Version, state: State, until: string | null): string {
    const from = format.period(version.effective_from);
    if (state === "retired") return say.was(from);
    if (until === null) return say.since(from);
    return until === version.effective_from ? say.only(from) : say.between(from, format.period(until));
  }
}

/** What the key of a change is called, as well as the reader may know. */
function useWho(): (id: string) => string {
  const say = useWords(WORDS);
  const name = useKeyNames();
  return (id) => (id === "" ? say.server : (name(id) ?? say.unknown(`${id.slice(-8)}`)));
}

/** As much of a hash as tells it from others. */
function short(hash: string): string {
  return `${hash.slice(0, 15)}…`;
}
