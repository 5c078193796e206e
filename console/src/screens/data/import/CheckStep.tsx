/** The dry run: what would come of the file, what would be refused, and what to do about it. */
import { Alert, App, Button, Card, Radio, Statistic } from "antd";
import { useEffect } from "react";
import { asProblem } from "@/api/problem";
import { useDataset, useRememberPeople } from "@/api/queries/datasets";
import type { Preview } from "@/api/queries/tables";
import { IssueList } from "@/parts/IssueList";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { declarationOf } from "../datasets/declared";
import type { Choices } from "./choices";
import { COUNTS } from "./counts";
import { FileProblem } from "./FileProblem";
import { FirstRows } from "./FirstRows";
import type { Found } from "./found";
import { ProgressBox } from "./ProgressBox";
import type { Chosen, Purpose, Reading } from "./purpose";
import { Refused } from "./Refused";
import { everyIssue } from "./sending";
import { useSending } from "./useSending";
import { WhoIsWho } from "./WhoIsWho";

const WORDS = words({
  rows: { zh: "读到的行", en: "Rows read" },
  good: { zh: "可以导入", en: "Can be imported" },
  refused: { zh: "会被拒绝", en: "Would be refused" },
  fine: { zh: "每一行都可以导入。", en: "Every row can be imported." },
  nothing: { zh: "没有一行可以导入，请先改文件。", en: "No row can be imported. Mend the file first." },
  choice: { zh: "被拒的行怎么办？", en: "What about the refused rows?" },
  refuseAll: { zh: "全部不导入，先把文件改好", en: "Import nothing; mend the file first" },
  keepRest: {
    zh: (n: string) => `跳过它们，导入其余 ${n} 行`,
    en: (n: string) => `Leave them out and import the other ${n === "1" ? "row" : `${n} rows`}`,
  },
  first: { zh: "前几行将这样读取", en: "The first rows as they will be read" },
  notes: { zh: "请留意", en: "Worth a look" },
  back: { zh: "上一步", en: "Back" },
  again: { zh: "重新检查", en: "Check again" },
  import: { zh: (n: string) => `导入 ${n} 行`, en: (n: string) => `Import ${n} ${n === "1" ? "row" : "rows"}` },
});

interface Checked {
  readonly found: Found;
  readonly again: () => void;
}

