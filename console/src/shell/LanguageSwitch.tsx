/** 中文 / English, everywhere. */
import { Segmented } from "antd";
import { type Language, useLanguage } from "@/words/language";

export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  return (
    <Segmented<Language>
      size="small"
      aria-label="语言 Language"
      value={language}
      onChange={choose}
      options={[
        { value: "zh-CN", label: <span lang="zh-CN">中文</span> },
        { value: "en", label: <span lang="en">English</span> },
      ]}
    />
  );
}
