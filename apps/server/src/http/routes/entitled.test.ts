import { createSecretKey } from "node:crypto";
import { rmSync } from "node:fs";
import { type AccountId, asId, type CompartmentId, type DeviceId, type PracticeId, toHex } from "@alcove/bytes";
import type { PublicKey } from "@alcove/crypto";
import { answerHeader, encodeSessionHeader, requestBytes, type SessionId, sessionHeader } from "@alcove/protocol";
import fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BlobFolder } from "../../blobs/blob-folder.ts";
import { hmacWith, sha256 } from "../../crypto-port.ts";
import { emptyState, type PracticeState } from "../../practice/state.ts";
import { type Session, Sessions } from "../../session/sessions.ts";
import { type Database, openDatabase } from "../../store/database.ts";
import { makeDataFolder } from "../../testing/run-server.ts";
import { TestClock } from "../../testing/test-clock.ts";
import { octetsType } from "../exchange.ts";
import type { ServerParts } from "../server-parts.ts";
import { addBlobRoutes } from "./blobs.ts";

const folder = makeDataFolder();
const practice = asId<PracticeId>(new Uint8Array(16).fill(1));
const compartment = asId<CompartmentId>(new Uint8Array(16).fill(2));
const account = (byte: number) => asId<AccountId>(new Uint8Array(16).fill(byte));
const [therapist, reader, frontDesk] = [account(3), account(4), account(5)];
/** Statements that entitle several people come later; the routes look at the roster already. */
const state: PracticeState = {
  ...emptyState(practice),
  roster: {
    compartments: new Map([[toHex(compartment), { readers: [therapist, reader], writers: [therapist] }]]),
  } as unknown as PracticeState["roster"],
};
const sessions = new Sessions(new TestClock());
const app = fastify();
let database: Database;

beforeAll(async () => {
  database = await openDatabase(folder);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(octetsType, { parseAs: "buffer" }, async (_: unknown, body: Buffer) => body);
  const shelf = { get: async () => state };
  addBlobRoutes(app, { sessions, blobs: new BlobFolder(folder), database, shelf } as unknown as ServerParts);
  await app.listen({ port: 0, host: "localhost" });
});
afterAll(async () => {
  await app.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The status of one signed request by an enrolled device of `by`. */
async function ask(by: AccountId, method: "PUT" | "GET", path: string, body = new Uint8Array(0)): Promise<number> {
  const id = asId<SessionId>(crypto.getRandomValues(new Uint8Array(16)));
  const macKey = createSecretKey(new Uint8Array(32));
  const device = asId<DeviceId>(new Uint8Array(16));
  const deviceKey = new Uint8Array(32).fill(by[0] as number) as unknown as PublicKey;
  const scope = { kind: "full", device } as const;
  sessions.begin({
    id,
    macKey,
    practice,
    account: by,
    deviceKey,
    scope,
    secondFactorAtMs: undefined,
  } satisfies Session);
  const mac = hmacWith(
    macKey,
    requestBytes({ session: id, counter: 1, method, pathAndQuery: path, bodyHash: sha256(body) }),
  );
  const address = app.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const answer = await fetch(`http://localhost:${port}${path}`, {
    method,
    headers: {
      [sessionHeader]: encodeSessionHeader(id, 1, mac),
      ...(body.length > 0 ? { "content-type": octetsType } : {}),
    },
    ...(body.length > 0 ? { body } : {}),
  });
  expect(answer.headers.get(answerHeader)).not.toBeNull();
  return answer.status;
}

test("IN-01 attachments are put by writers of their compartment and read by its readers, and by nobody else", async () => {
  const path = `/v1/compartments/${toHex(compartment)}/blobs/${"ab".repeat(16)}/0`;
  const chunk = new Uint8Array(100);
  for (const by of [reader, frontDesk]) expect(await ask(by, "PUT", `${path}?chunks=1`, chunk)).toBe(403);
  expect(await ask(therapist, "GET", path)).toBe(404);
  expect(await ask(therapist, "PUT", `${path}?chunks=1`, chunk)).toBe(200);
  for (const by of [therapist, reader]) expect(await ask(by, "GET", path)).toBe(200);
  expect(await ask(frontDesk, "GET", path)).toBe(403);
});
