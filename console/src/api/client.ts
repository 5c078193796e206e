/** The API's client: typed by its own description, in the reader's language, with the header that our pages bear. */
import createClient from "openapi-fetch";
import { currentLanguage } from "@/words/language";
import { ApiProblem } from "./problem";
import type { paths } from "./schema";

export const api = createClient<paths>({
  headers: { "X-Scorewright-Console": "1" },
  // Looked up at each call, so that tests may stand in between.
  fetch: (request) => globalThis.fetch(request),
});

api.use({
  onRequest({ request }) {
    request.headers.set("Accept-Language", currentLanguage());
    return request;
  },
});

interface Answered<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The answer's data; throws an {@link ApiProblem} for everything that is none. */
export async function answer<T>(call: Promise<Answered<T>>): Promise<T> {
  return (await tagged(call)).data;
}

/** The answer's data with its ETag. */
export async function tagged<T>(call: Promise<Answered<T>>): Promise<{ readonly data: T; readonly etag: string }> {
  const { data, error, response } = await call;
  if (!response.ok) {
    const told = typeof error === "object" && error !== null ? error : {};
    throw new ApiProblem({ ...told, status: response.status }, response.headers.get("ETag"));
  }
  return { data: data as T, etag: response.headers.get("ETag") ?? "" };
}
