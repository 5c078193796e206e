/** What the audit trail calls changes and the things that were changed, in words; others are shown by their names. */
import type { Language } from "@/words/language";

interface Told {
  readonly zh: string;
  readonly en: string;
}

/** By kind, so that all of a kind can be chosen together. */
const KINDS: { readonly [kind: string]: Told & { readonly actions: { readonly [action: string]: Told } } } = {
  draft: {
    zh: "草稿",
    en: "Drafts",
    actions: {
      written: { zh: "保存草稿", en: "Draft written" },
      deleted: { zh: "删除草稿", en: "Draft deleted" },
    },
  },
  version: {
    zh: "版本",
    en: "Versions",
    actions: {
      published: { zh: "发布版本", en: "Version published" },
      retired: { zh: "停用版本", en: "Version retired" },
    },
  },
  run: {
    zh: "运行",
    en: "Runs",
    actions: {
      started: { zh: "发起运行", en: "Run started" },
      finished: { zh: "运行完成", en: "Run finished" },
      failed: { zh: "运行失败", en: "Run failed" },
      cancelled: { zh: "取消运行", en: "Run cancelled" },
      resumed: { zh: "继续运行", en: "Run resumed" },
      retried: { zh: "重试运行", en: "Run retried" },
    },
  },
  results: { zh: "成绩", en: "Results", actions: { recorded: { zh: "记录成绩", en: "Results recorded" } } },
  period: {
    zh: "期间",
    en: "Periods",
    actions: {
      closed: { zh: "期间关账", en: "Period closed" },
      reopened: { zh: "重新打开期间", en: "Period opened again" },
    },
  },
  people: { zh: "人员", en: "People", actions: { changed: { zh: "修改人员", en: "People changed" } } },
  figures: { zh: "指标数据", en: "Figures", actions: { changed: { zh: "录入指标数据", en: "Figures entered" } } },
  dataset: {
    zh: "数据集",
    en: "Datasets",
    actions: {
      declared: { zh: "声明数据集", en: "Dataset declared" },
      deleted: { zh: "删除数据集", en: "Dataset deleted" },
      imported: { zh: "导入文件", en: "File imported" },
      "import-refused": { zh: "文件未能导入", en: "File refused" },
      "mapping-changed": { zh: "修改列的对应", en: "Columns assigned anew" },
      "part-added": { zh: "写入数据文件", en: "Data written down" },
      "records-added": { zh: "接收记录", en: "Records received" },
    },
  },
  mapping: {
    zh: "列的对应",
    en: "Mappings",
    actions: {
      saved: { zh: "保存列的对应", en: "Mapping kept" },
      deleted: { zh: "删除列的对应", en: "Mapping deleted" },
    },
  },
  key: {
    zh: "密钥",
    en: "Keys",
    actions: { created: { zh: "新建密钥", en: "Key made" }, revoked: { zh: "撤销密钥", en: "Key revoked" } },
  },
  session: {
    zh: "登录",
    en: "Signing in",
    actions: { opened: { zh: "登录控制台", en: "Signed in" }, closed: { zh: "退出控制台", en: "Signed out" } },
  },
  workspace: {
    zh: "工作区",
    en: "Workspace",
    actions: {
      created: { zh: "新建工作区", en: "Workspace made" },
      changed: { zh: "修改工作区设置", en: "Workspace changed" },
    },
  },
};

/** Kinds of things that entries are about. */
const THINGS: { readonly [kind: string]: Told } = {
  "rule-set": { zh: "方案", en: "Rule set" },
  run: { zh: "运行", en: "Run" },
  period: { zh: "期间", en: "Period" },
  person: { zh: "人员", en: "Person" },
  figures: { zh: "指标数据（期间）", en: "Figures (period)" },
  dataset: { zh: "数据集", en: "Dataset" },
  key: { zh: "密钥", en: "Key" },
  workspace: { zh: "工作区", en: "Workspace" },
};

interface Choice {
  readonly value: string;
  readonly label: string;
}

export function actionIn(language: Language, action: string): string {
  const [kind = "", name = ""] = action.split(".");
  const told = KINDS[kind]?.actions[name];
  return told === undefined ? "" : of(language, told);
}

/** Every action, each kind headed by the choice of all of it. */
export function actionChoices(language: Language): readonly Choice[] {
  return Object.entries(KINDS).flatMap(([kind, told]) => {
    const each = Object.entries(told.actions).map(([name, one]) => ({
      value: `${kind}.${name}`,
      label: of(language, one),
    }));
    const every = language === "en" ? `${told.en}: all` : `${told.zh}：全部`;
    return each.length === 1 ? each : [{ value: `${kind}.`, label: every }, ...each];
  });
}

export function thingChoices(language: Language): readonly Choice[] {
  return Object.entries(THINGS).map(([value, told]) => ({ value, label: of(language, told) }));
}

function of(language: Language, told: Told): string {
  return language === "en" ? told.en : told.zh;
}
