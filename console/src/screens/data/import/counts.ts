/** What is counted of an import, in words. */
import { words } from "@/words/words";

export const COUNTS = words({
  new: { zh: "新增人员", en: "New people" },
  changed: { zh: "有变动的人员", en: "People changed" },
  unchanged: { zh: "没有变化", en: "Unchanged" },
  values: { zh: "新的或更正的数值", en: "New or other values" },
  sameValues: { zh: "原样的数值", en: "Same values" },
  added: { zh: "新增记录", en: "New events" },
  corrected: { zh: "更正记录", en: "Corrected events" },
  withdrawn: { zh: "撤回记录", en: "Withdrawn events" },
});
