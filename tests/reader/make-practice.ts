/**
 * A small practice, made by real vaults over a real server, and then what that server gives a further device of the
 * person. It has what the spec has rules for: several devices, two epochs, a lost device, an edit, a conflict that was
 * settled, an attachment.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeClock, nodeCryptoPort, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type Outcome, type Transport, type Vault } from "@alcove/vault";
import { runServer } from "../../apps/server/src/testing/run-server.ts";
import { recordTraffic } from "./record-traffic.ts";

/** As `vectors/practice.json` has it. Bytes are lower-case hex. */
export type StoredPractice = {
  readonly kit: string;
  readonly passphrase: string;
  readonly keyring: {
    readonly keyringVersion: number;
    readonly kdfVersion: number;
    readonly slot0: string;
    readonly keyring: string;
  };
  readonly leaves: string;
  readonly checkpoint: string;
  readonly bodies: readonly { readonly index: number; readonly entry: string; readonly payload: readonly string[] }[];
  readonly blobs: Readonly<Record<string, readonly string[]>>;
};

export const passphrase = "caf\u00e9 quarry \u2167 lantern orbit";
export const texts = {
  first: "\ufeffSlept badly.\nWrites a letter, burns it.",
  edited: "Slept badly.\nWrites a letter, keeps it.",
  second: "Zo\u00eb came along. \u201cNo more storms.\u201d \u{1f30a}",
  psychotherapy: "Dream of the house by the sea again.",
  fromPhone: "Written on the train, sent at home.",
  afterLoss: "The phone is gone; this is under a new key.",
} as const;
export const attachmentOf = (bytes: number) => new Uint8Array(bytes).map((_, i) => (i * i) % 251);

/** With an attachment of so many bytes. */
export async function makePractice(attachmentBytes: number): Promise<StoredPractice> {
  const server = await runServer();
  const folders: string[] = [];
  const open = async (transport: Transport = createHttpTransport()): Promise<Vault> => {
    const folder = mkdtempSync(join(tmpdir(), "alcove-reader-"));
    folders.push(folder);
    const store = openNodeStore(folder);
    return createVault({ crypto: await nodeCryptoPort(), store, transport, clock: nodeClock, log: () => {} });
  };
  const traffic = recordTraffic(createHttpTransport());
  const [laptop, phone, tablet] = await Promise.all([open(), open(), open(traffic.transport)]);
  try {
    const story = await writeStory(server.origin, laptop, phone, attachmentOf(attachmentBytes));
    must(await tablet.enrolByKit({ kit: story.kit, passphrase, totp: "", deviceName: "tablet" }));
    must(await tablet.sync());
    must(await tablet.readAttachment(story.attachment));
    return { kit: story.kit, passphrase, ...traffic.recorded() };
  } finally {
    await Promise.all([laptop.close(), phone.close(), tablet.close()]);
    await server.remove();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

async function writeStory(origin: string, laptop: Vault, phone: Vault, attachment: Uint8Array) {
  const founded = must(
    await laptop.found({
      server: origin,
      practiceName: "Stille Stube",
      ownerName: "Ada Owner",
      ownerEmail: "ada@stube.example",
      deviceName: "laptop",
      passphrase,
    }),
  );
  const { id: chart } = must(await laptop.createChart({ name: "R. Client" }));
  const save = async (
    vault: Vault,
    text: string,
    more: { note?: string; basedOn?: string[]; kind?: "psychotherapy" } = {},
  ) =>
    must(
      await vault.saveNote({
        chart,
        kind: "progress",
        date: "2026-03-02",
        title: "Session",
        body: { text },
        basedOn: [],
        ...more,
      }),
    );
  const first = await save(laptop, texts.first);
  await save(laptop, texts.second);
  await save(laptop, texts.psychotherapy, { kind: "psychotherapy" });
  await settle(laptop);
  must(await phone.enrolByKit({ kit: founded.kit.text, passphrase, totp: "", deviceName: "phone" }));
  await settle(laptop);
  await settle(phone);

  // Both edit the same revision without seeing each other; the laptop settles it.
  const onPhone = await save(phone, texts.fromPhone, { note: first.note, basedOn: [first.revision] });
  const onLaptop = await save(laptop, "Slept badly.", { note: first.note, basedOn: [first.revision] });
  await settle(phone);
  await settle(laptop);
  await save(laptop, texts.edited, { note: first.note, basedOn: [onPhone.revision, onLaptop.revision] });
  const attached = must(
    await laptop.attach({
      chart,
      note: first.note,
      name: "drawing.bin",
      mediaType: "application/octet-stream",
      bytes: attachment,
    }),
  );
  await settle(laptop);

  const lost = (await laptop.devices()).find(({ thisDevice }) => !thisDevice);
  must(await laptop.revokeDevice({ device: lost?.id ?? "", reason: "lost" }));
  await save(laptop, texts.afterLoss);
  await settle(laptop);
  return { kit: founded.kit.text, attachment: attached.id };
}

async function settle(vault: Vault): Promise<void> {
  for (let i = 0; i < 10; i++) {
    must(await vault.sync());
    const status = await vault.status();
    if (status.phase === "open" && status.waiting === 0) return;
  }
  throw new Error("saves still wait after ten syncs");
}

function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`failed: ${JSON.stringify(outcome.error)}`);
  return outcome.value;
}
