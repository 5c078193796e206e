/** The language's JSON Schema, as far as forms and completion need to know it. */
import type { Methods } from "@/api/queries/language";
import { isMapping, type Plain } from "@/scheme/data";
import type { Path } from "@/scheme/text/read";

export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: { readonly [key: string]: Schema };
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly required?: readonly string[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly "x-formula"?: string;
  readonly "x-constant"?: unknown;
  /** What the values of a short list stand for, such as those of a corner. */
  readonly "x-places"?: readonly string[];
  readonly "x-expects"?: { readonly zh: string; readonly en: string };
}

export type Kind =
  | "label"
  | "formula"
  | "number"
  | "choice"
  | "flag"
  | "text"
  | "record"
  | "named"
  | "list"
  | "either"
  | "open";

export function kindOf(schema: Schema): Kind {
  if (schema.anyOf) return isLabel(schema) ? "label" : "either";
  if (schema.enum) return "choice";
  if (schema["x-formula"] !== undefined) return "formula";
  if (schema["x-constant"] !== undefined) return "number";
  if (schema.properties) return "record";
  if (typeof schema.additionalProperties === "object") return "named";
  if (schema.type === "array") return schema.items ? "list" : "open";
  if (schema.type === "boolean") return "flag";
  if ([schema.type ?? []].flat().some((type) => type === "integer" || type === "number")) return "number";
  if (schema.type === "object") return "open";
  return "text";
}

function isLabel(schema: Schema): boolean {
  return schema.anyOf?.some((one) => one.properties?.zh && one.properties.en) ?? false;
}

/** Of several shapes that a value may have, the one that it has; the first where nothing is written yet. */
export function shapeOf(schema: Schema, data: Plain | undefined): Schema {
  const shapes = schema.anyOf ?? [schema];
  if (data === undefined || data === null) return shapes[0] ?? schema;
  if (Array.isArray(data)) return shapes.find((one) => one.type === "array") ?? schema;
  if (!isMapping(data)) return shapes.find((one) => one.type !== "object" && one.type !== "array") ?? schema;
  const maps = shapes.filter((one) => one.type === "object");
  return maps.find((one) => Object.keys(data).every((key) => one.properties?.[key])) ?? maps[0] ?? schema;
}

/** The document's schema, with the settings of scoring methods and reward forms where they belong. */
export function completed(document: Schema, methods: Methods): Schema {
  const properties = { ...document.properties };
  const scoring = Object.assign({}, ...methods.scoring.map((one) => (one.schema as Schema).properties ?? {}));
  properties.metrics = withEntry(properties.metrics, { points: { type: "object", properties: scoring } });
  const forms = Object.fromEntries(methods.rewards.map((one) => [one.key, one.schema as Schema]));
  properties.rewards = withEntry(properties.rewards, forms);
  return { ...document, properties };
}

function withEntry(section: Schema | undefined, more: { readonly [key: string]: Schema }): Schema {
  const entry = typeof section?.additionalProperties === "object" ? section.additionalProperties : {};
  return { ...section, additionalProperties: { ...entry, properties: { ...entry.properties, ...more } } };
}

/** What the schema says of the value at ``path``. */
export function schemaAt(document: Schema, path: Path, data: Plain): Schema | undefined {
  let schema: Schema | undefined = document;
  let here: Plain | undefined = data;
  for (const part of path) {
    if (schema === undefined) return undefined;
    const shape: Schema = shapeOf(schema, here ?? (typeof part === "number" ? [] : {}));
    schema =
      typeof part === "number"
        ? shape.items
        : (shape.properties?.[part] ??
          (typeof shape.additionalProperties === "object" ? shape.additionalProperties : undefined));
    here =
      typeof here === "object" && here !== null
        ? (here as { readonly [key: string]: Plain | undefined })[part]
        : undefined;
  }
  return schema;
}
