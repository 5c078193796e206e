/** Where to go after signing in: only ever a page of this console. */
export function safeNext(asked: string | null): string {
  if (asked === null || !asked.startsWith("/")) return "/";
  const address = new URL(asked, "http://console.invalid");
  const inside = address.origin === "http://console.invalid" && !address.pathname.startsWith("/sign-in");
  return inside ? address.pathname + address.search : "/";
}
