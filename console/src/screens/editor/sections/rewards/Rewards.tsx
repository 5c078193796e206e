/** What a result is worth: money by several forms, things that are not money, and how it is paid out. */
import { useMethods } from "@/api/queries/language";
import { Answered } from "@/parts/Answered";
import { isMapping } from "@/scheme/data";
import { typed } from "@/scheme/text/render";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { MethodPlot } from "../../drawings/MethodPlot";
import { PayoutPlot } from "../../drawings/PayoutPlot";
import { useEditing } from "../../editing";
import { type Described, KindField, kindIn } from "../../form/KindField";
import { NamedEntries } from "../../form/NamedEntries";
import { RecordFields } from "../../form/RecordFields";
import { SchemaSections, Section } from "../SchemaSections";
import type { SectionProps } from "../sections";

const WORDS = words({ form: { zh: "形式", en: "Form" } });
const FRESH = { amount: typed("0") };

export default function Rewards({ schema }: SectionProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const methods = useMethods();
  const { scheme } = useEditing();
  const section = schema.properties?.rewards ?? {};
  return (
    <Answered query={methods}>
      {({ rewards }) => {
        const forms = rewards as readonly Described[];
        const names = forms.map((one) => one.key);
        return (
          <>
            <Section name="rewards" schema={section}>
              {Object.keys(isMapping(scheme.data?.rewards) ? scheme.data.rewards : {}).length > 1 && <PayoutPlot />}
              <NamedEntries
                schema={section}
                path={["rewards"]}
                data={scheme.data?.rewards}
                fresh={FRESH}
                told={(_, reward) => <span className="quiet">{label(kindIn(forms, reward)?.name)}</span>}
                inside={(path, reward, entry) => (
                  <>
                    <KindField
                      label={say.form}
                      path={path}
                      data={reward}
                      kinds={forms}
                      schema={entry}
                      drawing={(kind) =>
                        kind !== "item" && <MethodPlot of={path.join(".")} byHand={{ kind, path: [...path, kind] }} />
                      }
                    />
                    <RecordFields schema={entry} path={path} data={reward} without={names} />
                  </>
                )}
              />
            </Section>
            <SchemaSections schema={schema} keys={["payout"]} />
          </>
        );
      }}
    </Answered>
  );
}
