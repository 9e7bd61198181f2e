/** A practice of three by the command line, over the real server: they join, share charts, and one of them goes. */

import { readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Device, type Facts, makePlace, run, type Running, type RunningServer, start, startServer } from "./alcove.ts";
import { step } from "./pairing-steps.ts";

type Saved = Facts & { readonly id: string; readonly waiting: number; readonly held: number };
type Chart = { readonly id: string; readonly opens: boolean; readonly writes: boolean };
type Access = {
  readonly access: readonly {
    readonly name: string;
    readonly kind: string;
    readonly writes: boolean;
    readonly until?: string;
  }[];
};
type Held = { readonly held: readonly { readonly id: string; readonly text: string; readonly waitsFor: string }[] };
type Joined = Facts & { readonly member: string; readonly role: string };

const place = makePlace();
const ada = new Device(place, "ada");
const ben = new Device(place, "ben");
const cleo = new Device(place, "cleo");
const members = { ada: "", ben: "", cleo: "" };
let server: RunningServer;
let chart = "";
let usedWords = "";

beforeAll(async () => {
  server = await startServer(place);
  await ada.found(server.origin);
  chart = (await ada.must<Saved>(["chart", "create", "--name", "Client One"])).id;
  await add(ada, "Before Ben, about a heron.");
  await add(ada, "Ada's own unease.", "psychotherapy");
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

const add = (device: Device, text: string, kind = "progress", more: readonly string[] = []) =>
  device.must<Saved>(["note", "add", "--chart", chart, "--kind", kind, ...more], { input: `${text}\n` });

/** First words of the notes that the device lists, after a sync. */
async function notesOf(device: Device): Promise<string[]> {
  await device.must(["sync"]);
  const { notes } = await device.must<{ notes: readonly { excerpt: string; kind: string; author: string }[] }>([
    ...["note", "list", "--chart", chart],
  ]);
  return notes.map(({ excerpt, kind, author }) => (kind === "psychotherapy" ? `of ${author}` : excerpt)).toSorted();
}

const invite = (role: string): Running =>
  ada.start(["member", "invite", "--role", role, "--json", "--words-from-stdin"], { input: "open" });

const joining = (device: Device, name: string, invitation: readonly string[]): string[] => [
  ...["member", "join", ...invitation, "--name", name, "--email", `${device.name}@willow.example`],
  ...["--words-from-stdin", "--device-name", `${name}'s laptop`, "--kit", place.path(`kit-${device.name}`)],
  ...["--totp-file", place.path(`totp-${device.name}`), "--spare-codes", place.path(`spare-${device.name}`)],
];

const wordsFor = (words: readonly string[] | undefined): string[] => [
  ...["--invitation", (words ?? []).join(" "), "--server", server.origin],
];

/** Both programs to their end; the line that `pick` makes of what the newcomer shows goes to the inviter. */
async function meet(
  inviting: Running,
  newcomer: Running,
  pick: (shown: readonly string[], choices: readonly (readonly string[])[]) => readonly string[] = (shown) => shown,
) {
  const { words: shown = [] } = await step(newcomer, "compare");
  const { choices = [] } = await step(inviting, "compare");
  expect(choices).toContainEqual(shown);
  inviting.process.stdin?.end(`${pick(shown, choices).join(" ")}\n`);
  newcomer.process.stdin?.end(`${shown.join(" ")}\n`);
  const [invited, joined] = await Promise.all([inviting.ended, newcomer.ended]);
  return {
    exits: [invited.exit, joined.exit],
    invited: JSON.parse(invited.stdout) as Joined,
    joined: JSON.parse(joined.stdout) as Joined,
  };
}

describe("joining", () => {
  test("by twelve words: a member with keys, Kit and second factor of their own", async () => {
    const inviting = invite("clinician");
    const { words } = await step(inviting, "waiting");
    usedWords = (words ?? []).join(" ");
    const newcomer = ben.start([...joining(ben, "Ben Moor", wordsFor(words)), "--json"], { input: "open" });
    const { exits, invited, joined } = await meet(inviting, newcomer);
    expect(exits, JSON.stringify([invited, joined])).toEqual([0, 0]);
    expect(joined).toMatchObject({ role: "clinician", secondFactorSet: true, kitConfirmed: true, waiting: 0 });
    expect(invited).toMatchObject({ member: joined.member, role: "clinician" });
    expect(readFileSync(place.path("spare-ben"), "utf8").trim().split("\n")).toHaveLength(10);
    for (const file of ["kit-ben", "totp-ben", "spare-ben"])
      expect(statSync(place.path(file)).mode & 0o777, file).toBe(0o600);
    members.ben = joined.member;
  });

  test("POL-1 an owner sets the practice's rules, a clinician reads them", async () => {
    type Rules = { readonly rules: { readonly idleMinutes: number | null; readonly passkeyHours: number | null } };
    const refused = await ben.run(["practice", "rules", "--idle", "5"]);
    expect(refused.json).toMatchObject({ code: "not-entitled" });
    expect((await ada.run(["practice", "rules", "--idle", "481"])).json).toMatchObject({ code: "rules-unfit" });
    await ada.must(["practice", "rules", "--idle", "5", "--passkey-hours", "10"]);
    await ada.must(["practice", "rules", "--passkey-hours", "off"]);
    const { rules } = await ben.must<Rules>(["practice", "rules"]);
    expect(rules).toMatchObject({ idleMinutes: 5, passkeyHours: null, rotationMonths: null });
  });

  test("FRE-3 a member says when they are away and on which days they work, an owner of others", async () => {
    type Listed = {
      readonly members: readonly { readonly name: string; readonly away?: object; readonly workdays: number[] }[];
    };
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const until = day(3);
    await ben.must(["member", "away", "--until", until, "--workdays", "mon,wed"]);
    const inList = async () =>
      (await ada.must<Listed>(["member", "list"])).members.find(({ name }) => name === "Ben Moor");
    expect(await inList()).toMatchObject({ workdays: [1, 3], away: { until, byName: "Ben Moor" } });
    expect((await start(ada.args(["member", "list"])).ended).stdout).toMatch(
      /away .* to .*, says Ben Moor; works mon, wed/,
    );
    await ada.must(["member", "away", "--member", members.ben, "--back"]);
    expect(await inList()).toMatchObject({ workdays: [1, 3] });
    expect((await inList())?.away).toBeUndefined();
    expect((await ada.run(["member", "away", "--until", day(100)])).json).toMatchObject({ code: "presence-unfit" });
    for (const wrong of [[], ["--workdays", "someday"], ["--from", until], ["--back", "--until", until]])
      expect((await ben.run(["member", "away", ...wrong])).exit, wrong.join(" ")).toBe(2);
    expect((await ben.run(["member", "away", "--member", "00", "--back"])).exit).toBe(5);
  });

  test("by the QR code's text, which holds the server's address", async () => {
    const inviting = invite("supervisor");
    const { qr = "" } = await step(inviting, "waiting");
    const newcomer = cleo.start([...joining(cleo, "Cleo Ash", ["--invitation", qr]), "--json"], { input: "open" });
    const { exits, joined } = await meet(inviting, newcomer);
    expect(exits).toEqual([0, 0]);
    members.cleo = joined.member;
    const listed = await ada.must<{ members: readonly { id: string; name: string; role: string }[] }>([
      ...["member", "list"],
    ]);
    expect(listed.members.map(({ name, role }) => `${name}, ${role}`).toSorted()).toEqual([
      "Ada Fern, owner",
      "Ben Moor, clinician",
      "Cleo Ash, supervisor",
    ]);
    members.ada = listed.members[0]?.id ?? "";
  });

  test("whoever joined sees names and no chart's notes, and writes in no chart of others", async () => {
    const { charts } = await ben.must<{ charts: readonly Chart[] }>(["chart", "list"]);
    expect(charts).toMatchObject([{ id: chart, opens: false, writes: false }]);
    expect((await start(ben.args(["chart", "list"])).ended).stdout).toContain("Client One  (not open to you)");
    expect(await notesOf(ben)).toEqual([]);
    const input = "Not mine to write.\n";
    const refused = await ben.run(["note", "add", "--chart", chart], { input });
    expect(refused).toMatchObject({ exit: 1, json: { code: "not-entitled" } });
    const exported = await ben.run(["export", "--chart", chart, "--out", place.path("export")]);
    expect(exported).toMatchObject({ exit: 1, json: { code: "not-entitled" } });
  });
});

describe("charts", () => {
  const share = (member: string, ...more: string[]) => [
    ...["chart", "share", "--chart", chart, "--member", member, ...more],
  ];

  test("a shared chart opens with its history; who may write does, who may read does not", async () => {
    await ada.must(share(members.ben, "--right", "read-write"));
    await ada.must(share(members.cleo));
    expect(await notesOf(ben)).toEqual(["Before Ben, about a heron."]);
    expect(await add(ben, "Ben was here.")).toMatchObject({ waiting: 0, held: 0 });
    expect(await notesOf(cleo)).toEqual(["Before Ben, about a heron.", "Ben was here."]);
    expect(await notesOf(ada)).toContain("Ben was here.");
    const refused = await cleo.run(["note", "add", "--chart", chart], { input: "Cleo too.\n" });
    expect(refused).toMatchObject({ exit: 1, json: { code: "not-entitled" } });
    const { access } = await cleo.must<Access>(["chart", "access", "--chart", chart]);
    const lines = access.filter(({ kind }) => kind === "progress").map(({ name, writes }) => `${name} ${writes}`);
    expect(lines.toSorted()).toEqual(["Ada Fern true", "Ben Moor true", "Cleo Ash false"]);
  });

  test("ACL-1 the chart's log says who looked, to those who have it open", async () => {
    await cleo.must(["sync"]);
    type Log = { readonly reads: boolean; readonly sittings: readonly { name: string; acts: readonly object[] }[] };
    const { reads, sittings } = await ada.must<Log>(["chart", "log", "--chart", chart]);
    expect(reads).toBe(true);
    expect(sittings.map(({ name }) => name)).toEqual(expect.arrayContaining(["Ada Fern", "Ben Moor", "Cleo Ash"]));
    const inWords = (await start(cleo.args(["chart", "log", "--chart", chart])).ended).stdout;
    expect(inWords).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}Ben Moor, Ben Moor's laptop: looked at the list/m);
    expect((await ada.run(["chart", "log", "--chart", "00".repeat(16)])).json).toMatchObject({ code: "chart-unknown" });
  });

  test("psychotherapy notes are their author's: given by them alone, to read, and taken back", async () => {
    await add(ben, "Ben's own unease.", "psychotherapy");
    expect(await notesOf(ada)).toEqual(["Before Ben, about a heron.", "Ben was here.", "of Ada Fern"]);
    await ada.must(share(members.ben, "--kind", "psychotherapy", "--until", "2120-02-29"));
    expect(await notesOf(ben)).toEqual(["Before Ben, about a heron.", "Ben was here.", "of Ada Fern", "of Ben Moor"]);
    // A reader hands on what is theirs, and nothing of the author's.
    await ben.must(share(members.cleo, "--kind", "psychotherapy"));
    expect(await notesOf(cleo)).toEqual(["Before Ben, about a heron.", "Ben was here.", "of Ben Moor"]);
    const { access } = await ada.must<Access>(["chart", "access", "--chart", chart]);
    expect(access).toContainEqual(expect.objectContaining({ name: "Ben Moor", until: "2120-02-29" }));
    const unshare = ["chart", "unshare", "--chart", chart, "--kind", "psychotherapy", "--member"];
    await ada.must([...unshare, members.ben]);
    expect(await notesOf(ben)).not.toContain("of Ada Fern");
    expect(await ada.run([...unshare, members.cleo])).toMatchObject({ exit: 1, json: { code: "not-entitled" } });
  });

  test("what was written when the right ended is held and shown; it goes with the right, or is given up", async () => {
    await server.stop();
    for (const text of ["Written on the train.", "Not worth keeping."])
      expect((await add(ben, text, "progress", ["--wait", "1"])).waiting).toBeGreaterThan(0);
    server = await server.again();
    await ada.must(["chart", "unshare", "--chart", chart, "--member", members.ben]);
    expect(await ben.must(["sync"])).toMatchObject({ waiting: 0, held: 2 });
    expect(await ben.must(["status"])).toMatchObject({ waiting: 0, held: 2, heldFor: { right: 2, key: 0 } });
    const inWords = (await start(ben.args(["status"])).ended).stdout;
    expect(inWords).toMatch(/Held +2 saves: you may not write there/);
    const { held } = await ben.must<Held>(["held", "list"]);
    expect(held).toMatchObject([
      { text: "Written on the train.\n", waitsFor: "right" },
      { text: "Not worth keeping.\n", waitsFor: "right" },
    ]);
    expect((await start(ben.args(["held", "list"])).ended).stdout).toContain("Written on the train.");
    expect(await notesOf(ben)).not.toContain("Before Ben, about a heron.");
    await ben.must(["held", "discard", "--id", held[1]?.id ?? ""]);
    const again = await ben.run(["held", "discard", "--id", held[1]?.id ?? ""]);
    expect(again).toMatchObject({ exit: 5, json: { code: "save-unknown" } });

    await ada.must(share(members.ben, "--right", "read-write"));
    const notes = await notesOf(ben);
    expect(notes).toContain("Written on the train.");
    expect(notes).not.toContain("Not worth keeping.");
    expect((await ben.must<Held>(["held", "list"])).held).toEqual([]);
    expect(await notesOf(ada)).toContain("Written on the train.");
  });
});

describe("what is refused", () => {
  const stranger = new Device(place, "stranger");

  test("a role, right or day that there is not, and flags that are missing: exit code 2", async () => {
    const cases = [
      ["member", "invite", "--role", "chef"],
      ["member", "role", "--member", members.ben, "--role", "admin"],
      ["chart", "share", "--chart", chart, "--member", members.ben, "--right", "write"],
      ["chart", "share", "--chart", chart, "--member", members.ben, "--until", "2020-01-01"],
      ["chart", "share", "--chart", chart, "--member", members.ben, "--kind", "psychotherapy", "--right", "read-write"],
      ["chart", "share", "--chart", chart, "--member", members.ada],
      ["member", "join", "--name", "No Words", "--email", "no@words.example"],
    ];
    for (const args of cases)
      expect(await ada.run(args), args.join(" ")).toMatchObject({ exit: 2, json: { code: "usage" } });
  });

  test("whom and what there is not: exit code 5", async () => {
    const nowhere = "0123456789abcdef0123456789abcdef";
    const cases: [string[], string][] = [
      [["member", "remove", "--member", nowhere], "member-unknown"],
      [["member", "role", "--member", "Ben", "--role", "biller"], "member-unknown"],
      [["chart", "share", "--chart", chart, "--member", nowhere], "member-unknown"],
      [["chart", "share", "--chart", nowhere, "--member", members.ben], "chart-unknown"],
      [["chart", "unshare", "--chart", chart, "--member", nowhere], "member-unknown"],
      [["chart", "access", "--chart", nowhere], "chart-unknown"],
    ];
    for (const [args, code] of cases)
      expect(await ada.run(args), args.join(" ")).toMatchObject({ exit: 5, json: { code } });
  });

  test("the last owner stays owner, and who is none decides about nobody", async () => {
    const own = [
      ["member", "remove", "--member", members.ada],
      ["member", "role", "--member", members.ada, "--role", "clinician"],
    ];
    for (const args of own) expect(await ada.run(args)).toMatchObject({ exit: 1, json: { code: "last-owner" } });
    const others = [
      ["member", "invite", "--role", "clinician"],
      ["member", "remove", "--member", members.cleo],
      ["member", "role", "--member", members.cleo, "--role", "biller"],
    ];
    for (const args of others) expect(await ben.run(args)).toMatchObject({ exit: 1, json: { code: "not-entitled" } });
    await ada.must(["member", "role", "--member", members.ben, "--role", "front desk"]);
    const { members: listed } = await ben.must<{ members: readonly object[] }>(["member", "list"]);
    expect(listed).toContainEqual(expect.objectContaining({ name: "Ben Moor", isYou: true, role: "front-desk" }));
  });

  test("an invitation that was used, that is none, or that a file stands in the way of", async () => {
    const used = joining(stranger, "Mal Ory", ["--invitation", usedWords, "--server", server.origin]);
    expect(await stranger.run(used)).toMatchObject({ exit: 1, json: { code: "invitation-unknown" } });
    const none = joining(stranger, "Mal Ory", wordsFor(Array.from({ length: 12 }, () => "abandon")));
    expect(await stranger.run(none)).toMatchObject({ exit: 1, json: { code: "invitation-unreadable" } });
    const taken = [...used, "--kit", place.path("kit-ben")];
    expect(await stranger.run(taken)).toMatchObject({ exit: 1, json: { code: "file-exists" } });
    expect(await ben.run(used)).toMatchObject({ exit: 1, json: { code: "already-set-up" } });
  });

  test("an invitation of the other kind is used up by nobody; a wrong line of words ends it for both", async () => {
    const pairing = ada.start(["device", "pair", "--json"]);
    const { words: forDevice } = await step(pairing, "waiting");
    const wrongKind = await stranger.run(joining(stranger, "Mal Ory", wordsFor(forDevice)));
    expect(wrongKind).toMatchObject({ exit: 1, json: { code: "invitation-for-another" } });
    pairing.process.kill("SIGINT");
    expect((await pairing.ended).exit).toBe(130);

    const inviting = invite("biller");
    const { words } = await step(inviting, "waiting");
    const pair = await stranger.run(["device", "pair", "--words-from-stdin", ...wordsFor(words)]);
    expect(pair).toMatchObject({ exit: 1, json: { code: "invitation-for-another" } });
    const newcomer = stranger.start([...joining(stranger, "Mal Ory", wordsFor(words)), "--json"], { input: "open" });
    const { exits, invited, joined } = await meet(
      ...([inviting, newcomer] as const),
      (shown, choices) => choices.find((line) => line.join() !== shown.join()) ?? [],
    );
    expect(exits).toEqual([1, 1]);
    expect([invited.code, joined.code]).toEqual(["pairing-words-differ", "pairing-stopped"]);
    expect((await stranger.run<{ phase: string }>(["status"])).json.phase).toBe("empty");
    const { members: listed } = await ada.must<{ members: readonly object[] }>(["member", "list"]);
    expect(listed).toHaveLength(3);
  });
});

describe("leaving", () => {
  test("who alone can open a chart shares it first", async () => {
    const { id } = await cleo.must<Saved>(["chart", "create", "--name", "Cleo's client"]);
    await cleo.must(["note", "add", "--chart", id], { input: "Known to Cleo only.\n" });
    const removal = ["member", "remove", "--member", members.cleo];
    const refused = await ada.run<{ facts: object }>(removal);
    expect(refused).toMatchObject({ exit: 1, json: { code: "last-reader", facts: { charts: 1 } } });
    // The owner may let herself in, and Cleo's device hands her the key: until then she is no reader who counts.
    await ada.must(["chart", "share", "--chart", id, "--member", members.ada, "--right", "read-write"]);
    expect(await ada.run(removal)).toMatchObject({ exit: 1, json: { code: "last-reader" } });
    await cleo.must(["sync"]);
    await ada.must(removal);
    expect((await ada.must<{ total: number }>(["search", "Cleo"])).total).toBe(1);
  });

  test("who was removed signs in no more, on no device; the others go on, and the ledger is whole", async () => {
    await add(ada, "After Cleo.");
    expect(await cleo.run(["sync"])).toMatchObject({ exit: 1, json: { code: "device-revoked" } });
    expect(await cleo.run(["search", "after"])).toMatchObject({ exit: 5, json: { total: 0 } });
    const enrolling = [
      ...["device", "enrol", "--kit", place.path("kit-cleo"), "--totp-file", place.path("totp-cleo")],
      ...["--profile", place.path("cleo-again"), "--passphrase-file", place.path("passphrase")],
    ];
    expect(await run(enrolling)).toMatchObject({ exit: 3, json: { code: "login-refused" } });
    expect(await notesOf(ben)).toContain("After Cleo.");
    for (const device of [ada, ben]) expect(await device.must(["ledger", "verify"])).toMatchObject({ valid: true });
  });
});
