/** Everything is lost but two cards: the way back by the command line, and each way in which cards are not right. */

import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";

type WithId = { readonly id: string };
type Notes = { readonly notes: readonly { readonly id: string }[] };
type Shown = { readonly note: { readonly current: { readonly body: { readonly text: string } } } };
type Made = { readonly cards: readonly string[]; readonly undelivered: number; readonly provisional?: boolean };

const place = makePlace();
const elsewhere = makePlace();
const laptop = new Device(place, "laptop");
const fresh = new Device(place, "fresh");
let server: RunningServer;
let [chart, progress, psychotherapy] = ["", "", ""];

beforeAll(async () => {
  server = await startServer(place);
});
afterAll(async () => {
  await server.stop();
  place.remove();
  elsewhere.remove();
});

/** A folder with these cards, as files or as what stands in them. */
function table(name: string, cards: readonly (number | string)[], from = "cards", of = place): string {
  const folder = place.path(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [i, card] of cards.entries()) {
    const path = join(folder, `${i}.txt`);
    if (typeof card === "string") writeFileSync(path, card);
    else copyFileSync(of.path(join(from, `recovery-card-${card}-of-3.txt`)), path);
  }
  return folder;
}
const use = (cards: string, out = "new-cards") => [
  ...["recovery", "use", "--cards", cards, "--out", place.path(out), "--kit", place.path("new-kit.txt")],
];
const wordsOf = (card: number): string[] =>
  readFileSync(place.path(`cards/recovery-card-${card}-of-3.txt`), "utf8")
    .split("\n")
    .filter((line) => /^[ 1][0-9] {2}[a-z]/.test(line));

describe("before", () => {
  test("cards are made: three files of their owner's alone, delivered to at once", async () => {
    await laptop.found(server.origin);
    chart = (await laptop.must<WithId>(["chart", "create", "--name", "Client One"])).id;
    const input = "She slept better; the pomegranate ritual helped.\n";
    progress = (await laptop.must<WithId>(["note", "add", "--chart", chart], { input })).id;
    const own = { input: "My own unease about the lighthouse dream.\n" };
    const note = ["note", "add", "--chart", chart, "--kind", "psychotherapy"];
    psychotherapy = (await laptop.must<WithId>(note, own)).id;
    const made = await laptop.must<Made>(["recovery", "cards", "--out", place.path("cards")]);
    expect(made.cards.length).toBe(3);
    expect(made.undelivered).toBe(0);
    for (const path of made.cards) expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = await laptop.run(["recovery", "cards", "--out", place.path("cards")]);
    expect([again.exit, again.json.code]).toEqual([1, "file-exists"]);
    expect((await laptop.run(["recovery", "cards", "--out", place.path("x"), "--needed", "1"])).exit).toBe(2);
  });

  test("a drill says which cards are right", async () => {
    expect(await laptop.must(["recovery", "drill", "--cards", table("one", [2])])).toMatchObject({
      drilled: [2],
      enough: false,
    });
    expect(await laptop.must(["recovery", "drill", "--cards", place.path("cards")])).toMatchObject({
      drilled: [1, 2, 3],
      enough: true,
    });
  });
});

describe("everything is lost but two cards", () => {
  beforeAll(() => {
    rmSync(laptop.folder, { recursive: true });
    rmSync(place.path("kit.txt"));
  });

  test("what is not right about cards is said, and nothing is used up", async () => {
    const other = new Device(elsewhere, "other");
    await other.found(server.origin);
    await other.must(["recovery", "cards", "--out", elsewhere.path("cards")]);
    const spoken = wordsOf(1);
    const wrong = spoken.with(
      4,
      (spoken[4] ?? "").replace(/[a-z]+$/, (word) => (word === "zoo" ? "zone" : "zoo")),
    );
    const stranger = readFileSync(elsewhere.path("cards/recovery-card-2-of-3.txt"), "utf8");
    const cut = readFileSync(place.path("cards/recovery-card-2-of-3.txt"), "utf8").slice(0, -20);
    const tries: [string, readonly (number | string)[], string, object][] = [
      ["too few", [1], "recovery-cards-few", { needed: 2, given: 1 }],
      ["none", [], "recovery-cards-few", {}],
      ["one twice", [1, 1], "recovery-card-twice", { number: 1 }],
      ["one wrong word", [wrong.join("\n"), 2], "recovery-word-wrong", { line: 5, place: 9, card: 1 }],
      ["a line missing", [spoken.slice(1).join("\n"), 2], "recovery-card-unreadable", { card: 1 }],
      ["a character missing", [1, cut], "recovery-card-unreadable", { card: 2 }],
      ["another practice's", [1, stranger], "recovery-card-elsewhere", { number: 2 }],
    ];
    for (const [what, cards, code, facts] of tries) {
      const answer = await fresh.run<{ facts?: object; sentence: string }>(use(table("tried", cards)));
      expect([what, answer.exit, answer.json.code], answer.json.sentence).toEqual([what, 1, code]);
      expect(answer.json.facts ?? {}, what).toMatchObject(facts);
    }
    expect(readdirSync(place.path("new-cards"))).toEqual([]);
  });

  test("a fresh device opens the practice with two cards, one of them typed as words", async () => {
    const cards = table("two", [3, `${wordsOf(1).join("\n")}\n`]);
    const used = await fresh.must<Made>(use(cards));
    expect(used.cards.length).toBe(3);
    expect(used.provisional).toBe(true);
    expect(readFileSync(place.path("new-kit.txt"), "utf8")).toContain("ALCOVE-KIT-1");
    await fresh.must(["device", "confirm", "--yes"]);
    await fresh.must(["sync"]);
  });

  test("the note is there, the psychotherapy note stays closed, and writing goes on", async () => {
    const shown = await fresh.must<Shown>(["note", "show", progress]);
    expect(shown.note.current.body.text).toContain("pomegranate");
    expect((await fresh.run(["note", "show", psychotherapy])).json.code).toBe("note-unknown");
    const found = await fresh.must<Notes>(["note", "list", "--chart", chart]);
    expect(found.notes.map(({ id }) => id)).toEqual([progress]);
    await fresh.must(["note", "add", "--chart", chart], { input: "After the fire.\n" });
    expect(await fresh.must<{ problems: unknown[] }>(["ledger", "verify"])).toMatchObject({ problems: [] });
  });

  test("the old cards are void, the new ones and the new kit open everything again", async () => {
    const third = new Device(place, "third");
    const old = await third.run(
      [...use(table("old", [1, 2]), "third"), "--server", server.origin].with(7, place.path("k")),
    );
    expect(old.json.code).toBe("recovery-card-void");
    const args = ["device", "enrol", "--kit", place.path("new-kit.txt"), "--device-name", "third"];
    await third.must(args);
    const shown = await third.must<Notes>(["note", "list", "--chart", chart]);
    expect(shown.notes.length).toBe(2);
    expect(await third.run(["note", "show", psychotherapy])).toMatchObject({ json: { code: "note-unknown" } });
    const drill = ["recovery", "drill", "--cards", place.path("new-cards")];
    expect(await fresh.must(drill)).toMatchObject({ drilled: [1, 2, 3], enough: true, undelivered: 0 });
  });
});
