/** A template's page has two parts, each under its own first-level heading: Chinese, then English. */
import type { Language } from "@/words/language";

export function readmeIn(language_text: string, language: Language): string {
  const parts = language_text.split(/^(?=# )/m).filter((part) => part.trim() !== "");
  const chosen = parts.find((part) => chinese(part) === (language === "zh-CN")) ?? language_text;
  return chosen.replace(/^# .*\n+/, "").trim();
}

function chinese(text: string): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han * 5 > text.length;
}
