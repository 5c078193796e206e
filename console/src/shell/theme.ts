/** How the console looks: calm, dense, and dark enough to read everywhere (4.5:1 for every text). */
import type { ThemeConfig } from "antd";

export const COLOURS = {
  primary: "#1f5c99",
  good: "#136a3d",
  warn: "#9a5b00",
  bad: "#c0262d",
  text: "#1c2733",
  quiet: "#56616f",
  line: "#dde3ea",
  ground: "#f4f6f9",
  /** Of series in charts; told apart also by people who see fewer colours. */
  series: ["#1f5c99", "#d07a1b", "#2f8f7a", "#8a5aa8", "#b6404f", "#6b7a1f", "#4a86c5", "#8c6d46"],
} as const;

export const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

export const THEME: ThemeConfig = {
  cssVar: { key: "sw" },
  token: {
    colorPrimary: COLOURS.primary,
    colorLink: COLOURS.primary,
    colorSuccess: COLOURS.good,
    colorWarning: COLOURS.warn,
    colorError: COLOURS.bad,
    colorInfo: COLOURS.primary,
    colorSuccessBg: "#e8f5ee",
    colorSuccessBorder: "#a8d8bd",
    colorWarningBg: "#fdf3e1",
    colorWarningBorder: "#ecc98c",
    colorErrorBg: "#fdecec",
    colorErrorBorder: "#f0b4b6",
    colorInfoBg: "#e9f1f9",
    colorInfoBorder: "#b3cde6",
    colorTextBase: COLOURS.text,
    colorText: COLOURS.text,
    colorTextSecondary: "#47525f",
    colorTextTertiary: COLOURS.quiet,
    colorTextQuaternary: "#5f6b79",
    colorTextDescription: COLOURS.quiet,
    colorTextPlaceholder: "#66717e",
    colorBgLayout: COLOURS.ground,
    colorBorderSecondary: COLOURS.line,
    borderRadius: 6,
    fontSize: 14,
    controlHeight: 32,
    wireframe: false,
    fontFamily: FONT,
    fontFamilyCode: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace',
  },
  components: {
    Layout: { headerBg: "#ffffff", siderBg: "#ffffff", headerHeight: 52, headerPadding: "0 20px" },
    Menu: {
      itemHeight: 38,
      itemBorderRadius: 6,
      activeBarBorderWidth: 0,
      itemSelectedBg: "#e5eef8",
      itemHoverBg: "#f0f4f9",
    },
    Table: { cellPaddingBlock: 9, cellPaddingInline: 12, headerBg: "#f7f9fb", headerColor: "#47525f" },
    Card: { headerHeight: 44, bodyPadding: 16, headerPadding: 16 },
    Form: { itemMarginBottom: 16, verticalLabelPadding: "0 0 4px" },
    Tabs: { horizontalMargin: "0 0 16px 0" },
  },
};
