/** What an export says of itself (docs/spec, EXP-1 to EXP-3). */

import type { DisclosureBasis } from "@alcove/records";
import type { Counts, LeftOut, Named } from "./collect.ts";
import type { DocumentWords } from "./source.ts";
import type { Scope } from "./scope.ts";

export const manifestName = "manifest.json";
export const sealName = "seal.json";
export const verifyName = "verify.html";

/** Who receives it, and by what right. */
export type Recipient = {
  readonly basis: DisclosureBasis;
  readonly to: string;
  readonly address: string;
  readonly purpose: string;
  readonly authorisation: string;
};

export type ExportedFile = {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly record?: string;
  readonly revision?: string;
  /** Of a document: what somebody says of it. */
  readonly document?: DocumentWords;
};

export type Manifest = {
  readonly format: "alcove-export";
  readonly version: 2;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly practice: Named;
  readonly chart: Named;
  /** Absent: nobody but who made it. */
  readonly for?: Recipient & { readonly rule: string };
  readonly scope: Scope;
  readonly counts: Counts & { readonly versions: number };
  /** What the chart holds, as far as it was open to who made this and its receiver may be told, and this export does not. */
  readonly leftOut: LeftOutTold;
  readonly files: readonly ExportedFile[];
};

/** Absent: not said, whether there are any or not. */
export type LeftOutTold = Omit<LeftOut, "psychotherapyNotes" | "cases"> & Partial<LeftOut>;

/** What a receiver reads of what stayed (docs/spec, EXP-7). */
export function leftOutFor(leftOut: LeftOut, tells: boolean): LeftOutTold {
  const { psychotherapyNotes: _, cases: __, ...told } = leftOut;
  return tells ? leftOut : told;
}

/** Hex, as a vault gives them. */
export type Seal = { readonly practice: string; readonly identity: string; readonly signed: string };

export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, undefined, 2)}\n`;
export const sealText = (seal: Seal): string =>
  `${JSON.stringify({ format: "alcove-export-seal", version: 1, ...seal }, undefined, 2)}\n`;

/** What a checker needs of one. `undefined`: it is none, or names a path that leads elsewhere, or twice the same. */
export function parseManifest(text: string): Pick<Manifest, "files"> | undefined {
  const read = parsed(text);
  if (read?.["format"] !== "alcove-export" || read["version"] !== 2 || !Array.isArray(read["files"])) return undefined;
  const files = read["files"].map(fileOf);
  const paths = files.map((file) => file?.path);
  if (files.includes(undefined) || new Set(paths).size !== paths.length) return undefined;
  return { files: files as ExportedFile[] };
}

export function parseSeal(text: string): Seal | undefined {
  const read = parsed(text);
  const { format, version, practice, identity, signed } = read ?? {};
  if (format !== "alcove-export-seal" || version !== 1) return undefined;
  return typeof practice === "string" && typeof identity === "string" && typeof signed === "string"
    ? { practice, identity, signed }
    : undefined;
}

function fileOf(one: unknown): ExportedFile | undefined {
  const { path, bytes, sha256 } = (one ?? {}) as Record<string, unknown>;
  const fits =
    typeof path === "string" &&
    isInside(path) &&
    typeof bytes === "number" &&
    Number.isSafeInteger(bytes) &&
    typeof sha256 === "string" &&
    /^[0-9a-f]{64}$/.test(sha256);
  return fits ? { path, bytes, sha256 } : undefined;
}

/** Whether a path stays in the folder of its export, on every system. */
export const isInside = (path: string): boolean =>
  path !== "" &&
  !/[\\:\p{Cc}]/u.test(path) &&
  path.split("/").every((part) => part !== "" && part !== "." && part !== "..");

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
