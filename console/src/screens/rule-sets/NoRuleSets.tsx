/** A workspace without rule sets begins with a template. */
import { Button } from "antd";
import { Link } from "react-router";
import { EmptyBox } from "@/parts/EmptyBox";
import { useWords, words } from "@/words/words";

const WORDS = words({
  none: { zh: "还没有考核方案", en: "There are no rule sets yet" },
  noneHint: {
    zh: "从模板开始最快：选一个接近的，改好参数就是草稿。",
    en: "A template is the quickest way: choose a close one, set its parameters, and you have a draft.",
  },
  templates: { zh: "打开模板库", en: "Open the templates" },
});

export function NoRuleSets() {
  const say = useWords(WORDS);
  return (
    <EmptyBox
      title={say.none}
      action={
        <Link to="/templates">
          <Button type="primary">{say.templates}</Button>
        </Link>
      }
    >
      {say.noneHint}
    </EmptyBox>
  );
}
