/** A place in words; who shares one is told so. */
const ENDINGS = { one: "st", two: "nd", few: "rd" } as const;
const ORDINAL = new Intl.PluralRules("en", { type: "ordinal" });

export const placeIn = {
  zh: (place: number, shared: boolean) => `第 ${place} 名${shared ? "（并列）" : ""}`,
  en: (place: number, shared: boolean) => {
    const ending = ENDINGS[ORDINAL.select(place) as keyof typeof ENDINGS] ?? "th";
    return `${place}${ending}${shared ? " (shared)" : ""}`;
  },
} as const;
