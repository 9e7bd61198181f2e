/** Cards for psychotherapy notes and a professional will, by the command line. */

import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";
import { bringInBen } from "./pairing-steps.ts";

const place = makePlace();
const ada = new Device(place, "ada");
const ben = new Device(place, "ben");
const members = { ada: "", ben: "" };
let server: RunningServer;
let chart = "";

type Made = { readonly cards: readonly string[]; readonly undelivered: number; readonly successor?: string };
type Notes = { readonly notes: readonly { readonly id: string; readonly kind: string }[] };

beforeAll(async () => {
  server = await startServer(place);
  await ada.found(server.origin);
  members.ben = await bringInBen(ada, ben, place);
  const { members: all } = await ada.must<{ members: readonly { id: string; isYou: boolean }[] }>(["member", "list"]);
  members.ada = all.find(({ isYou }) => isYou)?.id ?? "";
  ({ id: chart } = await ben.must<{ id: string }>(["chart", "create", "--name", "Client One"]));
  const apart = ["note", "add", "--chart", chart, "--kind", "psychotherapy"];
  await ben.must(apart, { input: "My own unease about the lighthouse dream.\n" });
  await ada.must(["recovery", "cards", "--out", place.path("practice")]);
  await ada.must(["sync"]);
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

/** A folder with these cards out of another. */
function table(name: string, from: string, ...numbers: number[]): string {
  const folder = place.path(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const n of numbers)
    copyFileSync(
      place.path(join(from, `${from === "own" ? "notes" : "recovery"}-card-${n}-of-3.txt`)),
      join(folder, `${n}.txt`),
    );
  return folder;
}
const use = (device: Device, folder: string) => device.run(["successor", "use", "--cards", folder]);
const apartIn = async (device: Device) => {
  await device.must(["sync"]);
  const { notes } = await device.must<Notes>(["note", "list", "--chart", chart]);
  return notes.filter(({ kind }) => kind === "psychotherapy").length;
};

test("nothing is decided, then that they stay closed, then cards for one colleague", async () => {
  expect(await ben.must(["successor", "show"])).toMatchObject({ charts: 1, notesStayClosed: false, uses: [] });
  await ben.must(["successor", "decline"]);
  expect(await ben.must(["successor", "show"])).toMatchObject({ notesStayClosed: true });
  await ben.must(["successor", "decline", "--take-back"]);
  const out = place.path("own");
  expect((await ben.run(["successor", "cards", "--out", place.path("x"), "--needed", "1"])).exit).toBe(2);
  const made = await ben.must<Made>(["successor", "cards", "--out", out, "--member", members.ada]);
  expect(made).toMatchObject({ undelivered: 0, successor: members.ada });
  expect(made.cards.map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
  expect(readFileSync(made.cards[0] ?? "", "utf8")).toContain("For the psychotherapy notes of Ben");
  expect(await ben.must(["recovery", "drill", "--cards", table("drill", "own", 2)])).toMatchObject({ enough: false });
  expect(await ben.must(["successor", "show"])).toMatchObject({ set: { needed: 2, cards: 3, drilled: [2] } });
});

test("IN-01 the practice's cards open nothing, the author's own only to whom they name", async () => {
  await ada.must(["sync"]);
  const practices = await use(ada, table("practices", "practice", 1, 2));
  expect([practices.exit, practices.json.code]).toEqual([1, "recovery-cards-other"]);
  const few = await use(ada, table("few", "own", 1));
  expect([few.exit, few.json.code]).toEqual([1, "recovery-cards-few"]);
  const others = await use(ben, table("ben", "own", 1, 3));
  expect([others.exit, others.json.code]).toEqual([1, "successor-not-named"]);
  expect(await apartIn(ada)).toBe(0);
});

test("with enough cards she reads, everybody is told, and he ends it", async () => {
  const used = await use(ada, table("enough", "own", 1, 3));
  expect(used.json).toMatchObject({ author: members.ben, charts: 1 });
  expect(await apartIn(ada)).toBe(1);
  await ben.must(["sync"]);
  expect(await ben.must(["successor", "show"])).toMatchObject({ uses: [{ isYours: true, charts: 1 }] });
  expect(await ben.must(["status"])).toMatchObject({ successorCardsUsed: true, willDue: "missing" });
  const again = await use(ada, table("again", "own", 1, 3));
  expect([again.exit, again.json.code]).toEqual([1, "recovery-card-void"]);
  expect((await ben.run(["successor", "end", "--what", "everything"])).exit).toBe(2);
  await ben.must(["successor", "end", "--what", "reading"]);
  expect(await apartIn(ada)).toBe(0);
  const none = await ben.run(["successor", "end", "--what", "cards"]);
  expect([none.exit, none.json.code]).toEqual([1, "recovery-set-missing"]);
});

test("a will is written, confirmed, read by the owner and printed", async () => {
  const missing = await ben.run(["will", "write"]);
  expect([missing.exit, missing.json.code]).toEqual([1, "name-empty"]);
  writeFileSync(place.path("what-to-do.txt"), "Call everybody with an appointment this week first.\n");
  const write = ["will", "write", "--executor", "Dr. Noor Haddad, 555 0100", "--cards", "In the safe."];
  await ben.must([...write, "--instructions", place.path("what-to-do.txt")]);
  await ben.must(["will", "write", "--backup", "Dr. Lee Park"]);
  await ada.must(["sync"]);
  const { wills } = await ada.must<{ wills: readonly object[] }>(["will", "show"]);
  expect(wills).toMatchObject([
    { executor: "Dr. Noor Haddad, 555 0100", backup: "Dr. Lee Park", cards: "In the safe." },
  ]);
  const pdf = place.path("will.pdf");
  await ada.must(["will", "show", "--member", members.ben, "--out", pdf]);
  expect(readFileSync(pdf, "latin1")).toContain("Call everybody");
  expect((await ada.run(["will", "show", "--member", members.ada])).json.code).toBe("member-unknown");
});
