/** What the audit trail calls a change, in words. One without words here is shown by its name alone. */
import type { Language } from "@/words/language";

const ACTIONS: { readonly [action: string]: { readonly zh: string; readonly en: string } | undefined } = {
  "draft.written": { zh: "保存草稿", en: "Draft written" },
  "draft.deleted": { zh: "删除草稿", en: "Draft deleted" },
  "version.published": { zh: "发布版本", en: "Version published" },
  "version.retired": { zh: "停用版本", en: "Version retired" },
  "results.recorded": { zh: "记录成绩", en: "Results recorded" },
  "key.created": { zh: "新建密钥", en: "Key made" },
  "key.revoked": { zh: "撤销密钥", en: "Key revoked" },
  "session.opened": { zh: "登录控制台", en: "Signed in" },
  "session.closed": { zh: "退出控制台", en: "Signed out" },
  "workspace.created": { zh: "新建工作区", en: "Workspace made" },
};

export function actionIn(language: Language, action: string): string {
  return ACTIONS[action]?.[language === "en" ? "en" : "zh"] ?? "";
}
