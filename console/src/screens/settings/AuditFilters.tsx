/** Which entries of the audit trail are shown: what was done, by whom, to what, and when. Kept in the address. */
import { Button, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import type { AuditFilter } from "@/api/queries/audit";
import { useKeys } from "@/api/queries/keys";
import { useLanguage } from "@/words/language";
import { useWords, words } from "@/words/words";
import { actionChoices, thingChoices } from "./actions";

const WORDS = words({
  filters: { zh: "筛选条件", en: "Filters" },
  action: { zh: "操作", en: "Action" },
  actor: { zh: "密钥", en: "Key" },
  kind: { zh: "对象种类", en: "Kind of object" },
  id: { zh: "对象编号", en: "Id of the object" },
  since: { zh: "开始日期", en: "From" },
  until: { zh: "结束日期", en: "To" },
  clear: { zh: "清除筛选", en: "Clear" },
});

const NAMES = ["action", "object", "actor", "since", "until"] as const;
const DAY = "YYYY-MM-DD";

/** The filter that the address tells, and how to change it. */
export function useAuditFilter(): [AuditFilter, (changed: AuditFilter) => void] {
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(
    NAMES.map((name) => [name, search.get(name)]).filter(([, value]) => value),
  ) as AuditFilter;
  const change = (changed: AuditFilter) => {
    const next = { ...filter, ...changed };
    const kept = NAMES.flatMap((name): [string, string][] => (next[name] ? [[name, next[name]]] : []));
    setSearch(new URLSearchParams([["tab", "audit"], ...kept]), { replace: true });
  };
  return [filter, change];
}

interface Props {
  readonly filter: AuditFilter;
  readonly change: (changed: AuditFilter) => void;
}

export function AuditFilters({ filter, change }: Props) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const keys = useKeys();
  const [kind = "", ...rest] = (filter.object ?? "").split("/");
  const id = rest.join("/");
  const [typed, setTyped] = useState(id);
  useEffect(() => setTyped(id), [id]);
  const actors = keys.data?.pages.flatMap((page) =>
    page.items.map((key) => ({ value: key.id, label: `${key.name} (${key.hint}…)` })),
  );
  const object = (ofKind: string, ofId: string) =>
    change({ object: ofKind === "" ? undefined : `${ofKind}/${ofId.trim()}` });
  return (
    <search className="audit-filters" aria-label={say.filters}>
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        aria-label={say.action}
        placeholder={say.action}
        value={filter.action ?? null}
        options={[...actionChoices(language)]}
        onChange={(action) => change({ action: action ?? undefined })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        aria-label={say.actor}
        placeholder={say.actor}
        value={filter.actor ?? null}
        options={actors ?? []}
        onChange={(actor) => change({ actor: actor ?? undefined })}
      />
      <Select
        allowClear
        aria-label={say.kind}
        placeholder={say.kind}
        value={kind || null}
        options={[...thingChoices(language)]}
        onChange={(chosen) => object(chosen ?? "", "")}
      />
      <Input
        allowClear
        aria-label={say.id}
        placeholder={say.id}
        value={typed}
        disabled={kind === ""}
        maxLength={200}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={() => object(kind, typed)}
        onBlur={() => typed.trim() !== id && object(kind, typed)}
        onClear={() => object(kind, "")}
      />
      <DatePicker
        aria-label={say.since}
        placeholder={say.since}
        value={filter.since ? dayjs(filter.since) : null}
        onChange={(day) => change({ since: day?.format(DAY) })}
      />
      <DatePicker
        aria-label={say.until}
        placeholder={say.until}
        // The API's end is not included; people mean the last day.
        value={filter.until ? dayjs(filter.until).subtract(1, "day") : null}
        minDate={filter.since ? dayjs(filter.since) : undefined}
        onChange={(day) => change({ until: day?.add(1, "day").format(DAY) })}
      />
      {NAMES.some((name) => filter[name]) && (
        <Button onClick={() => change(Object.fromEntries(NAMES.map((name) => [name, undefined])))}>{say.clear}</Button>
      )}
    </search>
  );
}
