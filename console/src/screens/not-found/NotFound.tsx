/** An address that leads nowhere. */
import { Button } from "antd";
import { Link } from "react-router";
import { EmptyBox } from "@/parts/EmptyBox";
import { useWords, words } from "@/words/words";

const WORDS = words({
  title: { zh: "没有这个页面", en: "There is no such page" },
  hint: { zh: "地址可能写错了，或者内容已被移走。", en: "The address may be mistyped, or what was here has moved." },
  home: { zh: "回到首页", en: "Go to home" },
});

export function Component() {
  const say = useWords(WORDS);
  return (
    <EmptyBox
      title={say.title}
      action={
        <Link to="/">
          <Button type="primary">{say.home}</Button>
        </Link>
      }
    >
      {say.hint}
    </EmptyBox>
  );
}
