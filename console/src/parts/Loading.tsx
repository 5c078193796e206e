/** Something is on its way. */
import { Skeleton, Spin } from "antd";
import { useWords, words } from "@/words/words";

const WORDS = words({ loading: { zh: "正在加载…", en: "Loading…" } });

export function Loading({ whole = false, rows = 6 }: { readonly whole?: boolean; readonly rows?: number }) {
  const say = useWords(WORDS);
  return (
    <div role="status" aria-label={say.loading} style={whole ? { padding: "30vh 0", textAlign: "center" } : {}}>
      {whole ? <Spin size="large" /> : <Skeleton active paragraph={{ rows }} title={false} />}
    </div>
  );
}
