/** A witness without a network by the command line: made, named, asked, answered, handed in; a new device is confirmed by it (WIT-8). */

import { readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, type Facts, makePlace, run, type RunningServer, startServer } from "./alcove.ts";

type Keys = Facts & {
  readonly ledger: string;
  readonly witnesses: readonly string[];
  readonly seen: readonly { readonly isStale: boolean }[];
};
type Status = Facts & {
  readonly provisional?: object;
  readonly witnesses: readonly { readonly name: string; readonly isStale: boolean }[];
};

const place = makePlace();
const ada = new Device(place, "ada");
const phone = new Device(place, "phone");
const attic = place.path("attic");
let server: RunningServer;
let ledger = "";
let key = "";
let asked = 0;

beforeAll(async () => {
  server = await startServer(place);
  await ada.found(server.origin);
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

const witness = (words: readonly string[]) =>
  run<Facts & { readonly key: string; readonly size: number }>(["witness", ...words]);
async function request(by: Device, from = 0): Promise<string> {
  const out = place.path(`request-${++asked}`);
  await by.must(["witness", "request", "--out", out, "--from", String(from)]);
  return out;
}
const cosign = (path: string, out = `${path}.signed`) =>
  witness(["cosign", "--folder", attic, "--ledger", ledger, "--request", path, "--out", out]);

test("a witness is made in a folder of its own, its key for its owner alone, and an owner names it", async () => {
  const made = await witness(["make", "--folder", attic, "--name", "attic.example/w"]);
  expect(made).toMatchObject({ exit: 0 });
  key = made.json.key;
  expect(key).toMatch(/^attic\.example\/w\+[0-9a-f]{8}\+B/);
  expect(statSync(`${attic}/witness.1.json`).mode & 0o777).toBe(0o600);
  expect((await witness(["make", "--folder", attic, "--name", "another"])).json).toMatchObject({ code: "file-exists" });
  expect((await witness(["make", "--folder", place.path("b"), "--name", "my attic"])).json).toMatchObject({
    code: "witness-unfit",
  });
  ({ ledger } = await ada.must<Keys>(["practice", "witnesses"]));
  expect((await ada.run(["practice", "witnesses", "--keys", ledger])).json).toMatchObject({ code: "witness-unfit" });
  expect(await ada.must<Keys>(["practice", "witnesses", "--keys", key])).toMatchObject({
    witnesses: [key],
    seen: [{ isStale: true }],
  });
});

test("HS-04 a device enrolled by Kit is confirmed by what the witness signed, and by nothing that it did not", async () => {
  await phone.enrol();
  expect((await phone.must<Status>(["status"])).provisional).toBeDefined();
  const path = await request(phone);
  const signed = await cosign(path);
  expect(signed).toMatchObject({ exit: 0 });
  const altered = place.path("altered");
  writeFileSync(altered, readFileSync(`${path}.signed`, "utf8").replace(/— attic\S* (....)/, "— attic.example/w AAAA"));
  expect((await phone.run(["witness", "hand-in", "--file", altered])).json).toMatchObject({ code: "cosignature-none" });
  await phone.must(["witness", "hand-in", "--file", `${path}.signed`]);
  const status = await phone.must<Status>(["status"]);
  expect(status.provisional).toBeUndefined();
  expect(status.witnesses).toMatchObject([{ name: "attic.example/w", isStale: false }]);
  const { stdout } = await phone.start(["status"], { input: "open" }).ended;
  expect(stdout).toMatch(/Witness +attic\.example\/w: signed 20/);
});

test("WIT-9 the ledger in a file is checked without server and practice, by keys known from elsewhere", async () => {
  type Report = Facts & {
    readonly valid: boolean;
    readonly trusted: boolean;
    readonly size: number;
    readonly checkpoints: readonly { readonly cosigned: readonly { readonly name: string }[] }[];
  };
  const file = place.path("ledger");
  await phone.must(["ledger", "export", "--out", file]);
  const verify = (path: string, ...more: readonly string[]) =>
    run<Report>(["ledger", "verify", "--file", path, ...more]);
  const checked = await verify(file, "--ledger", ledger, "--witnesses", key);
  expect(checked).toMatchObject({ exit: 0, json: { valid: true, trusted: true } });
  expect(checked.json.checkpoints.flatMap(({ cosigned }) => cosigned.map(({ name }) => name))).toContain(
    "attic.example/w",
  );
  expect((await verify(file)).json).toMatchObject({ valid: true, trusted: false });
  const bytes = readFileSync(file);
  const at = bytes.indexOf("alcove.invalid/ledger/") + 200;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(place.path("changed"), bytes);
  expect(await verify(place.path("changed"), "--ledger", ledger)).toMatchObject({ exit: 7, json: { valid: false } });
  expect((await verify(place.path("passphrase"))).json).toMatchObject({ code: "ledger-file-broken" });
  expect((await run(["ledger", "verify", "--ledger", ledger])).exit).toBe(2);
  const own = await phone.must<{ readonly cosigned: readonly { readonly name: string }[] }>(["ledger", "verify"]);
  expect(own.cosigned).toMatchObject([{ name: "attic.example/w" }]);
});

test("HS-14 the witness signs no other past, and begins nowhere but where it ended", async () => {
  const again = await request(ada);
  const behind = await cosign(again);
  expect(behind).toMatchObject({ exit: 1, json: { code: "witness-behind" } });
  const size = (behind.json as unknown as { facts: { size: number } }).facts.size;
  const next = await request(ada, size);
  const [one, other] = await Promise.all([cosign(next, `${next}.a`), cosign(next, `${next}.b`)]);
  expect([one.exit, other.exit], `of two at once one has its way: ${JSON.stringify([one, other])}`).toContain(0);
  const forked = place.path("forked");
  const proof = readFileSync(await request(ada, one.json.size ?? other.json.size), "utf8");
  writeFileSync(forked, proof.replace(/^(old \d+\n)/, `$1${"A".repeat(43)}=\n`));
  expect(await cosign(forked)).toMatchObject({ exit: 7, json: { code: "alarm-ledger-forked" } });
  const unknown = await witness([
    "cosign",
    "--folder",
    attic,
    "--ledger",
    "other+00000000+AQ==",
    "--request",
    next,
    "--out",
    place.path("x"),
  ]);
  expect(unknown.json).toMatchObject({ code: "witness-unknown-ledger" });
  writeFileSync(place.path("none"), "old 1\n");
  expect((await cosign(place.path("none"))).json).toMatchObject({ code: "request-malformed" });
});
