/** A client's device, in memory, and how it is let in by a member's. */

import { nodeClock } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { joinPortal, openPortal, type PairingStep, type Portal, type PortalKeys, type Transport } from "@alcove/vault";
import { lightCryptoPort } from "../light/crypto-port.ts";
import { type Device, must, stepOf } from "./devices.ts";

export type Client = {
  readonly keys: PortalKeys;
  readonly portal: Portal;
};

/** What a client's phone shows of a pairing, and what its person says. */
export async function clientPairing(invitation: string, transport: Transport = createHttpTransport()) {
  const crypto = await lightCryptoPort();
  const seen: PairingStep[] = [];
  let told = () => {};
  const show = (step: PairingStep): void => {
    seen.push(step);
    told();
  };
  let kept: PortalKeys | undefined;
  const ports = { crypto, clock: nodeClock, transport };
  const pairing = await joinPortal({ ports, show }, { invitation }, (keys) => {
    kept = keys;
  });
  async function shows<S extends PairingStep["step"]>(...steps: S[]): Promise<Extract<PairingStep, { step: S }>> {
    for (;;) {
      const found = seen.find(({ step }) => (steps as string[]).includes(step));
      if (found) return found as Extract<PairingStep, { step: S }>;
      await new Promise<void>((resolve) => (told = resolve));
    }
  }
  return {
    pairing,
    shows,
    kept: () => kept,
    open: (keys: PortalKeys): Portal => openPortal({ crypto, transport }, keys),
  };
}

export async function inviteClient(by: Device, chart: string): Promise<string> {
  const waiting = stepOf(by, "waiting");
  must(await by.vault.inviteClient({ chart }));
  const shown = await waiting;
  if (shown.step !== "waiting") throw new Error(`invitation: ${JSON.stringify(shown)}`);
  return shown.qr;
}

/** In the room: both people compare words, and say that they are the same. */
export async function letClientIn(by: Device, chart: string): Promise<Client> {
  const invitation = await inviteClient(by, chart);
  const choosing = stepOf(by, "compare");
  const done = stepOf(by, "done");
  const phone = await clientPairing(invitation);
  const pairing = must(phone.pairing);
  const shown = await phone.shows("compare", "failed");
  const choices = await choosing;
  if (shown.step !== "compare" || shown.side !== "newcomer") throw new Error(JSON.stringify(shown));
  if (choices.step !== "compare" || choices.side !== "inviter") throw new Error(JSON.stringify(choices));
  const same = choices.choices.find((line) => line.join(" ") === shown.words.join(" "));
  must(await by.vault.choosePairingWords(same ?? []));
  pairing.answer(shown.words.join(" "));
  const ended = await done;
  if (ended.step !== "done") throw new Error(`letting in: ${JSON.stringify(ended)}`);
  const step = await phone.shows("done", "failed");
  const keys = phone.kept();
  if (!keys) throw new Error(`joining: ${JSON.stringify(step)}`);
  return { keys, portal: phone.open(keys) };
}

/** The practice's name as it stands in the portal, in the order in which it was written. */
export const namesIn = (portal: Portal): string[] =>
  portal.records().flatMap(({ revision }) => (revision.type === "practice" ? [revision.name] : []));
