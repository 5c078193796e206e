/** What a test expects, beside what comes out. */
import { CheckOutlined, CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { Checked } from "@/api/queries/drafts";
import { labelsOf } from "@/scheme/data";
import { type Label, useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { useEditing } from "../../editing";
import { useWhere } from "../../form/places";
import { accepted, unmet } from "./accept";

const WORDS = words({
  table: { zh: "预期与结果", en: "Expected and worked out" },
  person: { zh: "人员", en: "Person" },
  where: { zh: "项目", en: "What" },
  expected: { zh: "预期", en: "Expected" },
  got: { zh: "得到", en: "Worked out" },
  nothing: { zh: "没有", en: "nothing" },
  met: { zh: "相符", en: "agrees" },
  unmet: { zh: "不符", en: "differs" },
  accept: { zh: "结果正确，改为预期", en: "This is right: expect it" },
});

export function Outcome({ outcome }: { readonly outcome: Checked["tests"][number] }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const told = useWhere();
  const { scheme, change, readOnly } = useEditing();
  const { expectations, issues } = outcome;
  const wrong = unmet(outcome);
  const several = new Set(expectations.map((one) => one.subject)).size > 1;
  // What cannot be compared at all is told in words; the rest is in the table.
  const others = issues.filter((one) => one.code !== "test-failed");
  const { tiers } = labelsOf(scheme.data);
  const shown = (where: string, value: string | null) =>
    (where === "tier" && label(tiers[value ?? ""])) || value || say.nothing;
  return (
    <div className="test-outcome">
      {others.map((one) => (
        <div key={`${one.code}${one.path}`} className="field-issue field-error">
          {label(one.message as Label)} {label(one.hint as Label)}
        </div>
      ))}
      {expectations.length > 0 && (
        <table aria-label={say.table}>
          <thead>
            <tr>
              {several && <th scope="col">{say.person}</th>}
              <th scope="col">{say.where}</th>
              <th scope="col">{say.expected}</th>
              <th scope="col">{say.got}</th>
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            {expectations.map(({ subject, where, expected, got, met }) => (
              <tr key={`${subject} ${where}`} className={met ? undefined : "test-unmet"}>
                {several && <td>{subject}</td>}
                <th scope="row">
                  {told(where)} <span className="quiet code">{where}</span>
                </th>
                <td className="code">{shown(where, expected)}</td>
                <td className="code">{shown(where, got)}</td>
                <td className={met ? "test-passed" : "test-failed"}>
                  {met ? <CheckOutlined /> : <CloseOutlined />} {met ? say.met : say.unmet}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!readOnly && wrong.length > 0 && (
        <Button size="small" onClick={() => change((text) => accepted(text, wrong, scheme.data))}>
          {say.accept}
        </Button>
      )}
    </div>
  );
}
