/** What weights sum to, and the way to 100%. */
import { CheckCircleOutlined, ExclamationCircleOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useWords, words } from "@/words/words";
import { balanced, percentText, sumOf, type Weighed, WHOLE } from "./weights";

const WORDS = words({
  sum: { zh: (total: string) => `合计 ${total}`, en: (total: string) => `Sum ${total}` },
  more: { zh: (by: string) => `多 ${by}`, en: (by: string) => `${by} too much` },
  less: { zh: (by: string) => `差 ${by}`, en: (by: string) => `${by} lacking` },
  unread: {
    zh: (n: number) => `${n} 项不是数字，未计入`,
    en: (n: number) => (n === 1 ? "1 is no number and left out" : `${n} are no numbers and left out`),
  },
  balance: { zh: "平衡", en: "Balance" },
  hint: { zh: "按现有比例调整，使合计正好为 100%", en: "Keep the proportions and make them sum to exactly 100%" },
  left: {
    zh: (n: number) => `其中 ${n} 项的权重不是数字，没有改动`,
    en: (n: number) => `${n} of them are no numbers and were not changed`,
  },
  none: { zh: "权重都是 0，没有比例可依", en: "All weights are 0, so there are no proportions" },
});

interface Props {
  readonly weights: readonly Weighed[];
  /** What is summed, in words, for those who do not see where it stands. */
  readonly of: string;
  /** Whether the score is worked out from weights at all. */
  readonly counts: boolean;
  readonly onBalance: ((weights: ReadonlyMap<string, string>) => void) | null;
}

export function WeightSum({ weights, of, counts, onBalance }: Props) {
  const say = useWords(WORDS);
  const { message } = App.useApp();
  const { total, unread } = sumOf(weights);
  // Without weights there is no sum: the score comes from a formula.
  if (!counts && weights.every(({ weight }) => weight === undefined)) return null;
  const off = total - WHOLE;
  const isOff = counts && (off !== 0n || unread.length > 0);
  const difference = off > 0n ? say.more(percentText(off)) : off < 0n ? say.less(percentText(-off)) : null;
  const balance = () => {
    const next = balanced(weights);
    if (next === null) return void message.info(say.none);
    onBalance?.(next);
    if (unread.length > 0) void message.info(say.left(unread.length));
  };
  return (
    <span className="weight-sum">
      <span className={isOff ? "weight-off" : counts ? "weight-right" : "quiet"}>
        {counts && (isOff ? <ExclamationCircleOutlined /> : <CheckCircleOutlined />)}{" "}
        {[say.sum(percentText(total)), counts && difference, unread.length > 0 && say.unread(unread.length)]
          .filter(Boolean)
          .join(" · ")}
      </span>
      {onBalance && counts && (
        <Button
          size="small"
          disabled={off === 0n}
          onClick={balance}
          title={say.hint}
          aria-label={`${say.balance}：${of}`}
        >
          {say.balance}
        </Button>
      )}
    </span>
  );
}
