/** What has to be known of a file besides what it is: a day, a rule set and period, a dataset. */
import { Alert, Button, Checkbox, Form, Input, Select } from "antd";
import { asProblem } from "@/api/problem";
import { useClosing } from "@/api/queries/closing";
import { useDatasets, useDeclareDataset, useSources } from "@/api/queries/datasets";
import { useMay } from "@/api/queries/session";
import { PeriodField } from "@/parts/choices/PeriodField";
import { RuleSetSelect } from "@/parts/choices/RuleSetSelect";
import { DayField } from "@/screens/people/change/DayField";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { labelOf } from "../datasets/declared";
import type { Purpose } from "./purpose";

const WORDS = words({
  from: { zh: "名单自哪天起生效", en: "The list holds from" },
  fromHelp: {
    zh: "用于没有写“生效日期”的行。以前的情况保留，之后才变。",
    en: "For rows without a date of their own. What held before that day stays.",
  },
  clears: { zh: "空单元格表示清除原有的值", en: "An empty cell takes the value away" },
  ruleSet: { zh: "考核方案", en: "Rule set" },
  period: { zh: "期间", en: "Period" },
  creates: {
    zh: "不在名单里的人，自期间第一天起添加",
    en: "Add whoever is not in the list, from the first day of the period",
  },
  reason: { zh: "更正原因（此期间已关账）", en: "Why it is corrected (the period is closed)" },
  reasonHelp: {
    zh: "不写原因则不能导入。导入后发起更正运行，成绩才会改变。",
    en: "Without it nothing is imported. Results follow once a correction run is started.",
  },
  wrote: { zh: "文件来自", en: "Written by" },
  table: { zh: "普通表格（下一步对应列）", en: "an ordinary table (columns are matched next)" },
  dataset: { zh: "导入到数据集", en: "Into the dataset" },
  noDatasets: {
    zh: "还没有数据集。发布引用明细数据的方案时会自动声明，也可以在“数据集”里声明。",
    en: "There are no datasets yet. Publishing a rule set that reads events declares them; so does the tab Datasets.",
  },
  notThere: {
    zh: (name: string) => `还没有数据集 ${name}，可以按该系统的格式声明。`,
    en: (name: string) => `There is no dataset ${name} yet. It can be declared as that system needs it.`,
  },
  declare: { zh: "声明", en: "Declare it" },
});

interface Props {
  readonly purpose: Purpose;
  readonly setPurpose: (purpose: Purpose) => void;
}

export function PurposeFields({ purpose, setPurpose }: Props) {
  return (
    <Form layout="vertical" requiredMark={false} component="div" className="import-purpose">
      {purpose.use === "people" && <PeopleFields purpose={purpose} setPurpose={setPurpose} />}
      {purpose.use === "figures" && <FiguresFields purpose={purpose} setPurpose={setPurpose} />}
      {purpose.use === "dataset" && <DatasetFields purpose={purpose} setPurpose={setPurpose} />}
    </Form>
  );
}

function PeopleFields({ purpose, setPurpose }: Props) {
  const say = useWords(WORDS);
  return (
    <>
      <Form.Item label={say.from} extra={say.fromHelp} htmlFor="import-from">
        <DayField
          id="import-from"
          value={purpose.from}
          onChange={(day) => setPurpose({ ...purpose, from: day ?? "" })}
        />
      </Form.Item>
      <Checkbox checked={purpose.clears} onChange={(event) => setPurpose({ ...purpose, clears: event.target.checked })}>
        {say.clears}
      </Checkbox>
    </>
  );
}

function FiguresFields({ purpose, setPurpose }: Props) {
  const say = useWords(WORDS);
  const may = useMay();
  const isClosed = useClosing(purpose.period).data?.closed ?? false;
  return (
    <>
      <Form.Item label={say.ruleSet} htmlFor="import-rule-set">
        <RuleSetSelect
          id="import-rule-set"
          value={purpose.ruleSet}
          onChange={(ruleSet) => setPurpose({ ...purpose, ruleSet })}
        />
      </Form.Item>
      <Form.Item label={say.period} htmlFor="import-period">
        <PeriodField
          id="import-period"
          ruleSet={purpose.ruleSet}
          value={purpose.period}
          onChange={(period) => setPurpose({ ...purpose, period, reason: "" })}
        />
      </Form.Item>
      {isClosed && (
        <Form.Item label={say.reason} extra={say.reasonHelp} htmlFor="import-reason">
          <Input
            id="import-reason"
            value={purpose.reason}
            maxLength={500}
            onChange={(event) => setPurpose({ ...purpose, reason: event.target.value })}
          />
        </Form.Item>
      )}
      {may("edit") && (
        <Checkbox
          checked={purpose.creates}
          onChange={(event) => setPurpose({ ...purpose, creates: event.target.checked })}
        >
          {say.creates}
        </Checkbox>
      )}
    </>
  );
}

function DatasetFields({ purpose, setPurpose }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const sources = useSources().data?.items ?? [];
  const datasets = useDatasets();
  const known = datasets.data?.pages.flatMap((page) => page.items) ?? [];
  const source = sources.find((one) => one.id === purpose.source);
  const isMissing = source !== undefined && !known.some((one) => one.name === source.usual_name);
  return (
    <>
      <Form.Item label={say.wrote} htmlFor="import-source" extra={source && label(source.about)}>
        <Select
          id="import-source"
          value={purpose.source ?? ""}
          onChange={(id) => {
            const usual = sources.find((one) => one.id === id)?.usual_name;
            const dataset = known.some((one) => one.name === usual) ? (usual ?? null) : purpose.dataset;
            setPurpose({ ...purpose, source: id || null, dataset });
          }}
          options={[
            { value: "", label: say.table },
            ...sources.map((one) => ({ value: one.id, label: label(one.label, one.id) })),
          ]}
        />
      </Form.Item>
      {isMissing && datasets.isSuccess && <Declare source={source} />}
      <Form.Item label={say.dataset} htmlFor="import-dataset">
        <Select
          id="import-dataset"
          showSearch
          value={purpose.dataset}
          onChange={(dataset) => setPurpose({ ...purpose, dataset })}
          options={known.map((one) => ({ value: one.name, label: labelOf(label, one) }))}
        />
      </Form.Item>
      {datasets.isSuccess && known.length === 0 && !source && <Alert type="info" showIcon title={say.noDatasets} />}
    </>
  );
}

function Declare({ source }: { readonly source: { readonly usual_name: string; readonly dataset: unknown } }) {
  const say = useWords(WORDS);
  const may = useMay();
  const declare = useDeclareDataset();
  const problem = declare.error ? asProblem(declare.error) : null;
  return (
    <Alert
      type={problem ? "error" : "info"}
      showIcon
      style={{ marginBottom: 16 }}
      title={problem ? problem.detail : say.notThere(source.usual_name)}
      action={
        may("edit") && (
          <Button
            size="small"
            loading={declare.isPending}
            onClick={() => declare.mutate({ name: source.usual_name, declaration: source.dataset as never })}
          >
            {say.declare}
          </Button>
        )
      }
    />
  );
}
