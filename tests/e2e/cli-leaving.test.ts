/** Somebody leaves, by the command line: passed on, followed, decided, let go, reported. */

import { readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";
import { bringInBen } from "./pairing-steps.ts";

const place = makePlace();
const ada = new Device(place, "ada");
const ben = new Device(place, "ben");
const members = { ada: "", ben: "" };
const charts: string[] = [];
const count = 4;
let server: RunningServer;

type Leaving = {
  readonly isGone: boolean;
  readonly charts: { readonly all: number; readonly alone: number };
  readonly others: readonly { readonly name: string; readonly charts: number; readonly waitForKey: number }[];
  readonly psychotherapy: readonly { readonly chartName: string; readonly decided?: string }[];
  readonly newKeys: { readonly all: number; readonly waiting: number };
  readonly keysToCome: number;
  readonly undecided: number;
};
const leaving = (device: Device, more: readonly string[] = []) =>
  device.must<Leaving>(["member", "leaving", "--member", members.ben, ...more]);
const progressIn = (stderr: string) =>
  stderr
    .split("\n")
    .filter((line) => line.startsWith('{"progress"'))
    .map((line) => (JSON.parse(line) as { progress: { task: string; done: number; total: number } }).progress);

beforeAll(async () => {
  server = await startServer(place);
  await ada.found(server.origin);
  members.ben = await bringInBen(ada, ben, place);
  const { members: all } = await ada.must<{ members: readonly { id: string; isYou: boolean }[] }>(["member", "list"]);
  members.ada = all.find(({ isYou }) => isYou)?.id ?? "";
  for (let n = 0; n < count; n++) {
    const { id } = await ben.must<{ id: string }>(["chart", "create", "--name", `Client ${n}`, "--wait", "0"]);
    charts.push(id);
    await ben.must(["note", "add", "--chart", id, "--wait", "0"], { input: "What was said.\n" });
  }
  for (const chart of charts.slice(0, 2))
    await ben.must(["note", "add", "--chart", chart, "--kind", "psychotherapy"], { input: "Mine alone.\n" });
  await ben.must(["sync"]);
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

test("charts are passed on in one act, and followed until all keys are given", async () => {
  const passed = await ben.must(["member", "leave", "--to", members.ada, "--wait", "0"]);
  expect(passed).toMatchObject({ passed: count, left: 0, leaves: true, undecided: 2 });
  const { exit, json, stderr } = await ben.run<Leaving>(["member", "leaving", "--follow"]);
  expect(exit).toBe(0);
  expect(json).toMatchObject({ keysToCome: 0, charts: { all: count, alone: 0 } });
  expect(json.others).toMatchObject([{ name: "Ada Fern", charts: count, waitForKey: 0 }]);
  const { task, done, total } = progressIn(stderr).at(-1) ?? { task: "", done: -1, total: 0 };
  expect([task, done]).toEqual(["Keys", total]);
  await ada.must(["sync"]);
  const { charts: all } = await ada.must<{ charts: readonly { id: string; writes: boolean }[] }>(["chart", "list"]);
  expect(all.filter(({ id, writes }) => writes && charts.includes(id))).toHaveLength(count);
  expect(await ben.run(["member", "leave", "--stay", "--to", members.ada])).toMatchObject({ exit: 2 });
});

test("psychotherapy notes are decided one by one, and who lets them go sees what is left", async () => {
  const [first = "", second = ""] = charts;
  expect(await ada.run(["member", "decide", "--chart", first, "--as", "closed"])).toMatchObject({
    exit: 1,
    json: { code: "not-entitled" },
  });
  expect(await ben.run(["member", "decide", "--chart", first, "--as", "burnt"])).toMatchObject({ exit: 2 });
  await ben.must(["export", "--chart", first, "--psychotherapy", "--out", place.path("taken")]);
  await ben.must(["member", "decide", "--chart", first, "--as", "exported"]);
  expect((await leaving(ada)).undecided).toBe(1);
  await ben.must(["chart", "share", "--chart", second, "--member", members.ada, "--kind", "psychotherapy"]);
  expect((await leaving(ada)).psychotherapy.map(({ decided }) => decided)).toEqual(["exported", "handed-over"]);
});

test("notes are destroyed by their author alone, once the chart's name is said, and a certificate says what is gone", async () => {
  const [, , third = "", fourth = ""] = charts;
  await ben.must(["note", "add", "--chart", third, "--kind", "psychotherapy"], { input: "Not to be kept.\n" });
  const destroy = ["member", "destroy", "--chart", third];
  expect(await ben.run([...destroy, "--confirm", "Client"])).toMatchObject({ exit: 2 });
  expect(await ben.run(destroy)).toMatchObject({ exit: 2 });
  expect(await ada.run([...destroy, "--confirm", "Client 2"])).toMatchObject({
    exit: 1,
    json: { code: "not-entitled" },
  });
  expect(await ben.must([...destroy, "--confirm", "Client 2"])).toMatchObject({ chart: third, destroyed: true });
  const { notes } = await ben.must<{ notes: readonly { kind: string }[] }>(["note", "list", "--chart", third]);
  expect(notes.map(({ kind }) => kind)).toEqual(["progress"]);
  expect((await leaving(ada)).psychotherapy.find(({ chartName }) => chartName === "Client 2")?.decided).toBe(
    "destroyed",
  );
  const out = place.path("certificate");
  await ada.must(["member", "certificate", "--chart", third, "--out", out]);
  const certificate = JSON.parse(readFileSync(`${out}/destroyed.json`, "utf8")) as {
    destroyed: readonly { act: { byName: string } }[];
  };
  expect(certificate.destroyed.map(({ act }) => act.byName)).toEqual(["Ben Moor"]);
  expect(readFileSync(`${out}/destroyed.pdf`).subarray(0, 5).toString("latin1")).toBe("%PDF-");
  for (const file of ["json", "pdf"]) expect(statSync(`${out}/destroyed.${file}`).mode & 0o777).toBe(0o600);
  expect(await ada.run(["member", "certificate", "--chart", fourth, "--out", place.path("none")])).toMatchObject({
    exit: 1,
    json: { code: "nothing-destroyed" },
  });
});

test("after they have gone all of it gets new keys, and the report says what they could have read", async () => {
  await ada.must(["member", "remove", "--member", members.ben]);
  const gone = await leaving(ada, ["--follow"]);
  // The charts with their access logs, the notes that were handed over, and the directory.
  expect(gone).toMatchObject({ isGone: true, keysToCome: 0, newKeys: { all: 2 * count + 2, waiting: 0 } });
  const out = place.path("report");
  expect(await ada.must(["member", "report", "--member", members.ben, "--out", out])).toMatchObject({
    compartments: 2 * count + 4,
    unseen: 2,
  });
  const report = JSON.parse(readFileSync(`${out}/could-have-read.json`, "utf8")) as { member: { name: string } };
  expect(report.member.name).toBe("Ben Moor");
  expect(readFileSync(`${out}/could-have-read.pdf`).subarray(0, 5).toString("latin1")).toBe("%PDF-");
  for (const file of ["json", "pdf"]) expect(statSync(`${out}/could-have-read.${file}`).mode & 0o777).toBe(0o600);
  expect(await ada.run(["member", "report", "--member", members.ben, "--out", out])).toMatchObject({
    exit: 1,
    json: { code: "file-exists" },
  });
  expect(await ada.run(["member", "report", "--out", out])).toMatchObject({ exit: 2 });
});
