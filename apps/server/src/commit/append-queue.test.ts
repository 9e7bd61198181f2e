import { rmSync } from "node:fs";
import { asId, type PracticeId } from "@alcove/bytes";
import { importSigningKey, importVerifyKey, type SigningSeed } from "@alcove/crypto";
import { expect, test } from "vitest";
import { createCryptoPort } from "../crypto-port.ts";
import { PracticeShelf } from "../practice/shelf.ts";
import { SignatureDesk } from "../signatures/signature-desk.ts";
import { openDatabase } from "../store/database.ts";
import { makeDataFolder } from "../testing/run-server.ts";
import { TestClock } from "../testing/test-clock.ts";
import { createAppendQueue } from "./append-queue.ts";

test("a queue that stopped takes nothing more, so that the database can be closed behind it", async () => {
  const folder = makeDataFolder();
  const database = await openDatabase(folder);
  const signatures = new SignatureDesk();
  const port = createCryptoPort(signatures);
  const signingKey = await importSigningKey(port, new Uint8Array(32) as SigningSeed);
  const ledgerKey = await importVerifyKey(port, signingKey.publicKey);
  if (!ledgerKey) throw new Error("a key made from a seed is one");
  const { db } = database;
  const queue = createAppendQueue({
    db,
    port,
    ledgerKey: signingKey,
    shelf: new PracticeShelf({ db, port, ledgerKey }, new TestClock()),
    now: () => 0,
    wipe: async () => {},
    onCommitted: () => {},
    onFailed: () => {},
    onMeasured: () => {},
  });
  const practice = asId<PracticeId>(new Uint8Array(16));
  const submit = () => queue.submit({ practice, judge: async () => undefined });
  expect(await submit()).toMatchObject({ error: { code: "session-ended" } });
  await queue.stop();
  expect(await submit()).toMatchObject({ error: { code: "server-stopping" } });
  expect(queue.waiting).toBe(0);
  await database.close();
  await signatures.close();
  rmSync(folder, { recursive: true, force: true });
});
