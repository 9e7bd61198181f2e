/** Several members on a hostile server: who joins, what is shared with them, and how each of their devices is told apart. */

import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { PairingStep, Role, Vault } from "@alcove/vault";
import { type Device, must, openDevice, openStatus, passphrase, settled } from "./devices.ts";
import type { HostileLayer } from "./hostile-layer.ts";
import type { Audience } from "./view.ts";

export type Member = {
  readonly device: Device;
  readonly vault: Vault;
  /** Account, in hex. */
  readonly id: string;
  /** Names their device to `show`. */
  readonly isTheirs: Audience;
};

type StepOf<Step extends PairingStep["step"]> = Extract<PairingStep, { step: Step }>;

/** The next pairing step of this kind on this device. Rejects where pairing fails instead. */
export function stepOf<Step extends PairingStep["step"]>(vault: Vault, step: Step): Promise<StepOf<Step>> {
  return new Promise((resolve, reject) => {
    const stop = vault.subscribe((event) => {
      if (event.kind !== "pairing" || (event.step.step !== step && event.step.step !== "failed")) return;
      stop();
      if (event.step.step === step) resolve(event.step as StepOf<Step>);
      else reject(new Error(`pairing failed before "${step}": ${JSON.stringify(event.step)}`));
    });
  });
}

export const joining = (qr: string, name: string) => ({
  invitation: qr,
  name,
  email: `${name.toLowerCase()}@quiet.example`,
  deviceName: `${name}'s laptop`,
  passphrase,
});

/** Somebody joins at an empty device, honestly. The device is one that the layer has seen ask last. */
export async function join(layer: HostileLayer, inviter: Vault, name: string, role: Role): Promise<Member> {
  const device = await openDevice();
  const { vault } = device;
  try {
    await pair(inviter, vault, name, role);
  } catch (error) {
    await device.remove();
    throw error;
  }
  await settled(inviter);
  await settled(vault);
  const isTheirs = layer.lastDevice();
  await settled(inviter);
  return { device, vault, id: await accountOf(vault), isTheirs };
}

async function pair(inviter: Vault, vault: Vault, name: string, role: Role): Promise<void> {
  const [waiting, choosing, showing, done] = [
    stepOf(inviter, "waiting"),
    stepOf(inviter, "compare"),
    stepOf(vault, "compare"),
    stepOf(vault, "done"),
  ];
  must(await inviter.inviteMember({ role }));
  must(await vault.acceptMembership(joining((await waiting).qr, name)));
  const shown = await showing;
  const choices = await choosing;
  if (shown.side !== "newcomer" || choices.side !== "inviter") throw new Error("each side shows its own");
  const same = choices.choices.find((line) => line.join(" ") === shown.words.join(" "));
  must(await inviter.choosePairingWords(same ?? []));
  must(await vault.choosePairingWords(shown.words));
  await done;
}

/** Gives the chart's notes of this kind and lets the member's device take them in. */
export async function share(
  by: Vault,
  to: Member,
  chart: string,
  right: "read" | "read-write" = "read-write",
  kind: "progress" | "psychotherapy" = "progress",
): Promise<void> {
  must(await by.shareChart({ chart, member: to.id, kind, right }));
  await settled(to.vault);
}

export const namesOf = async (vault: Vault): Promise<string[]> =>
  (await vault.members()).map(({ name }) => name).sort();

/** Account of whoever uses this device, in hex. */
export async function accountOf(vault: Vault): Promise<string> {
  const me = (await vault.members()).find(({ isYou }) => isYou);
  if (!me) throw new Error("no member uses this device");
  return me.id;
}

export const deviceIdOf = async (vault: Vault): Promise<string> => (await openStatus(vault)).deviceId;

/**
 * The same device a second time, for a test to lead astray and to throw away. It must never speak to the real server, so
 * the layer shows its owner's devices a ledger of its own before it opens. `change`: of its files, before that.
 */
export async function withTwin<T>(
  member: Pick<Member, "device">,
  run: (twin: Device) => Promise<T>,
  change: (folder: string) => void = () => {},
): Promise<T> {
  // What the twin is shown, the device itself must not see by a sync of its own.
  member.device.setNetwork("down");
  const folder = mkdtempSync(joinPath(tmpdir(), "alcove-hostile-twin-"));
  cpSync(member.device.folder, folder, { recursive: true });
  change(folder);
  const twin = await openDevice(folder);
  try {
    must(await twin.vault.unlock(passphrase));
    return await run(twin);
  } finally {
    await twin.remove();
    member.device.setNetwork("up");
  }
}
