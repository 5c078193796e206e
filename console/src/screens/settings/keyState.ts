/** Whether a key still opens anything. */
import type { Key } from "@/api/schema";

export function keyState(key: Key, now: Date): "usable" | "expired" | "revoked" {
  if (key.revoked_at !== null) return "revoked";
  return key.expires_at !== null && new Date(key.expires_at) <= now ? "expired" : "usable";
}
