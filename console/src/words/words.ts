/**
 * Texts of a screen, both languages side by side, so that neither can be forgotten:
 *
 *     const WORDS = words({ title: { zh: "首页", en: "Home" }, left: { zh: (n: number) => `剩 ${n} 个`, en: (n) => `${n} left` } });
 *     const say = useWords(WORDS);  // say.title, say.left(3)
 */
import { useLanguage } from "./language";

type Told = string | ((...facts: never[]) => string);
type Bilingual = { readonly zh: Told; readonly en: Told };
type InOne<T extends Record<string, Bilingual>> = {
  readonly [Name in keyof T]: T[Name]["zh"] extends string ? string : T[Name]["zh"];
};

export function words<T extends Record<string, Bilingual>>(entries: T): T {
  return entries;
}

export function useWords<T extends Record<string, Bilingual>>(entries: T): InOne<T> {
  const { language } = useLanguage();
  return inLanguage(entries, language === "en" ? "en" : "zh");
}

const told = new WeakMap<object, { zh: unknown; en: unknown }>();

function inLanguage<T extends Record<string, Bilingual>>(entries: T, language: "zh" | "en"): InOne<T> {
  let both = told.get(entries);
  if (both === undefined) {
    const one = (key: "zh" | "en") =>
      Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, entry[key]]));
    both = { zh: one("zh"), en: one("en") };
    told.set(entries, both);
  }
  return both[language] as InOne<T>;
}
