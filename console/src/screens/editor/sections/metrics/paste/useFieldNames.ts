/** What the columns of metrics are called, on the screen and in spreadsheets. */
import { useWords, words } from "@/words/words";

const WORDS = words({
  name: { zh: "名称", en: "Name" },
  id: { zh: "编号", en: "Id" },
  value: { zh: "取值", en: "Value" },
  method: { zh: "计分方法", en: "Scored by" },
  target: { zh: "目标值", en: "Target" },
  weight: { zh: "权重", en: "Weight" },
  group: { zh: "所属组", en: "Group" },
});

export function useFieldNames() {
  return useWords(WORDS);
}
