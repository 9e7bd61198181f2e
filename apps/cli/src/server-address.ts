import { ok, type Result } from "@alcove/bytes";
import { misused, type Refusal } from "./refusal.ts";

/** Scheme, host and port of what the person typed; the server is pinned by exactly these. */
export function readServer(text: string): Result<string, Refusal> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    return misused(
      `"${text}" is no address of a server. It looks like https://alcove.example or http://localhost:7420.`,
    );
  }
  return ok(url.origin);
}