interface Props {
  readonly chosen: Chosen;
  readonly purpose: Purpose;
  readonly reading: Reading;
  readonly choices: Choices;
  readonly setChoices: (choices: Choices) => void;
  readonly preview: Preview | null;
  readonly found: Found | null;
  readonly setFound: (found: Found | null) => void;
  readonly keepsRest: boolean;
  readonly setKeepsRest: (keeps: boolean) => void;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

export function CheckStep(props: Props) {
  const { chosen, purpose, reading, choices, preview, found, setFound, onBack } = props;
  const say = useWords(WORDS);
  const sending = useSending(setFound);
  const attempt = { chosen, purpose, reading, choices, isDry: true, keepsRest: true };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the step is arrived at
  useEffect(() => {
    if (found === null) sending.start(attempt);
  }, []);
  if (sending.problem) {
    return (
      <FileProblem problem={sending.problem} onBack={onBack} back={say.back} again={() => sending.start(attempt)} />
    );
  }
  if (found === null) {
    return (
      <ProgressBox progress={sending.progress ?? {}} isDry onStop={async () => (await sending.stop()) && onBack()} />
    );
  }
  const readAll = () => everyIssue(attempt, found);
  return (
    <>
      <Summary {...props} found={found} />
      {found.refused > 0 && (
        <div style={{ marginTop: 16 }}>
          <Refused found={found} preview={preview} fileName={chosen.file.name} readAll={readAll} />
        </div>
      )}
      {found.strangers.length > 0 && <Strangers {...props} found={found} again={() => setFound(null)} />}
      {found.first.length > 0 && <First found={found} preview={preview} />}
      {found.notes.length > 0 && <Notes found={found} />}
      <Foot {...props} found={found} again={() => setFound(null)} />
    </>
  );
}

function Summary({ found, keepsRest, setKeepsRest }: Props & { readonly found: Found }) {
  const say = useWords(WORDS);
  const counts = useWords(COUNTS);
  const format = useFormat();
  const good = found.rows - found.refused;
  const numbers: [string, number, string?][] = [
    [say.rows, found.rows],
    [say.good, good],
    [say.refused, found.refused, found.refused > 0 ? "#c0262d" : undefined],
    ...found.counts.filter(([, count]) => count > 0).map(([name, count]): [string, number] => [counts[name], count]),
  ];
  return (
    <Card>
      <div className="import-numbers">
        {numbers.map(([title, value, color]) => (
          <Statistic
            key={title}
            title={title}
            value={value}
            formatter={() => format.number(value)}
            styles={color ? { content: { color } } : undefined}
          />
        ))}
      </div>
      {found.refused === 0 && found.rows > 0 && (
        <Alert type="success" showIcon title={say.fine} style={{ marginTop: 16 }} />
      )}
      {good <= 0 && <Alert type="error" showIcon title={say.nothing} style={{ marginTop: 16 }} />}
      {found.refused > 0 && good > 0 && (
        <fieldset className="import-choice">
          <legend>{say.choice}</legend>
          <Radio.Group
            vertical
            value={keepsRest}
            onChange={(event) => setKeepsRest(event.target.value as boolean)}
            options={[
              { value: false, label: say.refuseAll },
              { value: true, label: say.keepRest(format.number(good)) },
            ]}
          />
        </fieldset>
      )}
    </Card>
  );
}

/** In an ordinary table the names are part of what its columns stand for; of a system's files they are kept for good. */
function Strangers({ found, purpose, choices, setChoices, again }: Props & Checked) {
  const label = useLabels();
  const { message } = App.useApp();
  const subject = useDataset(purpose.dataset ?? "").data;
  const remember = useRememberPeople(purpose.dataset ?? "");
  if (subject === undefined) return null;
  const name = declarationOf(subject).subject;
  const apply = (people: { readonly [name: string]: string }) => {
    const column = Object.keys(choices).find((one) => choices[one]?.target === name);
    if (purpose.source === null && column !== undefined) {
      const before = choices[column] ?? { target: name };
      setChoices({ ...choices, [column]: { ...before, values: { ...before.values, ...people } } });
      again();
      return;
    }
    remember.mutate(
      { subject: name, people },
      {
        onSuccess: again,
        onError: (thrown) => {
          const problem = asProblem(thrown);
          message.error(problem.issues.map((issue) => label(issue.message)).join(" ") || problem.detail);
        },
      },
    );
  };
  return <WhoIsWho strangers={found.strangers} isSaving={remember.isPending} onApply={apply} />;
}

function First({ found, preview }: { readonly found: Found; readonly preview: Preview | null }) {
  const say = useWords(WORDS);
  return (
    <Card title={say.first} style={{ marginTop: 16 }} styles={{ body: { padding: 0 } }}>
      <FirstRows rows={found.first} preview={preview} />
    </Card>
  );
}

function Notes({ found }: { readonly found: Found }) {
  const say = useWords(WORDS);
  return (
    <Card title={say.notes} style={{ marginTop: 16 }}>
      <div style={{ maxHeight: 260, overflow: "auto" }}>
        <IssueList issues={found.notes} />
      </div>
    </Card>
  );
}

function Foot({
  found,
  keepsRest,
  onBack,
  onNext,
  again,
}: Props & { readonly found: Found; readonly again: () => void }) {
  const say = useWords(WORDS);
  const format = useFormat();
  const good = found.rows - found.refused;
  const isReady = good > 0 && (found.refused === 0 || keepsRest);
  return (
    <div className="import-foot">
      <Button
        onClick={() => {
          again();
          onBack();
        }}
      >
        {say.back}
      </Button>
      <Button type="primary" disabled={!isReady} onClick={onNext}>
        {say.import(format.number(good))}
      </Button>
    </div>
  );
}
