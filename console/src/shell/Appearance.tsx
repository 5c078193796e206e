/** antd in our colours and the reader's language. */
import { App, ConfigProvider } from "antd";
import en from "antd/locale/en_US";
import zh from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { type ReactNode, useEffect } from "react";
import { useLanguage } from "@/words/language";
import { THEME } from "./theme";

const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
const WITHOUT_MOTION = { ...THEME, token: { ...THEME.token, motion: false } };

export function Appearance({ children }: { readonly children: ReactNode }) {
  const { language } = useLanguage();
  useEffect(() => {
    dayjs.locale(language === "en" ? "en" : "zh-cn");
  }, [language]);
  return (
    <ConfigProvider
      theme={STILL.matches ? WITHOUT_MOTION : THEME}
      locale={language === "en" ? en : zh}
      button={{ autoInsertSpace: false }}
    >
      <App>{children}</App>
    </ConfigProvider>
  );
}
