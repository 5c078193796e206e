/** Kinds of values, in words. */
import { words } from "@/words/words";

export const KINDS = words({
  number: { zh: "数值", en: "number" },
  money: { zh: "金额", en: "money" },
  count: { zh: "计数", en: "count" },
  percent: { zh: "百分比", en: "percent" },
  duration: { zh: "时长", en: "duration" },
  rating: { zh: "评分", en: "rating" },
  flag: { zh: "是/否", en: "yes or no" },
  date: { zh: "日期", en: "date" },
  choice: { zh: "选项", en: "choice" },
  text: { zh: "文字", en: "text" },
});
