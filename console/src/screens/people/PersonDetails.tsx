/** What holds of a person, day by day. */
import { Card, Descriptions } from "antd";
import { Link } from "react-router";
import type { PersonDetail } from "@/api/queries/people";
import { useWords, words } from "@/words/words";
import { addressOf } from "./address";

const WORDS = words({
  now: { zh: "今天", en: "Today" },
  manager: { zh: "上级", en: "Manager" },
});

export function PersonDetails({ person }: { readonly person: PersonDetail }) {
  const say = useWords(WORDS);
  const attributes = Object.entries(person.attributes as Record<string, string | number | boolean>);
  return (
    <Card title={say.now}>
      <Descriptions
        column={{ xs: 1, md: 3 }}
        items={[
          {
            key: "@manager",
            label: say.manager,
            children: person.manager === null ? "–" : <Link to={addressOf(person.manager)}>{person.manager}</Link>,
          },
          ...attributes.map(([name, value]) => ({ key: name, label: name, children: String(value) })),
        ]}
      />
    </Card>
  );
}
