/** Parts of the document as the schema describes them: each with its heading and fields. */
import { Button, Card } from "antd";
import { set } from "@/scheme/text/edits";
import { useWords, words } from "@/words/words";
import { useEditing } from "../editing";
import { Frame } from "../form/Frame";
import { useKeys } from "../form/keys";
import { ListEntries } from "../form/ListEntries";
import { NamedEntries } from "../form/NamedEntries";
import { beginning, RecordFields } from "../form/RecordFields";
import { SchemaField } from "../form/SchemaField";
import { kindOf, type Schema, shapeOf } from "../form/schema";

const WORDS = words({ begin: { zh: "添加这一部分", en: "Add this part" } });

interface Props {
  readonly schema: Schema;
  readonly keys: readonly string[];
}

export function SchemaSections({ schema, keys }: Props) {
  return (
    <div className="sections">
      {keys.map((key) => {
        const one = schema.properties?.[key];
        return one && <Section key={key} name={key} schema={one} />;
      })}
    </div>
  );
}

export function Section({
  name,
  schema,
  children,
}: {
  readonly name: string;
  readonly schema: Schema;
  readonly children?: React.ReactNode;
}) {
  const say = useWords(WORDS);
  const keys = useKeys();
  const { scheme, change, readOnly } = useEditing();
  const data = scheme.data?.[name];
  const shape = shapeOf(schema, data);
  const kind = kindOf(shape);
  if (data === undefined || data === null) {
    return (
      <Card size="small" title={keys(name)}>
        <Button
          type="dashed"
          size="small"
          disabled={readOnly}
          onClick={() => change((text) => set(text, [name], beginning(schema)))}
        >
          {say.begin}
        </Button>
      </Card>
    );
  }
  return (
    <Card size="small" title={keys(name)}>
      {children ??
        (kind === "named" ? (
          <NamedEntries schema={shape} path={[name]} data={data} />
        ) : kind === "list" ? (
          <ListEntries schema={shape} path={[name]} data={data} />
        ) : kind === "record" ? (
          <RecordFields schema={shape} path={[name]} data={data} />
        ) : (
          <SchemaField schema={schema} path={[name]} data={data} required />
        ))}
      <OwnIssues name={name} />
    </Card>
  );
}

/** What is wrong with the part as a whole, such as weights that do not sum. */
function OwnIssues({ name }: { readonly name: string }) {
  return (
    <Frame path={[name]} label="" wide>
      {({ id }) => <span id={id} />}
    </Frame>
  );
}
