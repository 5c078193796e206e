/** Sending files: the browser's own request is used, for only that one tells how much has gone out. */
import { currentLanguage } from "@/words/language";
import { ApiProblem, UNREACHABLE } from "./problem";

export interface Sending {
  readonly form: FormData;
  readonly query?: { readonly [name: string]: string | undefined };
  readonly headers?: { readonly [name: string]: string };
  /** Called with the share that has gone out, from 0 to 1. */
  readonly onSent?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/** Code of a request that was given up by whoever began it. */
export const GIVEN_UP = "given-up";

/** POST a form; the answer's data, or an {@link ApiProblem}. */
export function sendForm<T>(address: string, { form, query, headers, onSent, signal }: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", withQuery(address, query));
    request.responseType = "text";
    request.setRequestHeader("Accept-Language", currentLanguage());
    request.setRequestHeader("X-Scorewright-Console", "1");
    for (const [name, value] of Object.entries(headers ?? {})) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onSent?.(event.loaded / event.total);
    request.upload.onload = () => onSent?.(1);
    request.onload = () => {
      const told = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(told as T);
      else reject(new ApiProblem({ ...(told ?? {}), status: request.status }));
    };
    request.onerror = () => reject(new ApiProblem({ status: 0, code: UNREACHABLE }));
    request.onabort = () => reject(new ApiProblem({ status: 0, code: GIVEN_UP }));
    signal?.addEventListener("abort", () => request.abort());
    if (signal?.aborted) return reject(new ApiProblem({ status: 0, code: GIVEN_UP }));
    request.send(form);
  });
}

function withQuery(address: string, query: Sending["query"]): string {
  const told = Object.entries(query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return told.length === 0 ? address : `${address}?${new URLSearchParams(told)}`;
}

function parsed(text: string): object | null {
  try {
    return JSON.parse(text) as object;
  } catch {
    return null;
  }
}

/** A new `Idempotency-Key`. Browsers only give ready-made ones to pages that came over https. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
