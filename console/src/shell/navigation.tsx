/** The places of the console, in the order of the work. A screen that stands here has its route in `routes.tsx`. */
import {
  AppstoreOutlined,
  BarChartOutlined,
  DatabaseOutlined,
  HomeOutlined,
  ProfileOutlined,
  SettingOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { words } from "@/words/words";

export const PLACES = words({
  home: { zh: "首页", en: "Home" },
  templates: { zh: "模板库", en: "Templates" },
  ruleSets: { zh: "考核方案", en: "Rule sets" },
  data: { zh: "数据", en: "Data" },
  people: { zh: "人员", en: "People" },
  runs: { zh: "运行与结果", en: "Runs and results" },
  settings: { zh: "设置", en: "Settings" },
});

export interface Place {
  readonly address: string;
  readonly name: keyof typeof PLACES;
  readonly icon: ReactNode;
}

export const NAVIGATION: readonly Place[] = [
  { address: "/", name: "home", icon: <HomeOutlined /> },
  { address: "/templates", name: "templates", icon: <AppstoreOutlined /> },
  { address: "/rule-sets", name: "ruleSets", icon: <ProfileOutlined /> },
  { address: "/data", name: "data", icon: <DatabaseOutlined /> },
  { address: "/people", name: "people", icon: <TeamOutlined /> },
  { address: "/runs", name: "runs", icon: <BarChartOutlined /> },
  { address: "/settings", name: "settings", icon: <SettingOutlined /> },
];

/** The place that an address belongs to. */
export function placeOf(pathname: string): string {
  const first = `/${pathname.split("/")[1] ?? ""}`;
  return NAVIGATION.some((place) => place.address === first) ? first : "";
}
