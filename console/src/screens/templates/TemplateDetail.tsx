/** One template: for whom it is, what it gives its sample people, and the way to a draft of one's own. */
import { Button, Card, Select, Tabs, Tag } from "antd";
import { useMemo, useState } from "react";
import { useParams } from "react-router";
import { parse } from "yaml";
import { useCheck } from "@/api/queries/drafts";
import { useMay } from "@/api/queries/session";
import { type Template, type Tried, useTemplate, useTemplateScores } from "@/api/queries/templates";
import { Answered } from "@/parts/Answered";
import { Prose } from "@/parts/prose/Prose";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { kindsOf } from "@/parts/score-card/kinds";
import { ScoreCard } from "@/parts/score-card/ScoreCard";
import { labelsOf, type Plain } from "@/scheme/data";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useLanguage } from "@/words/language";
import { useWords, words } from "@/words/words";
import { InstallDialog } from "./InstallDialog";
import { useIndustries, useRoles } from "./kinds";
import { readmeIn } from "./readme";
import "./templates.css";

const WORDS = words({
  install: { zh: "使用此模板", en: "Use this template" },
  sample: { zh: "示例成绩单", en: "Sample score card" },
  person: { zh: "示例人员", en: "Sample person" },
  period: {
    zh: (period: string) => `${period} · 由本模板当场计算`,
    en: (period: string) => `${period} · scored by this template just now`,
  },
  about: { zh: "说明", en: "About" },
  document: { zh: "规则文档", en: "Rule document" },
  sources: { zh: "出处", en: "Sources" },
});

export function Component() {
  const { templateId = "" } = useParams();
  const template = useTemplate(templateId);
  return <Answered query={template}>{(data) => <Detail template={data} />}</Answered>;
}

function Detail({ template }: { readonly template: Template }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const may = useMay();
  const industries = useIndustries();
  const roles = useRoles();
  const [installing, setInstalling] = useState(false);
  return (
    <>
      <ScreenTitle
        title={label(template.name)}
        actions={
          may("edit") && (
            <Button type="primary" onClick={() => setInstalling(true)}>
              {say.install}
            </Button>
          )
        }
      >
        {label(template.summary)}
      </ScreenTitle>
      <p>
        <Tag color="blue">{industries(template.industry)}</Tag>
        {template.roles.map((role) => (
          <Tag key={role}>{roles(role)}</Tag>
        ))}
      </p>
      <div className="template-columns">
        <Samples template={template} />
        <Explained template={template} />
      </div>
      {installing && <InstallDialog template={template} close={() => setInstalling(false)} />}
    </>
  );
}

function Samples({ template }: { readonly template: Template }) {
  const scores = useTemplateScores(template);
  return (
    <Answered query={scores} rows={12}>
      {(tried) => <SampleCard template={template} tried={tried} />}
    </Answered>
  );
}

function SampleCard({ template, tried }: { readonly template: Template; readonly tried: Tried }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const labels = useMemo(() => labelsOf(parse(template.document) as Plain), [template.document]);
  const [subject, setSubject] = useState(template.people[0]?.subject);
  const check = useCheck(template.document, true);
  const kinds = useMemo(() => kindsOf(check.data?.checked?.steps ?? []), [check.data]);
  const result = tried.results.find((one) => one.subject === subject);
  return (
    <Card
      title={say.sample}
      extra={
        <Select
          aria-label={say.person}
          value={subject}
          onChange={setSubject}
          style={{ minWidth: 140 }}
          options={template.people.map((person) => ({ value: person.subject, label: label(person.name) }))}
        />
      }
    >
      <p className="quiet" style={{ marginTop: 0 }}>
        {say.period(format.period(tried.period))}
      </p>
      {result && <ScoreCard result={result} labels={labels} kinds={kinds} />}
    </Card>
  );
}

function Explained({ template }: { readonly template: Template }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const { language } = useLanguage();
  return (
    <Card>
      <Tabs
        items={[
          {
            key: "about",
            label: say.about,
            children: (
              <>
                <Prose text={readmeIn(template.readme, language)} />
                {template.sources.length > 0 && (
                  <p className="quiet">
                    {say.sources}: {template.sources.map((source) => label(source)).join(" · ")}
                  </p>
                )}
              </>
            ),
          },
          {
            key: "document",
            label: say.document,
            children: (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text that scrolls must be reachable by keyboard
              <pre className="template-readme code" tabIndex={0} style={{ maxHeight: 560, overflow: "auto" }}>
                {template.document}
              </pre>
            ),
          },
        ]}
      />
    </Card>
  );
}
