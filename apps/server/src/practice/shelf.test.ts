import { afterAll, beforeAll, expect, test } from "vitest";
import { asId, type PracticeId, utf8 } from "@alcove/bytes";
import { importVerifyKey } from "@alcove/crypto";
import { createCryptoPort } from "../crypto-port.ts";
import { SignatureDesk } from "../signatures/signature-desk.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { TestDevice } from "../testing/device.ts";
import { type RunningServer, runServer } from "../testing/run-server.ts";
import { seconds, TestClock } from "../testing/test-clock.ts";
import { PracticeShelf } from "./shelf.ts";

const clock = new TestClock();
let server: RunningServer;
let database: Database;
let device: TestDevice;
let shelf: PracticeShelf;
beforeAll(async () => {
  server = await runServer();
  device = await (await TestDevice.found(server.origin)).login();
  await device.appendBatch(await device.openCompartment(), utf8("a note"));
  await server.close();
  database = await openDatabase(server.dataFolder);
  const port = createCryptoPort(new SignatureDesk());
  const ledgerKey = await importVerifyKey(port, device.person.ledgerKey.publicKey);
  if (!ledgerKey) throw new Error("the ledger key is one");
  shelf = new PracticeShelf({ db: database.db, port, ledgerKey }, clock);
});
afterAll(async () => {
  await database.close();
  await (await runServer({ dataFolder: server.dataFolder })).remove();
});

test("a practice is read once, kept while it is used, and read again after it was let go or forgotten", async () => {
  const { practice } = device.person;
  const [first, same] = await Promise.all([shelf.get(practice), shelf.get(practice)]);
  expect(first?.ledger.size).toBe(4);
  expect(same).toBe(first);
  clock.pass(seconds(14 * 60));
  expect(await shelf.get(practice)).toBe(first);
  clock.pass(seconds(14 * 60));
  shelf.forgetIdle();
  expect(await shelf.get(practice)).toBe(first);
  clock.pass(seconds(16 * 60));
  shelf.forgetIdle();
  expect(shelf.size).toBe(0);
  const again = await shelf.get(practice);
  expect(again).not.toBe(first);
  expect(again?.ledger.checkpoint).toBe(first?.ledger.checkpoint);
  expect(again?.places).toEqual(first?.places);
  shelf.forget(practice);
  expect(await shelf.get(practice)).not.toBe(again);
});

test("an unknown practice takes no room", async () => {
  const before = shelf.size;
  expect(await shelf.get(asId<PracticeId>(new Uint8Array(16)))).toBeUndefined();
  expect(shelf.size).toBe(before);
});
