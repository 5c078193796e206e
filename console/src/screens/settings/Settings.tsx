/** Settings: who may use the workspace, and what was changed by whom. */
import { Tabs } from "antd";
import { useSearchParams } from "react-router";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useWords, words } from "@/words/words";
import { AuditTrail } from "./AuditTrail";
import { Keys } from "./Keys";
import { WorkspaceForm } from "./WorkspaceForm";

const WORDS = words({
  title: { zh: "设置", en: "Settings" },
  keys: { zh: "访问密钥", en: "Access keys" },
  workspace: { zh: "工作区", en: "Workspace" },
  audit: { zh: "操作日志", en: "Audit trail" },
});

export function Component() {
  const say = useWords(WORDS);
  const [search, setSearch] = useSearchParams();
  return (
    <>
      <ScreenTitle title={say.title} />
      <Tabs
        activeKey={search.get("tab") ?? "keys"}
        onChange={(tab) => setSearch({ tab })}
        destroyOnHidden
        items={[
          { key: "keys", label: say.keys, children: <Keys /> },
          { key: "workspace", label: say.workspace, children: <WorkspaceForm /> },
          { key: "audit", label: say.audit, children: <AuditTrail /> },
        ]}
      />
    </>
  );
}
