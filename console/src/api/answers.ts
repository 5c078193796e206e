/** What the API answers, by the name of the operation. */
import type { operations } from "./schema";

export type Answer<Name extends keyof operations> = operations[Name] extends {
  responses: { 200: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;
