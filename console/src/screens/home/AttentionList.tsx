/** What needs attention, the most pressing first, each with the way to where it is mended. */
import { CloseCircleFilled, ExclamationCircleFilled, InfoCircleFilled } from "@ant-design/icons";
import { Card } from "antd";
import { Link } from "react-router";
import { useKeys } from "@/api/queries/keys";
import type { Run } from "@/api/queries/runs";
import { useMay, useSession } from "@/api/queries/session";
import type { Key, RuleSetDetail } from "@/api/schema";
import { todayIn } from "@/scheme/periods";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { type Attention, attentionOf, endingKeys } from "./attention";

const WORDS = words({
  attention: { zh: "需要处理", en: "Needs attention" },
  allWell: { zh: "没有需要处理的事项。", en: "Nothing needs attention." },
  urgent: { zh: "紧急", en: "urgent" },
  warning: { zh: "注意", en: "to look at" },
  note: { zh: "提示", en: "note" },
  neverPublished: { zh: "从未发布：还不能用它计分", en: "was never published: nobody can be scored by it yet" },
  nothingInForce: { zh: "当前期间没有生效的版本", en: "has no version in force for the present period" },
  pending: { zh: "草稿有未发布的修改", en: "has changes in its draft that are not published" },
  pendingSoon: {
    zh: (period: string, days: number) => `草稿有未发布的修改，${period} ${days} 天后开始`,
    en: (period: string, days: number) =>
      `has changes that are not published, and ${period} begins ${days === 1 ? "tomorrow" : `in ${days} days`}`,
  },
  runFailed: { zh: (period: string) => `${period} 的运行失败`, en: (period: string) => `The run of ${period} failed` },
  runProblems: {
    zh: (period: string, problem: number, incomplete: number) =>
      `${period} 的运行中有人没有成绩：${[problem && `${problem} 人有问题`, incomplete && `${incomplete} 人数据不全`].filter(Boolean).join("，")}`,
    en: (period: string, problem: number, incomplete: number) =>
      `The run of ${period} left people without a score: ${[problem && `${problem} with problems`, incomplete && `${incomplete} with missing data`].filter(Boolean).join(", ")}`,
  },
  runDue: {
    zh: (period: string) => `${period} 已结束，还没有运行`,
    en: (period: string) => `${period} is over and was not run yet`,
  },
  ownKey: {
    zh: (name: string, when: string) => `您登录用的密钥“${name}”将于 ${when} 过期`,
    en: (name: string, when: string) => `The key “${name}” that you are signed in with expires on ${when}`,
  },
  otherKey: {
    zh: (name: string, when: string) => `密钥“${name}”将于 ${when} 过期`,
    en: (name: string, when: string) => `The key “${name}” expires on ${when}`,
  },
  publish: { zh: "查看并发布", en: "Look and publish" },
  open: { zh: "打开", en: "Open" },
  toRun: { zh: "查看运行", en: "See the run" },
  toRuns: { zh: "去运行", en: "Run it" },
  keys: { zh: "管理密钥", en: "Manage keys" },
});

type Rank = "urgent" | "warning" | "note";
const RANKS: readonly Rank[] = ["urgent", "warning", "note"];
const RANK_OF: Record<Attention["what"], Rank> = {
  runFailed: "urgent",
  nothingInForce: "urgent",
  pendingSoon: "warning",
  runProblems: "warning",
  runDue: "warning",
  neverPublished: "note",
  pending: "note",
};
const ICONS = {
  urgent: <CloseCircleFilled style={{ color: "#c0262d" }} />,
  warning: <ExclamationCircleFilled style={{ color: "#9a5b00" }} />,
  note: <InfoCircleFilled style={{ color: "#1f5c99" }} />,
} as const;

interface Item {
  readonly key: string;
  readonly rank: Rank;
  readonly of?: string;
  readonly told: string;
  readonly to: string;
  readonly leads: string;
}

interface Props {
  readonly details: readonly RuleSetDetail[];
  readonly runs: ReadonlyMap<string, Run | null>;
}

export function AttentionList({ details, runs }: Props) {
  const say = useWords(WORDS);
  const ofRuleSets = useItems(details, runs);
  const items = [...ofRuleSets, ...useKeyItems()].toSorted((a, b) => RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank));
  return (
    <Card title={say.attention}>
      {items.length === 0 ? (
        <span className="quiet">{say.allWell}</span>
      ) : (
        <ul className="attention">
          {items.map(({ key, rank, of, told, to, leads }) => (
            <li key={key}>
              <span className="attention-what">
                <span role="img" aria-label={say[rank]}>
                  {ICONS[rank]}
                </span>
                <span>
                  {of && <strong>{of}</strong>} {told}
                </span>
              </span>
              <Link to={to} aria-label={`${leads} ${of ?? ""}`.trim()}>
                {leads}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function useItems(details: Props["details"], runs: Props["runs"]): readonly Item[] {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const today = todayIn(useSession().data?.workspace.time_zone ?? "UTC");
  return details.flatMap((detail) =>
    attentionOf(detail, runs.get(detail.id), today).map((one): Item => {
      const address = `/rule-sets/${encodeURIComponent(detail.id)}`;
      const head = {
        key: `${detail.id}:${one.what}`,
        rank: RANK_OF[one.what],
        of: label(detail.name, detail.id),
      };
      switch (one.what) {
        case "runFailed":
          return {
            ...head,
            told: say.runFailed(format.period(one.run.period)),
            to: `/runs/${one.run.id}`,
            leads: say.toRun,
          };
        case "runProblems":
          return {
            ...head,
            told: say.runProblems(format.period(one.run.period), one.problem, one.incomplete),
            to: `/runs/${one.run.id}`,
            leads: say.toRun,
          };
        case "runDue":
          return {
            ...head,
            told: say.runDue(format.period(one.period)),
            to: `/runs?start=${encodeURIComponent(detail.id)}&period=${one.period}`,
            leads: say.toRuns,
          };
        case "pendingSoon":
          return {
            ...head,
            told: say.pendingSoon(format.period(one.period), one.days),
            to: `${address}/versions`,
            leads: say.publish,
          };
        case "pending":
          return { ...head, told: say.pending, to: `${address}/versions`, leads: say.publish };
        default:
          return { ...head, told: say[one.what], to: address, leads: say.open };
      }
    }),
  );
}

/** Admins see every key that ends soon, others their own. */
function useKeyItems(): readonly Item[] {
  const say = useWords(WORDS);
  const admin = useMay()("admin");
  const session = useSession().data;
  const format = useFormat(session?.workspace.time_zone);
  const keys = useKeys(admin);
  const own = session?.key;
  const known: readonly Key[] = admin ? (keys.data?.pages.flatMap((page) => page.items) ?? []) : own ? [own] : [];
  return endingKeys(known, new Date()).map((key) => ({
    key: `key:${key.id}`,
    rank: "warning",
    told: (key.id === own?.id ? say.ownKey : say.otherKey)(key.name, format.time(String(key.expires_at))),
    to: "/settings",
    leads: say.keys,
  }));
}
