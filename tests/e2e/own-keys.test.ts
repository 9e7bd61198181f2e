// The two acts on one's own keys over the real command line and a real server: passphrase, replacement, and how another device follows.

import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, makePlace, passphrase, type Place, type RunningServer, startServer } from "./alcove.ts";

let place: Place;
let server: RunningServer;
beforeAll(async () => {
  place = makePlace();
  server = await startServer(place);
});
afterAll(async () => {
  await server?.stop();
  place?.remove();
});

const second = "thunder magnet walnut pepper saddle";
const third = "cobalt ginger planet walrus ribbon";

function secret(name: string, line: string): string {
  const path = place.path(name);
  writeFileSync(path, `${line}\n`, { mode: 0o600 });
  return path;
}

/** What a device answers when it is asked with this passphrase instead of the one at hand. */
async function by(device: Device, phrase: string, args: readonly string[]) {
  secret("passphrase", phrase);
  const answer = await device.run<Record<string, unknown>>(args);
  return answer.json.ok ? answer.json : { code: answer.json.code, exit: answer.exit };
}

test("OWN-1 OWN-8 OWN-11 a passphrase is changed, keys are replaced, and another device follows each time", async () => {
  const totp = ["--totp-file", place.path("totp")];
  const laptop = new Device(place, "laptop");
  await laptop.found(server.origin, { secondFactor: true });
  const { id: chart } = await laptop.must<{ readonly id: string }>(["chart", "create", "--name", "Maren Holt"]);
  await laptop.must(["note", "add", "--chart", chart], { input: "Before all of it." });
  const phone = new Device(place, "phone");
  await phone.enrol();
  await laptop.must(["sync"]);
  await phone.must(["sync"]);

  // Asked for what is missing, and refused what is wrong, before anything happens.
  expect((await laptop.run(["keys", "passphrase"])).exit).toBe(2);
  expect((await laptop.run(["keys", "replace", "--kit", place.path("kit2.txt")])).exit).toBe(2);
  const to = (file: string) => ["--new-passphrase-file", file];
  const badReason = ["keys", "replace", "--reason", "bored", "--kit", place.path("kit2.txt")];
  expect((await laptop.run([...badReason, ...to(secret("second", second))])).exit).toBe(2);
  const there = await laptop.run([
    "keys",
    "replace",
    "--reason",
    "exposed",
    "--kit",
    place.path("kit.txt"),
    ...to(place.path("second")),
  ]);
  expect([there.exit, there.json.code]).toEqual([1, "file-exists"]);
  const weak = await laptop.run(["keys", "passphrase", ...totp, ...to(secret("weak", "maren holt maren"))]);
  expect(weak.json.code).toBe("passphrase-names");
  const withoutDigits = await laptop.run(["keys", "passphrase", ...to(place.path("second"))]);
  expect([withoutDigits.exit, withoutDigits.json.code]).toEqual([3, "second-factor-needed"]);

  await laptop.must(["keys", "passphrase", ...totp, ...to(place.path("second"))]);
  expect(await by(laptop, passphrase, ["chart", "list"])).toEqual({ code: "passphrase-wrong", exit: 3 });
  expect(await by(laptop, second, ["sync"])).toMatchObject({ ok: true, waiting: 0 });

  expect(await by(phone, passphrase, ["sync"])).toEqual({ code: "passphrase-replaced", exit: 1 });
  const added = await phone.must<{ readonly waiting: number }>(["note", "add", "--chart", chart], {
    input: "On the phone.",
  });
  expect(added).toMatchObject({ waiting: 1, why: { code: "passphrase-replaced" } });
  expect(await by(phone, passphrase, ["keys", "take", ...to(secret("wrong", third))])).toEqual({
    code: "passphrase-wrong",
    exit: 3,
  });
  expect(await by(phone, passphrase, ["keys", "take", ...to(place.path("second"))])).toMatchObject({
    ok: true,
    waiting: 0,
  });
  expect(await by(phone, second, ["sync"])).toMatchObject({ ok: true });

  const kit = place.path("kit2.txt");
  secret("passphrase", second);
  const replaced = await laptop.must([
    ...["keys", "replace", "--reason", "exposed", "--kit", kit],
    ...totp,
    ...to(secret("third", third)),
  ]);
  expect(replaced).toMatchObject({ reason: "exposed", kit });
  expect(readFileSync(kit, "utf8")).not.toContain(
    readFileSync(place.path("kit.txt"), "utf8").split("Secret Key   ")[1]?.slice(0, 34),
  );
  expect(await by(laptop, second, ["chart", "list"])).toEqual({ code: "passphrase-wrong", exit: 3 });
  expect(await by(laptop, third, ["note", "list", "--chart", chart])).toMatchObject({ ok: true });
  await laptop.must(["note", "add", "--chart", chart], { input: "After all of it." });

  expect(await by(phone, second, ["sync"])).toEqual({ code: "keys-replaced", exit: 1 });
  expect(await by(phone, second, ["keys", "take", "--kit", place.path("kit.txt"), ...to(place.path("third"))])).toEqual(
    { code: "passphrase-wrong", exit: 3 },
  );
  expect(await by(phone, second, ["keys", "take", "--kit", kit, ...to(place.path("third"))])).toMatchObject({
    ok: true,
    waiting: 0,
  });
  secret("passphrase", third);
  const { notes } = await phone.must<{ readonly notes: readonly unknown[] }>(["note", "list", "--chart", chart]);
  expect(notes).toHaveLength(3);
  for (const device of [laptop, phone]) expect(await device.must(["ledger", "verify"])).toMatchObject({ problems: [] });

  // The old Kit opens nothing any more; the new one, printed once more, does.
  const old = await new Device(place, "old").run(["device", "enrol", "--kit", place.path("kit.txt"), ...totp]);
  expect([old.exit, old.json.code]).toEqual([3, "login-refused"]);
  await laptop.must(["practice", "kit", "--kit", place.path("kit3.txt")]);
  const tablet = new Device(place, "tablet");
  await tablet.must(["device", "enrol", "--kit", place.path("kit3.txt"), ...totp]);
  const again = await tablet.must<{ readonly notes: readonly unknown[] }>(["note", "list", "--chart", chart]);
  expect(again.notes).toHaveLength(3);
}, 240_000);

test("OWN-7 without a server nothing changes, and says so", async () => {
  const away = makePlace();
  const here = await startServer(away);
  const laptop = new Device(away, "laptop");
  await laptop.found(here.origin, { secondFactor: true });
  await here.stop();
  writeFileSync(away.path("second"), `${second}\n`, { mode: 0o600 });
  const to = ["--new-passphrase-file", away.path("second"), "--totp-file", away.path("totp")];
  const changed = await laptop.run(["keys", "passphrase", ...to]);
  expect([changed.exit, changed.json.code]).toEqual([4, "server-unreachable"]);
  const replaced = await laptop.run(["keys", "replace", "--reason", "lost", "--kit", away.path("kit2.txt"), ...to]);
  expect([replaced.exit, replaced.json.code]).toEqual([4, "server-unreachable"]);
  await laptop.must(["chart", "list"]);
  away.remove();
}, 120_000);
