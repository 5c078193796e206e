/** Numbers, money, times and periods as the reader's language writes them. */
import { useMemo } from "react";
import { type Language, useLanguage } from "./language";

export interface Format {
  /** As exact as it came; with ``decimals`` always that many. */
  number(value: number | string, decimals?: number): string;
  /** 0.35 → 35%. */
  percent(share: number, most?: number): string;
  /** The API's decimal text; never through a floating-point number. */
  money(amount: string, currency: string): string;
  date(moment: string): string;
  time(moment: string): string;
  /** ``2026-11``, ``2026-W47``, ``2026-Q4``, ``2026`` or ``2026-11-21``. */
  period(period: string): string;
  /** Seconds as hours, minutes and seconds. */
  duration(seconds: number): string;
}

export function useFormat(timeZone?: string): Format {
  const { language } = useLanguage();
  return useMemo(() => formatIn(language, timeZone), [language, timeZone]);
}

export function formatIn(language: Language, timeZone?: string): Format {
  const chinese = language === "zh-CN";
  const dates = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone });
  const times = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone });
  const months = new Intl.DateTimeFormat(language, { year: "numeric", month: "long", timeZone: "UTC" });
  const days = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  return {
    number(value, decimals) {
      const digits = decimals === undefined ? { maximumFractionDigits: 12 } : exactly(decimals);
      return numbers(language, digits).format(value as number);
    },
    percent(share, most = 2) {
      return numbers(language, { style: "percent", maximumFractionDigits: most }).format(share);
    },
    money(amount, currency) {
      const decimals = amount.split(".")[1]?.length ?? 0;
      const style = { style: "currency", currency, currencyDisplay: "narrowSymbol", ...exactly(decimals) } as const;
      // Intl formats decimal texts exactly; the type only knows numbers.
      return numbers(language, style).format(amount as unknown as number);
    },
    date: (moment) => dates.format(new Date(moment)),
    time: (moment) => times.format(new Date(moment)),
    period(period) {
      const week = /^(\d{4})-W(\d\d)$/.exec(period);
      if (week) return chinese ? `${week[1]} 年第 ${Number(week[2])} 周` : `Week ${Number(week[2])}, ${week[1]}`;
      const quarter = /^(\d{4})-Q(\d)$/.exec(period);
      if (quarter) return chinese ? `${quarter[1]} 年第 ${quarter[2]} 季度` : `Q${quarter[2]} ${quarter[1]}`;
      if (/^\d{4}-\d\d$/.test(period)) return months.format(new Date(`${period}-01T00:00:00Z`));
      if (/^\d{4}-\d\d-\d\d$/.test(period)) return days.format(new Date(`${period}T00:00:00Z`));
      return chinese && /^\d{4}$/.test(period) ? `${period} 年` : period;
    },
    duration(seconds) {
      const parts = [
        [Math.floor(seconds / 3600), chinese ? " 小时" : " h"],
        [Math.floor((seconds % 3600) / 60), chinese ? " 分" : " min"],
        [Math.round((seconds % 60) * 1000) / 1000, chinese ? " 秒" : " s"],
      ] as const;
      const told = parts.filter(([count]) => count !== 0).map(([count, unit]) => `${count}${unit}`);
      return told.length ? told.join(" ") : `0${parts[2][1]}`;
    },
  };
}

const made = new Map<string, Intl.NumberFormat>();

/** Making one takes longer than drawing the cell that wants it, and a table has thousands. */
function numbers(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = made.get(key) ?? new Intl.NumberFormat(language, options);
  made.set(key, known);
  return known;
}

function exactly(decimals: number) {
  return { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
}
