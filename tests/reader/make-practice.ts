/**
 * A small practice, made by real vaults over a real server, and then what lies on that server's disk. It has what the
 * spec has rules for: two devices, two epochs, a lost device, an edit, a conflict that was settled, an attachment.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { nodeClock, nodeCryptoPort, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type Outcome, type Vault } from "@alcove/vault";
import { runServer } from "../../apps/server/src/testing/run-server.ts";
import { read } from "./cbor.ts";
import { hex } from "./primitives.ts";

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
  const open = async (): Promise<Vault> => {
    const folder = mkdtempSync(join(tmpdir(), "alcove-reader-"));
    folders.push(folder);
    const store = openNodeStore(folder);
    return createVault({
      crypto: await nodeCryptoPort(),
      store,
      transport: createHttpTransport(),
      clock: nodeClock,
      log: () => {},
    });
  };
  try {
    const laptop = await open();
    const phone = await open();
    const kit = await writeStory(server.origin, laptop, phone, attachmentOf(attachmentBytes));
    await Promise.all([laptop.close(), phone.close()]);
    await server.close();
    return { kit, passphrase, ...readServerDisk(server.dataFolder) };
  } finally {
    await server.remove();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

async function writeStory(origin: string, laptop: Vault, phone: Vault, attachment: Uint8Array): Promise<string> {
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
  must(
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
  return founded.kit.text;
}

/** What a thief of the disk would have of this one practice. */
function readServerDisk(dataFolder: string): Omit<StoredPractice, "kit" | "passphrase"> {
  const db = new DatabaseSync(join(dataFolder, "alcove.db"), { readOnly: true });
  const rows = <Row>(sql: string) => db.prepare(sql).all() as Row[];
  const [practice] = rows<{ checkpoint: string }>("select checkpoint from practice");
  const [account] = rows<{ keyring_version: number; kdf_version: number; slot0: Uint8Array; keyring: Uint8Array }>(
    "select keyring_version, kdf_version, slot0, keyring from account",
  );
  if (!practice || !account) throw new Error("the practice is on the server");
  const leaves = rows<{ leaf: Uint8Array }>("select leaf from leaf order by ledger_index").map(({ leaf }) => hex(leaf));
  const bodies = rows<{ ledger_index: number; body: Uint8Array }>(
    "select ledger_index, body from body order by ledger_index",
  ).map(({ ledger_index, body }) => ({ index: ledger_index, ...splitBody(body) }));
  const blobs = Object.fromEntries(
    rows<{ blob: Uint8Array; chunks: number }>("select blob, chunks from blob").map(({ blob, chunks }) => [
      hex(blob),
      Array.from({ length: chunks }, (_, i) => hex(findChunk(dataFolder, hex(blob), i))),
    ]),
  );
  db.close();
  const { keyring_version, kdf_version, slot0, keyring } = account;
  return {
    keyring: { keyringVersion: keyring_version, kdfVersion: kdf_version, slot0: hex(slot0), keyring: hex(keyring) },
    leaves: leaves.join(""),
    checkpoint: practice.checkpoint,
    bodies,
    blobs,
  };
}

/** The server keeps a body as two CBOR items one after the other: entry and payload. */
function splitBody(body: Uint8Array): { entry: string; payload: string[] } {
  // As one array, they are read by the reader's own CBOR.
  const [entry, payload] = read(Uint8Array.from([0x82, ...body])) as [Uint8Array, Uint8Array[]];
  return { entry: hex(entry), payload: payload.map(hex) };
}

function findChunk(dataFolder: string, blob: string, index: number): Uint8Array {
  const path = readdirSync(dataFolder, { recursive: true, encoding: "utf8" }).find(
    (each) => each.includes(blob) && new RegExp(`[/\\\\.-]0*${index}$`).test(each),
  );
  if (path === undefined) throw new Error(`chunk ${index} is on the server's disk`);
  return Uint8Array.from(readFileSync(join(dataFolder, path)));
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
