/**
 * The practice's policy on this device (docs/spec, POL). It is kept beside the keys, so that it holds while locked and
 * without a network, and it only ever tightens what a person chose for themselves.
 */

import type { CborValue } from "@alcove/bytes";
import { type Failure, failure, noPolicy, type Policy } from "@alcove/protocol";
import type { Disk } from "./disk.ts";

const defaultIdleMinutes = 10;
const hourMs = 60 * 60 * 1000;

/** As of the last sync. */
export function readRules(disk: Disk): Policy {
  return { ...noPolicy, ...(disk.settings.get("policy") as Partial<Policy> | undefined) };
}

export function keepRules(disk: Disk, policy: Policy = noPolicy): void {
  const kept = readRules(disk);
  const isSame = (Object.keys(policy) as (keyof Policy)[]).every((each) => kept[each] === policy[each]);
  if (!isSame) disk.settings.set("policy", { ...policy } satisfies CborValue);
}

/** The person's own choice, or less where the practice asks for less. */
export function idleMinutes(disk: Disk): number {
  const chosen = disk.settings.get("idleMinutes");
  return Math.min(
    typeof chosen === "number" ? chosen : defaultIdleMinutes,
    readRules(disk).idleMinutes ?? Number.POSITIVE_INFINITY,
  );
}

/** Capital and small letters, digits and signs. */
export function hasAllClasses(passphrase: string): boolean {
  const text = passphrase.normalize("NFKC");
  return [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{N}\s]/u].every((each) => each.test(text));
}

/** A passphrase that the practice asks more of. */
export function rulesRefuse(disk: Disk, passphrase: string): Failure | undefined {
  return readRules(disk).passphraseClasses && !hasAllClasses(passphrase) ? failure("passphrase-classes") : undefined;
}

/** The passphrase opened this device, or keys came that it opens. `isNew`: it was chosen just now, as far as this device knows. */
export function notePassphrase(disk: Disk, now: number, isNew: boolean): void {
  disk.settings.set("passphraseAt", now);
  if (isNew || disk.settings.get("passphraseSetAt") === undefined) disk.settings.set("passphraseSetAt", now);
}

/** Another passphrase is due, by its age. A month is counted as 30 days. */
export function isPassphraseOld(disk: Disk, now: number): boolean {
  const { rotationMonths } = readRules(disk);
  const setAt = disk.settings.get("passphraseSetAt");
  return rotationMonths !== null && typeof setAt === "number" && now - setAt > rotationMonths * 30 * 24 * hourMs;
}

/** Whether a passkey still opens: for so many hours after the passphrase did. A clock that was set back is not believed. */
export function passkeyOpens(disk: Disk, now: number): boolean {
  const { passkeyHours } = readRules(disk);
  if (passkeyHours === null) return true;
  const at = disk.settings.get("passphraseAt");
  return typeof at === "number" && at <= now && now - at <= passkeyHours * hourMs;
}
