/**
 * Appends a second: 32 connections, one note a batch, request MAC and batch signature verified; against bare Fastify with
 * group commit of the same bytes and one Ed25519 verification. Each connection is a device with a chain of its own.
 */

import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import Fastify from "fastify";

export const connections = 32;

/** The probe's server, run in a process of its own: the same bytes in, one signature checked, committed in groups. */
export async function runBareServer(port: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "alcove-bare-"));
  const database = new DatabaseSync(join(folder, "bare.sqlite"));
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (n INTEGER PRIMARY KEY, bytes BLOB)",
  );
  const insert = database.prepare("INSERT INTO rows (bytes) VALUES (?)");
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const message = randomBytes(300);
  const signature = sign(null, message, privateKey);
  const key = createPublicKey(publicKey.export({ format: "pem", type: "spki" }));
  let waiting: { body: Buffer; done: () => void }[] = [];
  const commit = () => {
    const group = waiting;
    waiting = [];
    database.exec("BEGIN");
    for (const { body } of group) insert.run(body);
    database.exec("COMMIT");
    for (const { done } of group) done();
  };
  const app = Fastify({ bodyLimit: 16 * 1024 * 1024 });
  app.addContentTypeParser("application/cbor", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.post("/append", async (request) => {
    if (!verify(null, message, key, signature)) throw new Error("probe is wrong");
    await new Promise<void>((resolve) => {
      if (waiting.length === 0) setImmediate(commit);
      waiting.push({ body: request.body as Buffer, done: resolve });
    });
    return "ok";
  });
  process.once("SIGTERM", () => {
    void app.close().then(() => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
      process.exit(0);
    });
  });
  await app.listen({ port, host: "127.0.0.1" });
}

/** Both servers get as long to be compiled; before, a second of the same load gives half of what it gives after. */
const warmUpMs = 4000;

/** Sends as fast as `connections` allow for `milliseconds`, after a warm-up; answers how many a second. */
export async function load(milliseconds: number, sendOne: (connection: number) => Promise<void>): Promise<number> {
  await sendDuring(warmUpMs, sendOne);
  const began = performance.now();
  const sent = await sendDuring(milliseconds, sendOne);
  return (sent * 1000) / (performance.now() - began);
}

async function sendDuring(milliseconds: number, sendOne: (connection: number) => Promise<void>): Promise<number> {
  const until = performance.now() + milliseconds;
  let sent = 0;
  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      while (performance.now() < until) {
        await sendOne(connection);
        sent++;
      }
    }),
  );
  return sent;
}
