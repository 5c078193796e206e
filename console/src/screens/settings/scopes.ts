/** What a key may do, in words. */
import { words } from "@/words/words";

export const SCOPES = words({
  read: { zh: "查看", en: "read" },
  score: { zh: "计分", en: "score" },
  edit: { zh: "编辑草稿", en: "edit drafts" },
  publish: { zh: "发布", en: "publish" },
  admin: { zh: "管理", en: "administer" },
});

export const SCOPES_EXPLAINED = words({
  read: { zh: "查看方案和模板，检查，试算", en: "read rule sets and templates, check, try out" },
  score: { zh: "用已发布的版本计分并记录", en: "score by published versions, and record" },
  edit: { zh: "修改草稿，使用模板", en: "write drafts, use templates" },
  publish: { zh: "发布和停用版本", en: "publish and retire versions" },
  admin: { zh: "管理密钥，查看操作日志", en: "manage keys, read the audit trail" },
});

export type Scope = keyof typeof SCOPES;
export const ALL_SCOPES = Object.keys(SCOPES) as readonly Scope[];
