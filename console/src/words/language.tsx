/** The language of everything shown: the reader's choice if there was one, else the browser's. */
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";

export type Language = "zh-CN" | "en";

const KEPT = "scorewright.language";

interface Choice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}

const LanguageContext = createContext<Choice>({ language: "zh-CN", choose: () => undefined });

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = useCallback((chosen: Language) => {
    // Before anything is asked of the server again: requests take their language from here.
    document.documentElement.lang = chosen;
    remember(chosen);
    setLanguage(chosen);
  }, []);
  const choice = useMemo(() => ({ language, choose }), [language, choose]);
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

export function useLanguage(): Choice {
  return use(LanguageContext);
}

/** The language outside of components, as the page says it. */
export function currentLanguage(): Language {
  return document.documentElement.lang === "en" ? "en" : "zh-CN";
}

export function firstLanguage(): Language {
  const chosen = remembered() ?? preferred(navigator.languages);
  document.documentElement.lang = chosen;
  return chosen;
}

/** Of the browser's languages, the first one that there is; Chinese when there is none. */
export function preferred(languages: readonly string[]): Language {
  for (const one of languages) {
    if (/^zh\b/i.test(one)) return "zh-CN";
    if (/^en\b/i.test(one)) return "en";
  }
  return "zh-CN";
}

function remembered(): Language | null {
  try {
    const kept = localStorage.getItem(KEPT);
    return kept === "zh-CN" || kept === "en" ? kept : null;
  } catch {
    return null;
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
