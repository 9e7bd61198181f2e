/** Whether an export is what was sealed (docs/spec, EXP-5). What an attacker controls: every byte of it. */

import { manifestName, parseManifest, parseSeal, type Seal, sealName } from "./manifest.ts";

/** A file as it lies there. */
export type FoundFile = { readonly path: string; readonly bytes: number; readonly sha256: string };

export type Checked = {
  /** Whether the member's identity in the seal sealed this manifest. */
  readonly sealed: boolean;
  /** Hex, with `sealed`: whose key it is, is to be compared with what the practice says. */
  readonly identity?: string;
  /** By the clock of who made it. */
  readonly at?: number;
  readonly files: number;
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  /** Not in the manifest, or there twice. */
  readonly added: readonly string[];
};

export const holds = ({ sealed, changed, missing, added }: Checked): boolean =>
  sealed && changed.length + missing.length + added.length === 0;

/**
 * `checkSeal`: reads the signature. `found`: all files that lie there, by their path from the folder in which the manifest lies.
 * `undefined`: there is no manifest, or it is none.
 */
export async function checkExport(
  {
    manifest,
    seal,
    found,
  }: { readonly manifest: Uint8Array; readonly seal: Uint8Array | undefined; readonly found: readonly FoundFile[] },
  checkSeal: (seal: Seal, manifest: Uint8Array) => Promise<{ readonly at: number } | undefined>,
): Promise<Checked | undefined> {
  const decoder = new TextDecoder();
  const listed = parseManifest(decoder.decode(manifest));
  if (!listed) return undefined;
  const read = seal && parseSeal(decoder.decode(seal));
  const held = read && (await checkSeal(read, manifest));
  const expected = new Map(listed.files.map((file) => [file.path, file]));
  const seen = new Set<string>([manifestName, sealName]);
  const changed: string[] = [];
  const added: string[] = [];
  for (const { path, bytes, sha256 } of found.filter((file) => file.path !== manifestName && file.path !== sealName)) {
    const file = expected.get(path);
    if (!file || seen.has(path)) added.push(path);
    else if (file.bytes !== bytes || file.sha256 !== sha256) changed.push(path);
    seen.add(path);
  }
  return {
    sealed: held !== undefined,
    ...(read && held ? { identity: read.identity, at: held.at } : {}),
    files: listed.files.length,
    changed,
    missing: listed.files.map(({ path }) => path).filter((path) => !seen.has(path)),
    added,
  };
}
