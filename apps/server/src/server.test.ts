import { chmodSync, cpSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { encodeCbor, utf8 } from "@alcove/bytes";
import { splitBody } from "./store/stored-body.ts";
import { send, TestDevice } from "./testing/device.ts";
import { makeDataFolder, runServer } from "./testing/run-server.ts";
import { StartRefused } from "./start-refused.ts";

let dataFolder: string;
beforeEach(() => {
  dataFolder = makeDataFolder();
});
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

/** A practice with a note, its server stopped again. */
async function writeSome(): Promise<TestDevice> {
  const server = await runServer({ dataFolder });
  const device = await (await TestDevice.found(server.origin)).login();
  await device.appendBatch(await device.openCompartment(), utf8("a note"));
  await server.close();
  return device;
}

function changeDatabase(sql: string): void {
  const sqlite = new DatabaseSync(join(dataFolder, "alcove.db"));
  sqlite.exec(sql);
  sqlite.close();
}

test("a restarted server goes on where it stopped", async () => {
  const device = await writeSome();
  const server = await runServer({ dataFolder, origin: device.person.origin });
  const here = new TestDevice(device.port, `http://localhost:${server.port}`, device.person, device, device.chains);
  here.deviceCounter = device.deviceCounter;
  here.previous = device.previous;
  await here.login();
  const synced = await here.sync();
  expect(synced.leaves.length).toBe(4 * 49);
  const chart = await here.openCompartment();
  await here.appendBatch(chart, utf8("another note"));
  await here.append([await here.heartbeat()]);
  await server.close();
});

test("the database and its log are their owner's only, also where they were not", async () => {
  const killed = join(dataFolder, "killed");
  const modes = (folder: string) => {
    const names = readdirSync(folder).filter((name) => name.startsWith("alcove.db"));
    return Object.fromEntries(names.map((name) => [name, statSync(join(folder, name)).mode & 0o777]));
  };
  const owners = { "alcove.db": 0o600, "alcove.db-wal": 0o600 };
  const inside = join(dataFolder, "data");
  const server = await runServer({ dataFolder: inside });
  expect(modes(inside)).toEqual(owners);
  // As a server leaves them that is killed, and with the mode they had once.
  cpSync(inside, killed, { recursive: true });
  await server.close();
  for (const name of Object.keys(owners)) chmodSync(join(killed, name), 0o644);
  const again = await runServer({ dataFolder: killed });
  expect(modes(killed)).toEqual(owners);
  await again.close();
});

test.each([
  ["a leaf was changed", "update leaf set leaf = cast(substr(leaf, 1, 48) || x'00' as blob) where ledger_index = 1"],
  ["the last leaf is gone", "delete from leaf where ledger_index = 3"],
  ["a leaf in the middle is gone", "delete from leaf where ledger_index = 1"],
  [
    "two leaves were swapped",
    "update leaf set ledger_index = -1 where ledger_index = 1; update leaf set ledger_index = 1 where ledger_index = 2; update leaf set ledger_index = 2 where ledger_index = -1",
  ],
  [
    "the checkpoint is another",
    "update practice set checkpoint = replace(checkpoint, char(10) || '4' || char(10), char(10) || '5' || char(10))",
  ],
  ["the size is another", "update practice set size = 3"],
])("a server refuses to start on a ledger of which %s, in a plain sentence", async (_what, sql) => {
  await writeSome();
  changeDatabase(sql);
  const start = runServer({ dataFolder });
  await expect(start).rejects.toThrow(StartRefused);
  await expect(start).rejects.toThrow(/The ledger of practice [0-9a-f]{32} .*Nothing was written/);
});

test("a body that is not the one its leaf names is not replayed, and other practices go on", async () => {
  const device = await writeSome();
  const sqlite = new DatabaseSync(join(dataFolder, "alcove.db"));
  const { at } = sqlite.prepare("select body_offset as at from leaf where ledger_index = 2").get() as { at: number };
  const { bytes } = sqlite.prepare("select bytes from body_page where page = 0").get() as { bytes: Uint8Array };
  // The last signature of the newest key-log entry: only its hash tells, since replay verifies no signature.
  const last = at + splitBody(bytes.subarray(at)).entryItem.length - 1;
  bytes[last] = (bytes[last] as number) ^ 1;
  sqlite.prepare("update body_page set bytes = ? where page = 0").run(bytes);
  sqlite.close();
  const server = await runServer({ dataFolder, origin: device.person.origin });
  const here = new TestDevice(device.port, `http://localhost:${server.port}`, device.person, device, device.chains);
  expect((await here.tryLogin()).code).toBe("server-failed");
  const other = await TestDevice.found(`http://localhost:${server.port}`, (parts) => ({
    ...parts,
    origin: device.person.origin,
  }));
  expect((await other.tryLogin()).status).toBe(200);
  await server.close();
});

test("a second server on the same folder is refused", async () => {
  const server = await runServer({ dataFolder });
  await expect(runServer({ dataFolder })).rejects.toThrow("Another Alcove server is using");
  await server.close();
});

test("a folder that a newer Alcove wrote is refused", async () => {
  await writeSome();
  changeDatabase("insert into kysely_migration (name, timestamp) values ('9999-later', '2030')");
  await expect(runServer({ dataFolder })).rejects.toThrow("newer Alcove");
});

test("missing keys are told before anything is written", async () => {
  await writeSome();
  rmSync(join(dataFolder, "keys"), { recursive: true });
  await expect(runServer({ dataFolder })).rejects.toThrow("are missing");
});

test("a file that is no database is refused", async () => {
  writeFileSync(join(dataFolder, "alcove.db"), "this is a text file, not a database, and it is long enough to be read");
  await expect(runServer({ dataFolder })).rejects.toThrow(StartRefused);
});

test("a port that is taken, and a folder that is none, are told in a sentence", async () => {
  const server = await runServer({ dataFolder });
  const second = makeDataFolder();
  await expect(runServer({ dataFolder: second, port: server.port })).rejects.toThrow(`Port ${server.port} is taken`);
  writeFileSync(join(second, "file"), "");
  await expect(runServer({ dataFolder: join(second, "file") })).rejects.toThrow("can't be used (EEXIST)");
  await expect(runServer({ dataFolder: join(second, "file", "below") })).rejects.toThrow("can't be used (ENOTDIR)");
  rmSync(second, { recursive: true });
  await server.close();
});

test("a web folder that is not there is told", async () => {
  await expect(runServer({ dataFolder, webFolder: join(dataFolder, "nothing") })).rejects.toThrow(
    "The web app is not at",
  );
});

test("health says ok; metrics count without naming", async () => {
  const server = await runServer({ dataFolder });
  const device = await (await TestDevice.found(server.origin)).login();
  await device.openCompartment();
  const health = await send(server.origin, "GET", "/v1/health");
  expect(new TextDecoder().decode(health.bytes)).toBe("ok");
  const text = new TextDecoder().decode((await send(server.origin, "GET", "/v1/metrics")).bytes);
  expect(text).toContain('alcove_requests_total{route="/v1/append",status="200"} 1');
  expect(text).toContain("alcove_appends_total 2");
  expect(text).toContain("alcove_commit_seconds_count 2");
  expect(text).toMatch(/alcove_database_bytes [1-9]/);
  expect(text).toContain("alcove_sessions 1");
  expect(text).not.toMatch(/[0-9a-f]{32}/);
  const proxied = await send(server.origin, "GET", "/v1/metrics", undefined, {
    headers: { "x-forwarded-for": "192.0.2.1" },
  });
  expect(proxied.code).toBe("route-unknown");
  await server.close();
});

test("a server that stops finishes what it has begun, and refuses what comes after", async () => {
  const server = await runServer({ dataFolder });
  const devices = await Promise.all(
    Array.from({ length: 8 }, async () => (await TestDevice.found(server.origin)).login()),
  );
  const charts = await Promise.all(devices.map((device) => device.openCompartment()));
  const entries = await Promise.all(
    devices.map(async (device, i) => (await device.batch(charts[i] as (typeof charts)[0], [utf8("a note")])).entry),
  );
  const answers = devices.map((device, i) =>
    device.call("POST", "/v1/append", encodeCbor({ from: 0, entries: [entries[i] as never] })).catch(() => undefined),
  );
  await new Promise((resolve) => setTimeout(resolve, 5));
  await server.close();
  const codes = (await Promise.all(answers)).map((answer) => answer?.code ?? answer?.status);
  for (const code of codes) expect([200, "server-stopping", "session-ended", undefined]).toContain(code);
  const acknowledged = codes.filter((code) => code === 200).length;
  const again = await runServer({ dataFolder });
  await again.close();
  const sqlite = new DatabaseSync(join(dataFolder, "alcove.db"), { readOnly: true });
  const { count } = sqlite.prepare("select count(*) as count from author_place").get() as { count: number };
  sqlite.close();
  expect(count).toBeGreaterThanOrEqual(acknowledged);
});
