/** Data: what is there and missing for a period, and the datasets with their imports. */
import { UploadOutlined } from "@ant-design/icons";
import { Button, Tabs } from "antd";
import { Link, useSearchParams } from "react-router";
import { useMay } from "@/api/queries/session";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useWords, words } from "@/words/words";
import { Datasets } from "./datasets/Datasets";
import { Periods } from "./periods/Periods";

const WORDS = words({
  title: { zh: "数据", en: "Data" },
  about: {
    zh: "考核要用的数字：当期指标数据和明细数据。",
    en: "The numbers that scoring needs: the period's figures, and events.",
  },
  periods: { zh: "期间概览", en: "Period" },
  datasets: { zh: "数据集", en: "Datasets" },
  import: { zh: "导入数据", en: "Import data" },
});

export function Component() {
  const say = useWords(WORDS);
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  return (
    <>
      <ScreenTitle
        title={say.title}
        actions={
          (may("edit") || may("score")) && (
            <Link to="/data/import">
              <Button type="primary" icon={<UploadOutlined />}>
                {say.import}
              </Button>
            </Link>
          )
        }
      >
        {say.about}
      </ScreenTitle>
      <Tabs
        activeKey={search.get("tab") ?? "periods"}
        onChange={(tab) => setSearch(tab === "periods" ? {} : { tab })}
        destroyOnHidden
        items={[
          { key: "periods", label: say.periods, children: <Periods /> },
          { key: "datasets", label: say.datasets, children: <Datasets /> },
        ]}
      />
    </>
  );
}
