/** What is measured, how much it weighs, and how it becomes points. */
import { CopyOutlined, PlusOutlined, TableOutlined } from "@ant-design/icons";
import { Button, Card, Space } from "antd";
import { useEffect, useMemo, useState } from "react";
import { useMethods } from "@/api/queries/language";
import { Answered } from "@/parts/Answered";
import { isMapping } from "@/scheme/data";
import { set } from "@/scheme/text/edits";
import { typed } from "@/scheme/text/render";
import { useWords, words } from "@/words/words";
import { useEditing } from "../../editing";
import { Frame } from "../../form/Frame";
import type { Described } from "../../form/KindField";
import { useKeys } from "../../form/keys";
import { NameDialog } from "../../form/NameDialog";
import type { Schema } from "../../form/schema";
import type { SectionProps } from "../sections";
import { withWeights } from "./arrange";
import { type Entry, Opened, renamed } from "./Opened";
import { usePasting } from "./paste/usePasting";
import { entriesIn, hasTarget, keyIn, linesOf, weightsIn } from "./rows";
import { MetricTable } from "./table/MetricTable";
import { WeightSum } from "./WeightSum";
import "./metrics.css";

const WORDS = words({
  add: { zh: "新增指标", en: "Add a metric" },
  addGroup: { zh: "新增组", en: "Add a group" },
  paste: { zh: "粘贴表格", en: "Paste a table" },
  copyAll: { zh: "复制全部", en: "Copy all" },
  copySome: { zh: (n: number) => `复制 ${n} 行`, en: (n: number) => (n === 1 ? "Copy 1 line" : `Copy ${n} lines`) },
  rename: { zh: "改编号", en: "Change the id" },
  all: { zh: "全部指标", en: "all metrics" },
  groups: { zh: "各组", en: "the groups" },
  ofGroups: { zh: "各组", en: "Groups:" },
  empty: {
    zh: "还没有指标。新增一个，或从 Excel、WPS 里复制几行粘贴进来。",
    en: "No metrics yet. Add one, or paste some lines from Excel or WPS.",
  },
  byFormula: {
    zh: "综合得分由公式计算，权重不参与。",
    en: "The score is worked out by a formula; weights do not count.",
  },
});

type Naming = { readonly section: "metrics" | "groups"; readonly from: string | null };

export default function Metrics({ schema }: SectionProps) {
  const methods = useMethods();
  return (
    <Answered query={methods}>
      {({ scoring }) => <Shown schema={schema} methods={scoring as readonly Described[]} />}
    </Answered>
  );
}

function Shown({ schema, methods }: SectionProps & { readonly methods: readonly Described[] }) {
  const say = useWords(WORDS);
  const keys = useKeys();
  const { scheme, change, goTo, target, readOnly } = useEditing();
  const { metrics, groups, score } = scheme.data ?? {};
  const lines = useMemo(() => linesOf(metrics, groups), [metrics, groups]);
  const [opened, setOpened] = useState<Entry | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [naming, setNaming] = useState<Naming | null>(null);
  const hasGroups = Object.keys(entriesIn(groups)).length > 0;
  const all = useMemo(() => lines.filter((one) => one.kind === "metric"), [lines]);
  const some = all.filter((one) => chosen.has(one.id));
  const hasTargets = all.some(hasTarget);
  const pasting = usePasting(all, hasTargets, methods);
  const counts = !(score === "none" || (isMapping(score) && "formula" in score));

  const [section, id] = target?.path ?? [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: to be found again is another turn
  useEffect(() => {
    if ((section === "metrics" || section === "groups") && typeof id === "string") setOpened({ section, id });
  }, [section, id, target?.turn]);

  const named = (to: string) => {
    if (naming === null) return;
    setNaming(null);
    const entry = { section: naming.section, id: naming.from ?? to };
    if (naming.from !== null) {
      change((text) => renamed(text, entry, to));
      setOpened({ section: entry.section, id: to });
      return;
    }
    const group = opened?.section === "groups" ? opened.id : keyIn(entriesIn(metrics)[opened?.id ?? ""], "group");
    change((text) =>
      set(
        text,
        [entry.section, to],
        entry.section === "groups"
          ? { weight: typed("0%") }
          : {
              value: typed("0"),
              weight: typed("0%"),
              ...(hasGroups ? { group: String(group ?? Object.keys(entriesIn(groups))[0]) } : {}),
              points: typed("as_is"),
            },
      ),
    );
    goTo([entry.section, to]);
  };
  return (
    <Card
      size="small"
      title={keys("metrics")}
      extra={
        lines.length > 0 && (
          <span className="metrics-sum">
            {hasGroups && <span className="quiet">{say.ofGroups}</span>}
            <WeightSum
              weights={weightsIn(hasGroups ? groups : metrics)}
              of={hasGroups ? say.groups : say.all}
              counts={counts}
              onBalance={
                readOnly
                  ? null
                  : (weights) => change((text) => withWeights(text, hasGroups ? "groups" : "metrics", weights))
              }
            />
          </span>
        )
      }
    >
      <Space size={8} wrap className="metrics-tools">
        {!readOnly && (
          <>
            <Button size="small" icon={<PlusOutlined />} onClick={() => setNaming({ section: "metrics", from: null })}>
              {say.add}
            </Button>
            <Button size="small" icon={<PlusOutlined />} onClick={() => setNaming({ section: "groups", from: null })}>
              {say.addGroup}
            </Button>
            <Button size="small" icon={<TableOutlined />} onClick={pasting.ask}>
              {say.paste}
            </Button>
          </>
        )}
        {lines.length > 0 && (
          <Button size="small" icon={<CopyOutlined />} onClick={() => pasting.copy(some.length > 0 ? some : all)}>
            {some.length > 0 ? say.copySome(some.length) : say.copyAll}
          </Button>
        )}
      </Space>
      {!counts && <p className="quiet">{say.byFormula}</p>}
      {lines.length === 0 ? (
        <p className="quiet">{say.empty}</p>
      ) : (
        <MetricTable
          lines={lines}
          methods={methods}
          counts={counts}
          opened={opened}
          onOpen={(of, one) => setOpened({ section: of, id: one })}
          chosen={chosen}
          onChoose={setChosen}
          hasTargets={hasTargets}
          onPaste={pasting.paste}
          onCopy={() => (some.length > 0 ? pasting.blockOf(some) : null)}
        />
      )}
      <OwnIssues path="metrics" />
      <OwnIssues path="groups" />
      {opened && (
        <Opened
          entry={opened}
          lines={lines}
          schema={entryOf(schema, opened.section)}
          methods={methods}
          onRename={() => setNaming({ section: opened.section, from: opened.id })}
          onClose={() => setOpened(null)}
        />
      )}
      {pasting.dialog}
      {naming && (
        <NameDialog
          title={naming.from !== null ? say.rename : naming.section === "groups" ? say.addGroup : say.add}
          first={naming.from ?? ""}
          taken={Object.keys(entriesIn(scheme.data?.[naming.section]))}
          onName={named}
          onCancel={() => setNaming(null)}
        />
      )}
    </Card>
  );
}

function entryOf(schema: Schema, section: "metrics" | "groups"): Schema {
  const entry = schema.properties?.[section]?.additionalProperties;
  return typeof entry === "object" ? entry : {};
}

/** What is wrong with all of them together, such as weights that do not sum. */
function OwnIssues({ path }: { readonly path: string }) {
  return (
    <Frame path={[path]} label="" wide>
      {({ id }) => <span id={id} />}
    </Frame>
  );
}
