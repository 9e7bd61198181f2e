/** Pairing with both devices in hand, by the command line: twelve words over, five words compared. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, makePlace, type RunningServer, type Running, startServer } from "./alcove.ts";
import { step } from "./pairing-steps.ts";

const place = makePlace();
const laptop = new Device(place, "laptop");
let server: RunningServer;
let chart = "";

beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin);
  chart = (await laptop.must<{ id: string }>(["chart", "create", "--name", "Client"])).id;
  await laptop.must(["note", "add", "--chart", chart], { input: "About the heron.\n" });
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

async function meet(
  newcomer: Device,
): Promise<{ inviter: Running; joining: Running; shown: readonly string[]; choices: readonly (readonly string[])[] }> {
  const inviter = laptop.start(["device", "pair", "--json", "--words-from-stdin"], { input: "open" });
  const { words } = await step(inviter, "waiting");
  expect(words).toHaveLength(12);
  const invitation = (words ?? []).join(" ");
  const taking = ["--invitation", invitation, "--server", server.origin, "--device-name", newcomer.name];
  const joining = newcomer.start(["device", "pair", "--json", "--words-from-stdin", ...taking], { input: "open" });
  const { words: shown } = await step(joining, "compare");
  const { choices } = await step(inviter, "compare");
  return { inviter, joining, shown: shown ?? [], choices: choices ?? [] };
}

test("the right line makes the new device one of yours, at once confirmed", async () => {
  const tablet = new Device(place, "tablet");
  const { inviter, joining, shown, choices } = await meet(tablet);
  expect(shown).toHaveLength(5);
  expect(choices).toHaveLength(3);
  expect(choices).toContainEqual(shown);
  inviter.process.stdin?.end(`${shown.join(" ")}\n`);
  joining.process.stdin?.end(`${shown.join(" ")}\n`);
  const [invited, joined] = await Promise.all([inviter.ended, joining.ended]);
  expect([invited.exit, joined.exit], invited.stderr + joined.stderr).toEqual([0, 0]);
  expect(JSON.parse(joined.stdout)).toMatchObject({ ok: true, provisional: false });
  await tablet.must(["sync"]);
  expect((await tablet.must<{ total: number }>(["search", "heron"])).total).toBe(1);
  const written = await tablet.must<{ waiting: number }>(["note", "add", "--chart", chart], {
    input: "From the tablet.\n",
  });
  expect(written.waiting).toBe(0);
  const { devices } = await laptop.must<{ devices: readonly object[] }>(["device", "list"]);
  expect(devices).toContainEqual(expect.objectContaining({ name: "tablet", via: "pairing", provisional: false }));
});

test("a device that was taken out is paired again, and what was written on it meanwhile is sent", async () => {
  const tablet = new Device(place, "tablet");
  const named = async () => {
    const { devices } = await laptop.must<{ devices: readonly { id: string; name: string }[] }>(["device", "list"]);
    return devices.filter(({ name }) => name === "tablet").map(({ id }) => id);
  };
  const taking = ["device", "pair", "--invitation", "abandon", "--words-from-stdin"];
  expect(await tablet.run(taking), "in use").toMatchObject({ exit: 2, json: { code: "usage" } });
  await laptop.must(["device", "revoke", (await named())[0] ?? "", "--reason", "lost"]);
  const written = await tablet.must<{ waiting: number }>(["note", "add", "--chart", chart], {
    input: "Written on the kingfisher when it was out.\n",
  });
  expect(written).toMatchObject({ waiting: 1, why: { code: "device-revoked" } });
  const { inviter, joining, shown } = await meet(tablet);
  inviter.process.stdin?.end(`${shown.join(" ")}\n`);
  joining.process.stdin?.end(`${shown.join(" ")}\n`);
  const [invited, joined] = await Promise.all([inviter.ended, joining.ended]);
  expect([invited.exit, joined.exit], invited.stderr + joined.stderr).toEqual([0, 0]);
  await laptop.must(["sync"]);
  expect((await laptop.must<{ total: number }>(["search", "kingfisher"])).total).toBe(1);
  expect(await tablet.must(["status"])).toMatchObject({ waiting: 0 });
  expect(await named()).toHaveLength(2);
});

test("a wrong line ends it on both sides, and nothing is handed over", async () => {
  const stranger = new Device(place, "stranger");
  const { inviter, joining, shown, choices } = await meet(stranger);
  const other = choices.find((line) => line.join() !== shown.join()) ?? [];
  inviter.process.stdin?.end(`${other.join(" ")}\n`);
  const [invited, joined] = await Promise.all([inviter.ended, joining.ended]);
  expect([invited.exit, joined.exit]).toEqual([1, 1]);
  expect(JSON.parse(invited.stdout)).toMatchObject({ ok: false, code: "pairing-words-differ" });
  expect(JSON.parse(joined.stdout)).toMatchObject({ ok: false, code: "pairing-stopped" });
  expect((await stranger.run<{ phase: string }>(["status"])).json.phase).toBe("empty");
});

test("whose own person does not say that the words are the same keeps nothing, also where they were picked", async () => {
  for (const said of ["", "zoo zoo zoo zoo zoo\n"]) {
    const stranger = new Device(place, `unsure${said.length}`);
    const { inviter, joining, shown } = await meet(stranger);
    inviter.process.stdin?.end(`${shown.join(" ")}\n`);
    expect((await inviter.ended).exit).toBe(0);
    joining.process.stdin?.end(said);
    const joined = await joining.ended;
    const code = said ? "pairing-words-differ" : "pairing-stopped";
    expect(JSON.parse(joined.stdout)).toMatchObject({ ok: false, code });
    expect((await stranger.run<{ phase: string }>(["status"])).json.phase).toBe("empty");
  }
});

test("whoever finds none of the lines stops it, and the new device says that it was stopped", async () => {
  const stranger = new Device(place, "unmatched");
  const { inviter, joining } = await meet(stranger);
  inviter.process.stdin?.end();
  const [invited, joined] = await Promise.all([inviter.ended, joining.ended]);
  expect([invited.exit, joined.exit]).toEqual([1, 1]);
  for (const { stdout } of [invited, joined])
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, code: "pairing-stopped" });
  expect((await stranger.run<{ phase: string }>(["status"])).json.phase).toBe("empty");
});

test("Ctrl-C ends the invitation; its words are worth nothing afterwards", async () => {
  const inviter = laptop.start(["device", "pair", "--json"]);
  const { words } = await step(inviter, "waiting");
  inviter.process.kill("SIGINT");
  expect((await inviter.ended).exit).toBe(130);
  const late = new Device(place, "late");
  const joining = ["device", "pair", "--invitation", (words ?? []).join(" "), "--server", server.origin];
  joining.push("--words-from-stdin");
  expect(await late.run(joining)).toMatchObject({ exit: 1, json: { code: "invitation-unknown" } });
});

test("an invitation whose terminal was closed is listed, and withdrawn", async () => {
  const inviter = laptop.start(["device", "pair", "--json"]);
  const { words } = await step(inviter, "waiting");
  inviter.process.kill("SIGKILL");
  await inviter.ended;
  const { invitations } = await laptop.must<{ invitations: readonly { id: string }[] }>(["invitation", "list"]);
  expect(invitations).toMatchObject([{ kind: "device", answered: false }]);
  const withdraw = ["invitation", "withdraw", "--id", invitations[0]?.id ?? ""];
  await laptop.must(withdraw);
  expect(await laptop.must(["invitation", "list"])).toMatchObject({ invitations: [] });
  expect(await laptop.run(withdraw)).toMatchObject({ exit: 1, json: { code: "invitation-unknown" } });
  const joining = ["device", "pair", "--invitation", (words ?? []).join(" "), "--server", server.origin];
  const late = await new Device(place, "later").run([...joining, "--words-from-stdin"]);
  expect(late).toMatchObject({ exit: 1, json: { code: "invitation-unknown" } });
});

test("words that are no invitation are refused before anything is asked of the server", async () => {
  const late = new Device(place, "late");
  const wrong = ["device", "pair", "--invitation", `${"abandon ".repeat(12).trim()}`, "--server", server.origin];
  expect(await late.run(wrong), "nobody compares").toMatchObject({ exit: 2, json: { code: "usage" } });
  wrong.push("--words-from-stdin");
  expect(await late.run(wrong)).toMatchObject({ exit: 1, json: { code: "invitation-unreadable" } });
  expect(await late.run(["device", "pair"])).toMatchObject({ exit: 2, json: { code: "usage" } });
});
