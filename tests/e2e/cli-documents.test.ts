// Files on the command line: large ones in and out within little memory, a kill and Ctrl-C in the middle, and what is said of them.

import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, makePlace, type Running, type RunningServer, startServer } from "./alcove.ts";

const place = makePlace();
const laptop = new Device(place, "laptop");
const phone = new Device(place, "phone");
let server: RunningServer;
let chart = "";
beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin);
  await phone.enrol();
  chart = (await laptop.must<{ id: string }>(["chart", "create", "--name", "Marion Keller"])).id;
  await phone.must(["sync"]);
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

const megabyte = 1024 * 1024;
/** A file of this length, another one for each name; no two of its megabytes are the same. */
function makeFile(name: string, bytes: number): string {
  const path = place.path(name);
  const file = openSync(path, "w");
  const block = Buffer.alloc(megabyte, name);
  for (let at = 0; at < bytes; at += megabyte) {
    block.writeUInt32BE(at / megabyte);
    writeSync(file, block, 0, Math.min(megabyte, bytes - at));
  }
  closeSync(file);
  return path;
}
async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}

type Cost = { readonly megabytes: number; readonly cpuSeconds: number };
/** What a process takes at most, as the kernel says while it runs. */
async function costOf(args: readonly string[]): Promise<Cost> {
  const running = laptop.start([...args, "--json"]);
  const of = `/proc/${running.process.pid}`;
  let cost: Cost = { megabytes: 0, cpuSeconds: 0 };
  const look = setInterval(() => {
    try {
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`${of}/status`, "utf8"))?.[1];
      const [user, system] = readFileSync(`${of}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ")
        .slice(11, 13);
      if (peak) cost = { megabytes: Number(peak) / 1024, cpuSeconds: (Number(user) + Number(system)) / 100 };
    } catch {
      // It has ended.
    }
  }, 20);
  const { exit, stdout, stderr } = await running.ended;
  clearInterval(look);
  expect(exit, stdout + stderr).toBe(0);
  return cost;
}

const storedChunks = ({ folder }: Device): number => {
  const disk = new DatabaseSync(join(folder, "device.sqlite"), { readOnly: true });
  const n = Number(disk.prepare("SELECT count(*) AS n FROM chunks").get()?.["n"]);
  disk.close();
  return n;
};
/** Until it says that some of it is done. */
const underWay = (running: Running) => running.errorHolds('"progress"');
/** Chunks that the server has. */
const onServer = () =>
  readdirSync(place.path("server/blobs"), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /^\d+$/.test(entry.name),
  ).length;

type Document = { readonly id: string; readonly name: string; readonly unsent?: number; readonly said?: object };
type Listed = { readonly documents: readonly Document[] };
const listed = async (device: Device) => (await device.must<Listed>(["document", "list", "--chart", chart])).documents;

test("what a file is, from whom and of which day is said with it, changed later, and stands on the other device", async () => {
  const path = makeFile("scan 0042.pdf", 5000);
  const said = ["--category", "letter", "--title", "Referral", "--date", "2026-03-04", "--from", "Dr. Okafor"];
  const { id } = await laptop.must<{ id: string }>(["attach", path, "--chart", chart, ...said]);
  await phone.must(["sync"]);
  const words = { category: "letter", title: "Referral", date: "2026-03-04", from: "Dr. Okafor" };
  expect(await listed(phone)).toMatchObject([{ id, name: "scan 0042.pdf", said: words }]);
  await phone.must(["document", "describe", id, "--chart", chart, "--category", "report", "--date", ""]);
  await laptop.must(["sync"]);
  const [{ said: now } = { said: {} }] = await listed(laptop);
  expect(now).toEqual({ category: "report", title: "Referral", from: "Dr. Okafor" });
  const text = (await laptop.start(["document", "list", "--chart", chart, "--category", "report"]).ended).stdout;
  expect(text).toContain("Referral\n    report, from Dr. Okafor, scan 0042.pdf, 5000 bytes");
  const none = await laptop.must<Listed>(["document", "list", "--chart", chart, "--category", "court"]);
  expect(none.documents).toEqual([]);
  for (const [args, code] of [
    [["--category", "leter"], "usage"],
    [["--date", "2026-02-30"], "usage"],
    [["--title", "x".repeat(301)], "document-unfit"],
    [[], "usage"],
  ] as const)
    expect(await laptop.run(["document", "describe", id, "--chart", chart, ...args])).toMatchObject({ json: { code } });
  const nowhere = ["document", "describe", "0".repeat(32), "--chart", chart, "--title", "x"];
  expect(await laptop.run(nowhere)).toMatchObject({ exit: 5, json: { code: "attachment-unknown" } });
});

test("DOC-5 a picture loses its place on the way in, is said to, and keeps it where somebody asks for that", async () => {
  const exif = Buffer.alloc(60);
  exif.write("Exif\0\0MM\0*", "latin1");
  exif.writeUInt32BE(8, 10);
  exif.writeUInt16BE(1, 14);
  exif.writeUInt16BE(0x8825, 16);
  exif.write("Canary-4711", 40);
  // Two markers are enough of a picture to walk through.
  const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 62]), exif, Buffer.from([0xff, 0xd9])]);
  const path = place.path("kitchen.jpg");
  writeFileSync(path, picture);
  const out = async (id: string) => {
    await laptop.must(["detach", id, "--out", place.path(`${id}.jpg`)]);
    return readFileSync(place.path(`${id}.jpg`));
  };
  const cleaned = await laptop.run<{ id: string }>(["attach", path, "--chart", chart]);
  expect(cleaned).toMatchObject({ exit: 0, json: { picture: "removed" } });
  expect(cleaned.stderr).toContain("where it was taken");
  expect((await out(cleaned.json.id)).toString("hex")).toBe("ffd8ffd9");
  const kept = await laptop.must<{ id: string }>(["attach", path, "--chart", chart, "--keep-original"]);
  expect((await out(kept.id)).equals(picture)).toBe(true);
});

test("ATT-7 a kill while it seals leaves nothing behind the next start, and Ctrl-C nothing at all", {
  timeout: 60_000,
}, async () => {
  const before = storedChunks(laptop);
  const path = makeFile("cut.bin", 200 * megabyte);
  const attach = ["attach", path, "--chart", chart, "--wait", "0", "--json"];
  const killed = laptop.start(attach);
  await underWay(killed);
  killed.process.kill("SIGKILL");
  await killed.ended;
  expect(storedChunks(laptop)).toBeGreaterThan(before);
  expect((await listed(laptop)).map(({ name }) => name)).not.toContain("cut.bin");
  expect(storedChunks(laptop)).toBe(before);

  const stopped = laptop.start(attach);
  await underWay(stopped);
  stopped.process.kill("SIGINT");
  const { exit, stdout } = await stopped.ended;
  expect([exit, JSON.parse(stdout)]).toMatchObject([130, { code: "attachment-stopped" }]);
  expect(storedChunks(laptop)).toBe(before);
});

test("ATT-9 a kill while it is sent, and a server that goes away: the rest follows, and comes out whole elsewhere", {
  timeout: 90_000,
}, async () => {
  const path = makeFile("long.bin", 120 * megabyte);
  await laptop.must(["attach", path, "--chart", chart, "--wait", "0"]);
  const before = onServer();
  const killed = laptop.start(["sync", "--json"]);
  await underWay(killed);
  killed.process.kill("SIGKILL");
  await killed.ended;
  const after = onServer();
  expect(after).toBeGreaterThan(before);
  expect(after).toBeLessThan(before + 480);
  const [{ id, unsent = 0 } = { id: "" }] = (await listed(laptop)).filter(({ name }) => name === "long.bin");
  expect(unsent).toBeGreaterThan(0);

  await phone.must(["sync"]);
  const out = place.path("long.out");
  const early = await phone.run(["detach", id, "--out", out]);
  expect(early).toMatchObject({ exit: 4, json: { code: "attachment-incomplete" } });
  expect(readdirSync(place.folder).filter((name) => name.includes("long.out"))).toEqual([]);

  const cost = await costOf(["sync"]);
  expect(cost.megabytes).toBeLessThan(400);
  expect(onServer()).toBe(before + 480);
  expect((await listed(laptop)).filter(({ unsent }) => unsent)).toEqual([]);
  await phone.must(["detach", id, "--out", out]);
  expect(await digestOf(out)).toBe(await digestOf(path));
  expect(await phone.run(["detach", id, "--out", out])).toMatchObject({ exit: 1, json: { code: "file-exists" } });
});

test("EXP-3 Ctrl-C is heard while documents are written, and leaves no file", { timeout: 60_000 }, async () => {
  // One large file is still to come, whichever is the first.
  await laptop.must(["attach", makeFile("longer.bin", 120 * megabyte), "--chart", chart, "--wait", "0"]);
  const out = place.path("cut.zip");
  const stopped = laptop.start(["export", "--chart", chart, "--out", out, "--json"]);
  await underWay(stopped);
  stopped.process.kill("SIGINT");
  const { exit, stdout } = await stopped.ended;
  expect([exit, JSON.parse(stdout)]).toMatchObject([130, { code: "export-stopped" }]);
  expect(readdirSync(place.folder).filter((name) => name.includes("cut.zip"))).toEqual([]);
});

test("600 MB go in and come out within 300 MB of memory above what a small file takes", {
  timeout: 240_000,
}, async (context) => {
  if (!existsSync("/proc/self/status")) return;
  const bytes = 600 * megabyte;
  const on = ["--chart", chart, "--wait", "0"];
  const small = await costOf(["attach", makeFile("small.bin", 1000), ...on]);
  const path = makeFile("film.mp4", bytes);
  const sealing = await costOf(["attach", path, ...on]);
  const [large] = (await listed(laptop)).filter(({ name }) => name === "film.mp4");
  const out = place.path("film.out");
  const opening = await costOf(["detach", large?.id ?? "", "--out", out]);
  expect(await digestOf(out)).toBe(await digestOf(path));
  for (const [what, cost] of Object.entries({ sealing, opening })) {
    await context.annotate(
      `${what}: ${Math.round(cost.megabytes - small.megabytes)} MB above ${Math.round(small.megabytes)}, ${((cost.cpuSeconds * 1000) / 600).toFixed(1)} ms CPU a MB`,
    );
    expect(cost.megabytes - small.megabytes, what).toBeLessThan(300);
  }
});
