/** Real devices in temporary folders, and what a person does with them. */

import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { asId, fromHex, type PracticeId } from "@alcove/bytes";
import type { NoteKind, Vault, VaultStatus } from "@alcove/vault";
import { type Device, must, openDevice } from "./device.ts";
import type { HostileLayer } from "./hostile-layer.ts";

export { type Device, must, openDevice };

/** Longer than a vault waits between a change and the sync that carries it. */
const soonMs = 20;

export const passphrase = "walnut ferry quilt amber gravel";

export type Person = { readonly device: Device; readonly vault: Vault; readonly kit: string; readonly chart: string };

/** A founded practice with one chart, all of it on the server. */
export async function foundPractice(layer: HostileLayer): Promise<Person> {
  const device = await openDevice();
  const { vault } = device;
  const founded = must(
    await vault.found({
      server: layer.origin,
      practiceName: "Quiet Room",
      ownerName: "Ada Owner",
      ownerEmail: "ada@quiet.example",
      deviceName: "laptop",
      passphrase,
    }),
  );
  const { id: chart } = must(await vault.createChart({ name: "R. Client" }));
  await settled(vault);
  return { device, vault, kit: founded.kit.text, chart };
}

/** A further device of the same person, by Kit; fresh where the first one vouches for it. */
export async function enrolByKit(person: Pick<Person, "kit" | "vault">, name = "phone"): Promise<Device> {
  const device = await openDevice();
  must(await device.vault.enrolByKit({ kit: person.kit, passphrase, totp: "", deviceName: name }));
  must(await person.vault.sync());
  await settled(device.vault);
  return device;
}

export async function writeNote(
  vault: Vault,
  chart: string,
  text: string,
  facts: { readonly note?: string; readonly kind?: NoteKind; readonly basedOn?: readonly string[] } = {},
): Promise<{ note: string; revision: string }> {
  return must(
    await vault.saveNote({
      ...(facts.note === undefined ? {} : { note: facts.note }),
      chart,
      kind: facts.kind ?? "progress",
      date: "2026-03-02",
      title: "Session",
      body: { text },
      basedOn: facts.basedOn ?? [],
    }),
  );
}

export async function practiceOf(vault: Vault): Promise<PracticeId> {
  return asId(fromHex((await openStatus(vault)).practiceId) ?? new Uint8Array(0));
}

/** Syncs until nothing waits and nothing is about to be sent; fails the test where a sync does. */
export async function settled(vault: Vault): Promise<void> {
  for (let i = 0; i < 10; i++) {
    must(await vault.sync());
    // What the last save or the sync itself asked for soon has begun after this, and the next sync waits for it.
    await sleep(soonMs);
    must(await vault.sync());
    if ((await openStatus(vault)).waiting === 0) return;
  }
  throw new Error("saves still wait after ten syncs");
}

/** A thief used a copy of this device (FRE-4): its person says that they know of it, and goes on. */
export async function knowsOfCopy(vault: Vault): Promise<void> {
  must(await vault.sync());
  if ((await openStatus(vault)).provisional?.isBehind) must(await vault.confirmFreshness());
}

export async function openStatus(vault: Vault): Promise<Extract<VaultStatus, { phase: "open" }>> {
  const status = await vault.status();
  if (status.phase !== "open") throw new Error(`the vault is ${status.phase}`);
  return status;
}

/** Codes of the alarms that this device shows now. */
export async function alarmsOf(vault: Vault): Promise<string[]> {
  return (await openStatus(vault)).alarms.map(({ code }) => code).sort();
}

/** A sync that has to fail; its code. */
export async function failedSync(vault: Vault): Promise<string> {
  const outcome = await vault.sync();
  if (outcome.ok) throw new Error("this sync had to fail");
  return outcome.error.code;
}

/** One that was in step and was told that it is out locks by itself (PAIR-14); who has the passphrase goes on. */
export async function unlockedAgain(vault: Vault): Promise<void> {
  for (let i = 0; i < 200 && (await vault.status()).phase === "open"; i++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  must(await vault.unlock(passphrase));
}

export async function textsIn(vault: Vault, chart: string): Promise<string[]> {
  const heads = await vault.notes(chart);
  const texts = await Promise.all(heads.map(async ({ id }) => must(await vault.note(id)).current.body.text));
  return texts.sort();
}

/** Whether the device tells its person that the server has the note. */
export async function isOnServer(vault: Vault, chart: string, note: string): Promise<boolean> {
  const head = (await vault.notes(chart)).find(({ id }) => id === note);
  expect(head).toBeDefined();
  return head?.kept.server !== undefined;
}

/** After the attack: both write, both read, nothing waits, and the whole ledger verifies on both. */
export async function honestWorkGoesOn(chart: string, ...vaults: readonly Vault[]): Promise<void> {
  for (const [i, vault] of vaults.entries()) await writeNote(vault, chart, `honest ${i} ${crypto.randomUUID()}`);
  for (const vault of [...vaults, ...vaults]) await settled(vault);
  const [first, ...others] = await Promise.all(vaults.map((vault) => textsIn(vault, chart)));
  for (const other of others) expect(other).toEqual(first);
  for (const vault of vaults) expect(must(await vault.verifyLedger()).problems).toEqual([]);
}

/** After a fork that one device was made to believe: the others write and read, and it keeps and shows what it has. */
export async function keepsWhatItHas(vault: Vault, chart: string, texts: readonly string[]): Promise<void> {
  expect(await textsIn(vault, chart)).toEqual([...texts].sort());
  const { note } = await writeNote(vault, chart, "written in spite of it");
  expect(await textsIn(vault, chart)).toEqual([...texts, "written in spite of it"].sort());
  expect(await isOnServer(vault, chart, note)).toBe(false);
}
