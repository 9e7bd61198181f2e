/** A week by the command line: a client's series planned, moved, attended and called off, and a file without names. */

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, type Facts, makePlace, type RunningServer, start, startServer } from "./alcove.ts";

type Planned = Facts & { readonly ref: string; readonly meets: readonly { readonly with: string }[] };
type Listed = Facts & {
  readonly entries: readonly { readonly ref: string; readonly begins: string; readonly attendance: string }[];
};

const place = makePlace();
const ada = new Device(place, "ada");
const zone = ["--zone", "America/New_York"];
let server: RunningServer;
let chart = "";

beforeAll(async () => {
  server = await startServer(place);
  await ada.found(server.origin);
  chart = (await ada.must<Facts & { readonly id: string }>(["chart", "create", "--name", "Client One"])).id;
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

async function list(from: string, until: string): Promise<string[]> {
  const { entries } = await ada.must<Listed>(["appointment", "list", "--from", from, "--until", until, ...zone]);
  return entries.map(({ begins, attendance }) => `${begins} ${attendance}`);
}

test("a client's series", async () => {
  const add = ["appointment", "add", "--chart", chart, "--start", "2027-03-08T09:00", ...zone];
  const { ref } = await ada.must<Planned>([...add, "--repeat", "FREQ=WEEKLY;COUNT=4"]);
  const [series = "", first] = ref.split("@");
  expect(first).toBe("2027-03-08T09:00");
  const met = await ada.must<Planned>([
    ...["appointment", "add", "--title", "Team", "--start", "2027-03-15T09:30", ...zone],
  ]);
  expect(met.meets).toMatchObject([{ with: "member" }]);
  await ada.must(["appointment", "cancel", met.ref, "--by", "mistake"]);
  await ada.must(["appointment", "attend", ref, "--as", "late"]);
  await ada.must(["appointment", "move", `${series}@2027-03-15T09:00`, "--to", "2027-03-16T10:00"]);
  const next = await ada.must<Planned>([
    ...["appointment", "move", `${series}@2027-03-22T09:00`, "--to", "2027-03-23T11:00", "--scope", "following"],
  ]);
  await ada.must(["appointment", "cancel", next.ref, "--by", "client", "--late", "--reason", "ill"]);
  expect(await list("2027-03-01", "2027-04-30")).toEqual([
    "2027-03-08T09:00 late",
    "2027-03-16T10:00 expected",
    "2027-03-23T11:00 cancelled",
    "2027-03-30T11:00 expected",
  ]);
  const text = (await start(ada.args(["appointment", "list", "--from", "2027-03-23", ...zone])).ended).stdout;
  expect(text).toContain("2027-03-23 11:00-11:50  Client One  session, cancelled by client, late, repeats");
  await ada.must(["appointment", "cancel", `${next.ref.split("@")[0]}@2027-03-30T11:00`, "--following"]);
  expect(await list("2027-03-24", "2027-12-31")).toEqual([]);
});

test("CAL-8 a file for other calendars has no name in it", async () => {
  const file = place.path("busy.ics");
  const { events } = await ada.must<Facts & { readonly events: number }>([
    ...["calendar", "ics", file, "--from", "2027-03-01", "--until", "2027-04-30"],
  ]);
  expect(events).toBe(2);
  expect(readFileSync(file, "utf8")).not.toMatch(/Client|Team|ill\b/);
});

test.each([
  [["appointment", "attend", "00".repeat(16)], 5, "appointment-unknown"],
  [["appointment", "cancel", "00".repeat(16)], 2, "usage"],
  [["appointment", "add", "--title", "x", "--start", "tomorrow"], 2, "usage"],
  [["appointment", "add", "--title", "x", "--start", "2027-02-30T09:00"], 1, "appointment-unfit"],
  [["calendar", "share", "--member", "00".repeat(16)], 5, "member-unknown"],
])("%j ends with %i %s", async (args, exit, code) => {
  expect(await ada.run(args)).toMatchObject({ exit, json: { ok: false, code } });
});
