/** Industries and roles by name. One that has no words here is shown by its id. */
import { useLanguage } from "@/words/language";

type Kinds = { readonly [id: string]: { readonly zh: string; readonly en: string } | undefined };

export const INDUSTRIES: Kinds = {
  shop: { zh: "网店客服", en: "Online shop" },
  "call-centre": { zh: "呼叫中心", en: "Call centre" },
};

export const ROLES: Kinds = {
  agent: { zh: "坐席", en: "Agent" },
  "presales-agent": { zh: "售前客服", en: "Pre-sales agent" },
  "aftersales-agent": { zh: "售后客服", en: "After-sales agent" },
  "callback-agent": { zh: "回访坐席", en: "Call-back agent" },
  "inbound-agent": { zh: "呼入坐席", en: "Inbound agent" },
  "outbound-agent": { zh: "外呼坐席", en: "Outbound agent" },
  "team-leader": { zh: "班组长", en: "Team leader" },
  "shop-agent": { zh: "网店客服", en: "Shop agent" },
  "online-agent": { zh: "在线客服", en: "Online agent" },
  supervisor: { zh: "主管", en: "Supervisor" },
};

export function useIndustries(): (id: string) => string {
  return useNames(INDUSTRIES);
}

export function useRoles(): (id: string) => string {
  return useNames(ROLES);
}

function useNames(kinds: Kinds): (id: string) => string {
  const { language } = useLanguage();
  return (id) => kinds[id]?.[language === "en" ? "en" : "zh"] ?? id;
}
