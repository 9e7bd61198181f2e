/** Asks a server for every file of an app, as a browser would, and compares. */

import { pageRules } from "../serve-app/app-headers.ts";
import { type AppManifest, hashOf, manifestName } from "./app-manifest.ts";

export type Difference = {
  readonly path: string;
  /** `rules`: the page comes with another content security policy. */
  readonly what: "changed" | "missing" | "rules";
};

const maxFileBytes = 64 * 1024 * 1024;
const maxNoteBytes = 1024 * 1024;
const answerMs = 30_000;
const atOnce = 6;
/** Addresses that all are `index.html`: what a browser asks for first, and pages below. */
const pages = ["/", "/today", "/charts"];

/** @throws where the server can't be reached or does not end its answer */
export async function compareApp(
  origin: string,
  { files }: AppManifest,
  progress: (done: number, total: number) => void = () => {},
): Promise<readonly Difference[]> {
  const page = files.get("/index.html") as string;
  const asked = [...pages.map((path) => [path, page] as const), ...files];
  const found: Difference[] = [];
  let next = 0;
  let done = 0;
  async function work(): Promise<void> {
    for (let at = next++; at < asked.length; at = next++) {
      const [path, hash] = asked[at] as readonly [string, string];
      found.push(...(await differencesOf(origin, path, hash, hash === page)));
      progress(++done, asked.length);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The manifest that the server shows; `undefined`: none. @throws as `compareApp` */
export async function fetchManifest(origin: string): Promise<string | undefined> {
  const answer = await ask(`${origin}/${manifestName}`);
  const bytes = answer.status === 200 ? await readUpTo(answer, maxNoteBytes) : undefined;
  return bytes?.toString("utf8");
}

async function differencesOf(origin: string, path: string, hash: string, isPage: boolean): Promise<Difference[]> {
  const answer = await ask(origin + path);
  const bytes = await readUpTo(answer, maxFileBytes);
  if (answer.status !== 200) return [{ path, what: "missing" }];
  if (bytes === undefined || hashOf(bytes) !== hash) return [{ path, what: "changed" }];
  const keepsRules = !isPage || answer.headers.get("content-security-policy") === pageRules();
  return keepsRules ? [] : [{ path, what: "rules" }];
}

const ask = (url: string): Promise<Response> =>
  fetch(url, {
    redirect: "manual",
    signal: AbortSignal.timeout(answerMs),
    headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" },
  });

/** `undefined`: longer. */
async function readUpTo({ body }: Response, max: number): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > max) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
