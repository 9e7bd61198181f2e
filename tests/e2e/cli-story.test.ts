/** The whole path by the command line: two devices, one server, real notes. One story, told step by step. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { encodeCbor } from "@alcove/bytes";
import { readDocument } from "@alcove/documents";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { findCorpus, Device, makePlace, type RunningServer, startServer } from "./alcove.ts";

type WithId = { readonly id: string; readonly waiting: number };
type Found = {
  readonly hits: readonly {
    readonly note: string;
    readonly kind: string;
    readonly snippet: readonly { text: string }[];
  }[];
  readonly total: number;
  readonly apart: number;
};
type Shown = {
  readonly note: {
    readonly head: { readonly conflict: boolean; readonly revisions: number };
    readonly current: { readonly body: { readonly text: string } };
    readonly others: readonly { readonly body: { readonly text: string } }[];
  };
};
type Imported = { readonly added: number; readonly alreadyThere: number; readonly waiting: number };

const place = makePlace();
const laptop = new Device(place, "laptop");
const phone = new Device(place, "phone");
let server: RunningServer;
let chart = "";
let progress = "";
let psychotherapy = "";

beforeAll(async () => {
  server = await startServer(place);
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

describe("two devices and a server", () => {
  test("founds a practice; kit and secret are the owner's alone", async () => {
    await laptop.found(server.origin, { secondFactor: true });
    for (const file of [place.path("kit.txt"), place.path("totp"), join(laptop.folder, "device.sqlite")]) {
      expect(statSync(file).mode & 0o777, file).toBe(0o600);
    }
    expect(readFileSync(place.path("kit.txt"), "utf8")).toContain("ALCOVE-KIT-1");
    const status = await laptop.must<{ phase: string; secondFactorSet: boolean; kitConfirmed: boolean }>(["status"]);
    expect(status).toMatchObject({ phase: "open", secondFactorSet: true, kitConfirmed: true });
  });

  test("writes notes of both kinds into a chart", async () => {
    chart = (await laptop.must<WithId>(["chart", "create", "--name", "Client One"])).id;
    const first = await laptop.must<WithId>(["note", "add", "--chart", chart, "--title", "Session 1"], {
      input: "She slept better; the pomegranate ritual helped.\n",
    });
    const second = await laptop.must<WithId>(["note", "add", "--chart", chart, "--kind", "psychotherapy"], {
      input: "My own unease about the lighthouse dream.\n",
    });
    expect([first.waiting, second.waiting]).toEqual([0, 0]);
    progress = first.id;
    psychotherapy = second.id;
  });

  test("a second device enrols by kit, is confirmed, and finds both notes", async () => {
    expect(await phone.enrol()).toMatchObject({ provisional: true });
    await phone.must(["device", "confirm", "--yes"]);
    await phone.must(["sync"]);
    const found = await phone.must<Found>(["search", "pomegran*"]);
    expect(found.hits.map(({ note }) => note)).toEqual([progress]);
    const apart = await phone.must<Found>(["search", "lighthouse"]);
    expect([apart.total, apart.apart, apart.hits]).toEqual([0, 1, []]);
    const inWords = async (words: string) => (await phone.start(["search", words]).ended).stdout;
    expect(await inWords("lighthouse")).toBe("1 psychotherapy note matches: --kind psychotherapy shows them.\n");
    expect(await inWords("the")).toContain("\n\n1 psychotherapy note matches too:");
    expect((await phone.must<Found>(["search", "pomegran*", "--author", "ada fern"])).total).toBe(found.total);
    expect(await phone.run(["search", "pomegran*", "--author", "Nobody"])).toMatchObject({
      exit: 5,
      json: { code: "member-unknown" },
    });
    const own = await phone.must<Found>(["search", "lighthouse", "--kind", "psychotherapy"]);
    expect(own.hits.map(({ note }) => note)).toEqual([psychotherapy]);
  });

  test("two edits made apart and offline keep both texts, until a person joins them", async () => {
    await server.stop();
    const mine = await laptop.must<WithId>(["note", "edit", progress], { input: "Written on the laptop.\n" });
    const other = await phone.must<WithId>(["note", "edit", progress], { input: "Written on the phone.\n" });
    expect([mine.waiting, other.waiting]).toEqual([1, 1]);
    // What was read a moment ago is not called old.
    expect((await phone.start(["chart", "list"]).ended).stdout).not.toContain("sync");
    const threeHoursAgo = Date.now() - 3 * 3_600_000 - 1000;
    const file = new DatabaseSync(join(phone.folder, "device.sqlite"));
    file.prepare("UPDATE settings SET value = ? WHERE name = 'syncedAt'").run(encodeCbor(threeHoursAgo));
    file.close();
    for (const reading of [
      ["chart", "list"],
      ["search", "written"],
      ["note", "list", "--chart", chart],
    ]) {
      const { stdout } = await phone.start(reading).ended;
      expect(stdout).toMatch(/\n\nAs of the last sync, 3 hours ago: alcove sync fetches what is new\.\n$/);
      expect(await phone.must(reading)).toMatchObject({ syncedAt: threeHoursAgo });
    }
    server = await server.again();
    for (const device of [laptop, phone, laptop]) await device.must(["sync"]);
    for (const device of [laptop, phone]) {
      const { note } = await device.must<Shown>(["note", "show", progress]);
      expect(note.head).toMatchObject({ conflict: true, revisions: 3 });
      expect(await device.must(["chart", "list"])).toMatchObject({ charts: [{ id: chart, conflicts: 1 }] });
      expect(await device.must(["status"])).toMatchObject({ conflicts: 1 });
      const texts = [note.current, ...note.others].map(({ body }) => body.text).sort();
      expect(texts).toEqual(["Written on the laptop.\n", "Written on the phone.\n"]);
    }
    await phone.must(["note", "edit", progress, "--settle"], { input: "Both in one, still about the pomegranate.\n" });
    await laptop.must(["sync"]);
    const { note } = await laptop.must<Shown>(["note", "show", progress]);
    expect(note.head).toMatchObject({ conflict: false, revisions: 4 });
    expect(note.current.body.text).toBe("Both in one, still about the pomegranate.\n");
    const { versions } = await laptop.must<{ versions: readonly { body: { text: string } }[] }>([
      "note",
      "history",
      progress,
    ]);
    expect(versions.map(({ body }) => body.text)).toContain("She slept better; the pomegranate ritual helped.\n");
  });

  test("files come out of the other device as they went in, and one that goes in twice is stored once", async () => {
    const files: { readonly id: string; readonly path: string }[] = [];
    // The last one is padded to a chunk more than it fills.
    for (const bytes of [1, 262_144, 16_777_519]) {
      const path = place.path(`scan-${bytes}.pdf`);
      const content = Buffer.alloc(bytes);
      for (let i = 0; i < bytes; i++) content[i] = (i * 7 + (i >> 8)) % 256;
      writeFileSync(path, content);
      files.push({ path, ...(await laptop.must<WithId>(["attach", path, "--chart", chart, "--note", psychotherapy])) });
    }
    const [{ path, ...first }] = files as [(typeof files)[0]];
    const second = await laptop.must<WithId>(["attach", path, "--chart", chart, "--note", psychotherapy]);
    expect(Object.keys(second)).toEqual(Object.keys(first));
    expect(second.id).not.toBe(first.id);
    const practices = readdirSync(place.path("server/blobs")).filter((name) => name !== "incoming");
    expect(practices.flatMap((practice) => readdirSync(place.path(`server/blobs/${practice}`)))).toHaveLength(3);
    files.push({ path, ...second });
    await phone.must(["sync"]);
    for (const { id, path } of files) {
      const out = place.path(`${id}.out`);
      await phone.must(["detach", id, "--out", out]);
      expect(readFileSync(out).equals(readFileSync(path)), path).toBe(true);
    }
  });

  test("100 real notes go in, once, and are all found on the other device", async (context) => {
    const corpus = await findCorpus(context);
    if (corpus === undefined) return;
    const into = (await laptop.must<WithId>(["chart", "create", "--name", "Taken off the laptop"])).id;
    const first = await laptop.must<Imported>(["import", corpus, "--chart", into]);
    expect(first).toMatchObject({ added: 100, alreadyThere: 0, waiting: 0 });
    const again = await laptop.must<Imported>(["import", corpus, "--chart", into]);
    expect(again).toMatchObject({ added: 0, alreadyThere: 100 });
    await phone.must(["sync"]);
    const fromPhone = await phone.must<Imported>(["import", corpus, "--chart", into]);
    expect(fromPhone).toMatchObject({ added: 0, alreadyThere: 100 });
    const { notes } = await phone.must<{ notes: readonly { id: string }[] }>(["note", "list", "--chart", into]);
    expect(notes).toHaveLength(100);
    const read = await readDocument({ path: "corpus.csv", bytes: new Uint8Array(readFileSync(corpus)) });
    const texts = read.ok ? read.notes.map(({ text }) => text) : [];
    for (const word of ["the", "patient", "pain"]) {
      const found = await phone.must<Found>(["search", word, "--chart", into, "--limit", "200"]);
      expect(found.total, word).toBe(texts.filter((text) => new RegExp(`\\b${word}\\b`, "i").test(text)).length);
      expect(found.hits).toHaveLength(found.total);
    }
    const out = place.path("export-corpus");
    expect(await phone.must(["export", "--chart", into, "--out", out])).toMatchObject({ notes: 100 });
    const written = readdirSync(join(out, "notes")).map((name) => readFileSync(join(out, "notes", name), "utf8"));
    const bodies = written.map((file) => file.slice(file.indexOf("\n\n") + 2));
    expect(bodies.sort()).toEqual(texts.sort());
  });

  test("exports a chart as files whose hashes are right, without psychotherapy notes unless asked", async () => {
    const out = place.path("export");
    const facts = await phone.must<{ notes: number; attachments: number }>(["export", "--chart", chart, "--out", out]);
    expect(facts).toMatchObject({
      notes: 1,
      attachments: 0,
      leftOut: { psychotherapyNotes: 1, attachments: 0, earlierVersions: 3 },
    });
    const all = place.path("export-all");
    const everything = ["export", "--chart", chart, "--out", all, "--psychotherapy", "--all-versions"];
    expect(await phone.must(everything)).toMatchObject({ notes: 2, versions: 5, attachments: 4 });
    for (const folder of [out, all]) {
      const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as {
        files: readonly { path: string; sha256: string; bytes: number }[];
      };
      const written = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      expect(written).toHaveLength(manifest.files.length + 2);
      for (const file of manifest.files) {
        const content = readFileSync(join(folder, file.path));
        expect(createHash("sha256").update(content).digest("hex")).toBe(file.sha256);
        expect(statSync(join(folder, file.path)).mode & 0o777).toBe(0o600);
      }
    }
    const words = readdirSync(join(out, "notes")).map((name) => readFileSync(join(out, "notes", name), "utf8"));
    expect(words.join()).toContain("still about the pomegranate");
    expect(words.join()).not.toContain("lighthouse");
    expect(await phone.run(everything)).toMatchObject({ exit: 1, json: { code: "file-exists" } });
    const { sittings } = await phone.must<{ sittings: readonly { acts: readonly { act: string; kind: string }[] }[] }>([
      ...["chart", "log", "--chart", chart],
    ]);
    const exported = sittings.flatMap(({ acts }) => acts).filter(({ act }) => act === "exported");
    expect(exported.map(({ kind }) => kind).toSorted()).toEqual(["progress", "psychotherapy"]);
  });

  test("the ledger verifies on both devices, and both see the same", async () => {
    type Report = { valid: boolean; current: boolean; size: number; root: string; envelopes: number };
    await laptop.must(["sync"]);
    const mine = await laptop.must<Report>(["ledger", "verify"]);
    const other = await phone.must<Report>(["ledger", "verify"]);
    expect(mine).toMatchObject({ valid: true, current: true });
    expect(other).toMatchObject({ valid: true, current: true, size: mine.size, root: mine.root });
    expect(other.envelopes).toBe(mine.envelopes);
  });

  test("charts are renamed on every device", async () => {
    await phone.must(["chart", "rename", chart, "--name", "Client 1"]);
    await laptop.must(["sync"]);
    const { charts } = await laptop.must<{ charts: readonly { id: string; name: string }[] }>(["chart", "list"]);
    expect(charts.find(({ id }) => id === chart)).toMatchObject({
      name: "Client 1",
      progressNotes: 1,
      psychotherapyNotes: 1,
    });
  });

  test("a revoked device sends nothing any more and keeps what it has", async () => {
    const { devices } = await laptop.must<{ devices: readonly { id: string; name: string }[] }>(["device", "list"]);
    const lost = devices.find(({ name }) => name === "phone");
    expect(lost).toBeDefined();
    await laptop.must(["device", "revoke", lost?.id ?? "", "--reason", "lost"]);
    const written = await phone.must<WithId & { why: { code: string } }>(["note", "add", "--chart", chart], {
      input: "Written after the loss.\n",
    });
    expect(written).toMatchObject({ waiting: 1, why: { code: "device-revoked" } });
    expect(await phone.run(["sync"])).toMatchObject({ exit: 1, json: { code: "device-revoked" } });
    expect((await phone.must<Found>(["search", "pomegranate"])).total).toBe(1);
    await laptop.must(["sync"]);
    expect((await laptop.run<Found>(["search", "loss"])).json.total).toBe(0);
  });
});

test("a folder of notes, hidden and foreign files in it, comes in as it stands", async () => {
  const folder = place.path("old-notes");
  mkdirSync(join(folder, "2019", "empty"), { recursive: true });
  writeFileSync(join(folder, "2019", "march.txt"), "A note on the marigold.\r\nSecond line.\r\n");
  writeFileSync(join(folder, "07-04-2019 April.md"), "# April\n\nThe heron came back.\n");
  writeFileSync(join(folder, "21-03-2019.md"), "By this one the other's name is read: day first.\n");
  writeFileSync(join(folder, "picture.png"), "not read");
  writeFileSync(join(folder, ".hidden.txt"), "not read");
  const into = (await laptop.must<WithId>(["chart", "create", "--name", "Old notes"])).id;
  const imported = await laptop.must<Imported>(["import", folder, "--chart", into, "--kind", "psychotherapy"]);
  expect(imported).toMatchObject({
    added: 3,
    files: { found: 3, read: 3 },
    skipped: { unsupported: ["picture.png"], hidden: 1 },
  });
  const found = await laptop.must<Found>(["search", "heron", "--kind", "psychotherapy"]);
  expect(found.hits).toMatchObject([{ date: "2019-04-07" }]);
  const shown = await laptop.must<Found>(["search", "marigold", "--kind", "psychotherapy"]);
  const { note } = await laptop.must<Shown>(["note", "show", shown.hits[0]?.note ?? ""]);
  expect(note.current.body.text).toBe("A note on the marigold.\r\nSecond line.\r\n");
  expect(existsSync(place.path("old-notes"))).toBe(true);
  rmSync(folder, { recursive: true });
});

test("in earnest, a second device enrols and finds what the first one wrote", async () => {
  const own = makePlace();
  onTestFinished(() => own.remove());
  const running = await startServer(own);
  onTestFinished(async () => void (await running.stop()));
  const first = new Device(own, "first", { inEarnest: true });
  const second = new Device(own, "second", { inEarnest: true });
  await first.found(running.origin);
  const into = (await first.must<WithId>(["chart", "create", "--name", "Client One"])).id;
  await first.must(["note", "add", "--chart", into], { input: "The marigold came up.\n" });
  expect(await second.enrol()).toMatchObject({ provisional: true });
  await second.must(["sync"]);
  expect((await second.must<Found>(["search", "marigold"])).total).toBe(1);
});
