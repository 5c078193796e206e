/** The template gallery: by industry and role, searched in both languages at once. */
import { SearchOutlined } from "@ant-design/icons";
import { Card, Input, Select, Tag } from "antd";
import { useDeferredValue, useState } from "react";
import { Link } from "react-router";
import { type TemplateSummary, useTemplates } from "@/api/queries/templates";
import { Answered } from "@/parts/Answered";
import { EmptyBox } from "@/parts/EmptyBox";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useLabels } from "@/words/labels";
import { useLanguage } from "@/words/language";
import { useWords, words } from "@/words/words";
import { useIndustries, useRoles } from "./kinds";
import { matching } from "./search";
import "./templates.css";

const WORDS = words({
  title: { zh: "模板库", en: "Templates" },
  about: {
    zh: "从与您最接近的做法开始：看示例、改参数，再得到自己的草稿。",
    en: "Begin with what comes closest: look at the sample, set the parameters, get a draft of your own.",
  },
  search: { zh: "搜索名称、说明、行业或岗位", en: "Search names, summaries, industries and roles" },
  industry: { zh: "行业", en: "Industry" },
  role: { zh: "岗位", en: "Role" },
  all: { zh: "全部", en: "All" },
  found: { zh: (n: number) => `${n} 个模板`, en: (n: number) => (n === 1 ? "1 template" : `${n} templates`) },
  nothing: { zh: "没有符合条件的模板", en: "No template matches" },
  nothingHint: {
    zh: "换个词，或去掉行业和岗位的限制。",
    en: "Try another word, or search in all industries and roles.",
  },
});

export function Component() {
  const say = useWords(WORDS);
  const templates = useTemplates();
  return (
    <>
      <ScreenTitle title={say.title}>{say.about}</ScreenTitle>
      <Answered query={templates}>{({ items }) => <Gallery items={items} />}</Answered>
    </>
  );
}

function Gallery({ items }: { readonly items: readonly TemplateSummary[] }) {
  const say = useWords(WORDS);
  const industries = useIndustries();
  const roles = useRoles();
  const [text, setText] = useState("");
  const [industry, setIndustry] = useState("");
  const [role, setRole] = useState("");
  const asked = useDeferredValue(text);
  const found = matching(items, { text: asked, industry, role });
  const { compare } = new Intl.Collator(useLanguage().language);
  const choices = (names: Iterable<string>, said: (name: string) => string) => [
    { value: "", label: say.all },
    ...[...new Set(names)]
      .map((name) => ({ value: name, label: said(name) }))
      .toSorted((one, other) => compare(one.label, other.label)),
  ];
  const offered = industry ? items.filter((one) => one.industry === industry) : items;
  return (
    <>
      <search className="gallery-bar">
        <Input
          allowClear
          prefix={<SearchOutlined />}
          placeholder={say.search}
          aria-label={say.search}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Select
          aria-label={say.industry}
          value={industry}
          onChange={(value) => {
            setIndustry(value);
            setRole("");
          }}
          options={choices(
            items.map((one) => one.industry),
            industries,
          )}
          prefix={say.industry}
        />
        <Select
          aria-label={say.role}
          value={role}
          onChange={setRole}
          options={choices(
            offered.flatMap((one) => one.roles),
            roles,
          )}
          prefix={say.role}
        />
        <span className="quiet" role="status">
          {say.found(found.length)}
        </span>
      </search>
      {found.length === 0 ? (
        <EmptyBox title={say.nothing}>{say.nothingHint}</EmptyBox>
      ) : (
        <ul className="gallery">
          {found.map((template) => (
            <TemplateCard key={template.id} template={template} />
          ))}
        </ul>
      )}
    </>
  );
}

function TemplateCard({ template }: { readonly template: TemplateSummary }) {
  const label = useLabels();
  const industries = useIndustries();
  const roles = useRoles();
  return (
    <li>
      <Link to={`/templates/${encodeURIComponent(template.id)}`}>
        <Card size="small" hoverable className="gallery-card">
          <h2>{label(template.name)}</h2>
          <p>{label(template.summary)}</p>
          <div>
            <Tag color="blue">{industries(template.industry)}</Tag>
            {template.roles.map((role) => (
              <Tag key={role}>{roles(role)}</Tag>
            ))}
          </div>
        </Card>
      </Link>
    </li>
  );
}
