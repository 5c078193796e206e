/** Every change: who, when, of what. */
import { Button } from "antd";
import { Link } from "react-router";
import { useAudit } from "@/api/queries/audit";
import { useKeys } from "@/api/queries/keys";
import type { AuditEntry } from "@/api/schema";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { EmptyBox } from "@/parts/EmptyBox";
import { useFormat } from "@/words/format";
import { useLanguage } from "@/words/language";
import { useWords, words } from "@/words/words";
import { AuditFilters, useAuditFilter } from "./AuditFilters";
import { actionIn } from "./actions";
import "./audit.css";

const WORDS = words({
  audit: { zh: "操作日志", en: "Audit trail" },
  when: { zh: "时间", en: "When" },
  who: { zh: "密钥", en: "Key" },
  server: { zh: "服务器命令行", en: "server's command line" },
  what: { zh: "操作", en: "Action" },
  of: { zh: "对象", en: "Object" },
  detail: { zh: "详情", en: "Detail" },
  before: { zh: "修改前", en: "before" },
  after: { zh: "修改后", en: "after" },
  none: { zh: "没有符合条件的记录", en: "No entry matches" },
  more: { zh: "更早的记录", en: "Older entries" },
});

export function AuditTrail() {
  const say = useWords(WORDS);
  const [filter, change] = useAuditFilter();
  const audit = useAudit(filter);
  return (
    <>
      <AuditFilters filter={filter} change={change} />
      <Answered query={audit}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.items);
          return entries.length === 0 ? <EmptyBox title={say.none} /> : <Entries entries={entries} />;
        }}
      </Answered>
      {audit.hasNextPage && (
        <Button style={{ marginTop: 12 }} loading={audit.isFetchingNextPage} onClick={() => audit.fetchNextPage()}>
          {say.more}
        </Button>
      )}
    </>
  );
}

function Entries({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const say = useWords(WORDS);
  const format = useFormat();
  const { language } = useLanguage();
  const keys = useKeys().data?.pages.flatMap((page) => page.items) ?? [];
  const names = new Map(keys.map((key) => [key.id, key.name]));
  return (
    <DataTable<AuditEntry>
      aria-label={say.audit}
      rowKey="id"
      dataSource={entries}
      size="small"
      columns={[
        { title: say.when, render: (_, entry) => format.time(entry.at) },
        { title: say.who, render: (_, entry) => names.get(entry.actor) ?? (entry.actor || say.server) },
        {
          title: say.what,
          render: (_, entry) => (
            <>
              {actionIn(language, entry.action)} <span className="quiet code">{entry.action}</span>
            </>
          ),
        },
        { title: say.of, render: (_, entry) => <Thing object={entry.object} /> },
        { title: say.detail, render: (_, entry) => <Detail entry={entry} /> },
      ]}
    />
  );
}

/** What was changed, with the way to it where it has a page. */
function Thing({ object }: { readonly object: string }) {
  const [kind = "", ...rest] = object.split("/");
  const place = PLACES[kind];
  if (place === undefined) return <span className="code">{object}</span>;
  return (
    <Link className="code" to={`${place}/${encodeURIComponent(rest.join("/"))}`}>
      {object}
    </Link>
  );
}

/** Where things of a kind have their pages. */
const PLACES: { readonly [kind: string]: string | undefined } = {
  "rule-set": "/rule-sets",
  run: "/runs",
  person: "/people",
};

function Detail({ entry }: { readonly entry: AuditEntry }) {
  const say = useWords(WORDS);
  const facts = Object.entries(entry.detail)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name}: ${toldAs(value)}`);
  const hashes = [
    entry.before_hash && `${say.before} ${short(entry.before_hash)}`,
    entry.after_hash && `${say.after} ${short(entry.after_hash)}`,
  ];
  return (
    <span className="quiet" style={{ display: "inline-block", maxWidth: 420, overflowWrap: "anywhere" }}>
      {[...facts, ...hashes.filter(Boolean)].join(" · ")}
    </span>
  );
}

function toldAs(value: unknown): string {
  if (typeof value === "string") return short(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${typeof inner === "string" ? short(inner) : JSON.stringify(inner)}`)
    .join(", ");
}

/** As much of a hash as tells it from others. */
function short(text: string): string {
  return text.replace(/\b(sha256:[0-9a-f]{8})[0-9a-f]{56}\b/g, "$1…");
}
