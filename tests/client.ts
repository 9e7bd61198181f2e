/** A client's device, in memory, and how it is admitted by a member's. */

import { nodeClock } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import type { Outcome, PairingStep, Transport, Vault } from "@alcove/vault";
import { joinPortal, knockAtPortal, openPortal, type Portal, type PortalKeys } from "@alcove/vault/portal";
import { lightCryptoPort } from "./light/crypto-port.ts";

export type Client = {
  readonly keys: PortalKeys;
  /** Its keys with what it has read so far. */
  kept(): PortalKeys;
  readonly portal: Portal;
  /** The wallet card's text; empty where none was wanted. */
  readonly card: string;
};

/** What a client's phone shows of a pairing, and what its person says. */
export async function clientPairing(invitation: string, transport: Transport = createHttpTransport(), pin?: string) {
  const crypto = await lightCryptoPort();
  const seen: PairingStep[] = [];
  let told = () => {};
  const show = (step: PairingStep): void => {
    seen.push(step);
    told();
  };
  let kept: PortalKeys | undefined;
  const ports = { crypto, clock: nodeClock, transport };
  const pairing = await joinPortal({ ports, show }, { invitation, ...(pin === undefined ? {} : { pin }) }, (keys) => {
    kept = keys;
  });
  async function shows<S extends PairingStep["step"]>(...steps: S[]): Promise<StepOf<S>> {
    for (;;) {
      const found = seen.find(({ step }) => (steps as string[]).includes(step));
      if (found) return found as StepOf<S>;
      await new Promise<void>((resolve) => (told = resolve));
    }
  }
  return {
    pairing,
    shows,
    kept: () => kept,
    open: (keys: PortalKeys): Portal =>
      openPortal({ crypto, transport }, keys, (next) => {
        kept = next;
      }),
  };
}

type StepOf<S extends PairingStep["step"]> = Extract<PairingStep, { step: S }>;

/** The next step of one of these kinds at a member's device. */
function stepAt<S extends PairingStep["step"]>(vault: Vault, ...steps: S[]): Promise<StepOf<S>> {
  return new Promise((resolve) => {
    const stop = vault.subscribe((event) => {
      if (event.kind !== "pairing" || !(steps as string[]).includes(event.step.step)) return;
      stop();
      resolve(event.step as StepOf<S>);
    });
  });
}

function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`failed: ${JSON.stringify(outcome.error)}`);
  return outcome.value;
}

/** Both sides of one pairing with a client's phone. `invited`: once the invitation is there. */
export async function startClientPairing(
  by: Vault,
  chart: string,
  { transport, pin, invited = () => {} }: { transport?: Transport; pin?: string; invited?: () => void } = {},
) {
  const waiting = stepAt(by, "waiting", "failed");
  must(await by.inviteClient({ chart }));
  const invitation = await waiting;
  if (invitation.step !== "waiting") throw new Error(`invitation: ${JSON.stringify(invitation)}`);
  invited();
  const inviter = stepAt(by, "compare", "failed");
  const ended = stepAt(by, "done", "failed");
  return { qr: invitation.qr, inviter, ended, phone: await clientPairing(invitation.qr, transport, pin) };
}

/** In the room: both people compare words, and say that they are the same. */
export async function admitClient(
  by: Vault,
  chart: string,
  { pin, transport }: { readonly pin?: string; readonly transport?: Transport } = {},
): Promise<Client> {
  const how = { ...(pin === undefined ? {} : { pin }), ...(transport ? { transport } : {}) };
  const { phone, inviter, ended } = await startClientPairing(by, chart, how);
  const pairing = must(phone.pairing);
  const shown = await phone.shows("compare", "failed");
  const choices = await inviter;
  if (shown.step !== "compare" || shown.side !== "newcomer") throw new Error(JSON.stringify(shown));
  if (choices.step !== "compare" || choices.side !== "inviter") throw new Error(JSON.stringify(choices));
  const same = choices.choices.find((line) => line.join(" ") === shown.words.join(" "));
  must(await by.choosePairingWords(same ?? []));
  pairing.answer(shown.words.join(" "));
  const end = await ended;
  if (end.step !== "done") throw new Error(`letting in: ${JSON.stringify(end)}`);
  const step = await phone.shows("done", "failed");
  const keys = phone.kept();
  if (!keys) throw new Error(`joining: ${JSON.stringify(step)}`);
  return {
    keys,
    kept: () => phone.kept() ?? keys,
    portal: phone.open(keys),
    card: end.side === "inviter" ? (end.card ?? "") : "",
  };
}

/** A new phone with the wallet card. */
export async function knock(card: string, pin: string) {
  const ports = { crypto: await lightCryptoPort(), transport: createHttpTransport() };
  const keys = await knockAtPortal(ports, { card, pin });
  return keys.ok
    ? { code: "asked", keys: keys.value, portal: openPortal(ports, keys.value, () => {}) }
    : { code: keys.error.code };
}

/** What lies in the portal so far, which is the practice's name, in the order in which it was written. */
export const namesIn = (portal: Portal): string[] =>
  portal.records().flatMap(({ revision }) => (revision.type === "practice" ? [revision.name] : []));
