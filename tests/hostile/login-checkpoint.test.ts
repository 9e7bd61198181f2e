/**
 * What a device does with the checkpoint that comes with a login, before it asks for anything else, and with pages that
 * lead nowhere: HS-04, HS-05, HS-14, HS-15 (SES-9, LED-7, LED-11, KIT-4).
 */

import { asHash } from "@alcove/bytes";
import { messages, type Messages, parseAs } from "@alcove/protocol";
import { expect, test } from "vitest";
import {
  alarmsOf,
  failedSync,
  honestWorkGoesOn,
  must,
  openDevice,
  openStatus,
  passphrase,
  settled,
  writeNote,
} from "./layer/devices.ts";
import { forgeFounding } from "./layer/forged-founding.ts";
import { readReply, replyWith, type Tamper } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { checkpointOf, readView, show } from "./layer/view.ts";

const stage = setStage();

/** Unlocks the phone anew, so that it signs in, with one answer changed on the way; the code of its first sync. */
async function firstSync(path: string, change: Tamper): Promise<string> {
  const { layer, phone } = stage;
  await phone.vault.lock("person");
  layer.tamper = (exchange, forward) => (exchange.path === path ? change(exchange, forward) : forward());
  must(await phone.vault.unlock(passphrase));
  const code = await failedSync(phone.vault);
  if (code.startsWith("alarm-")) expect(await alarmsOf(phone.vault)).toContain(code);
  return code;
}

const withLogin =
  (change: (login: Messages["LoginAnswer"]) => Promise<Partial<Messages["LoginAnswer"]>>): Tamper =>
  async (_, forward) => {
    const login = readReply("LoginAnswer", await forward());
    return replyWith({ ...login, ...(await change(login)) });
  };

test("HS-15 the checkpoint at login is shorter than what the device has, or not the pinned key's: alarm, nothing is asked", async () => {
  const { layer, ada, phone, practice } = stage;
  await settled(phone.vault);
  const view = await readView(layer);
  const shorter = await layer.forgeCheckpoint(practice, checkpointOf(view.slice(0, -1)));
  expect(
    await firstSync(
      "/v1/login",
      withLogin(async () => ({ checkpoint: shorter })),
    ),
  ).toBe("alarm-ledger-shorter");
  const foreign = (checkpoint: string) => checkpoint.replace(/— (\S+) (....)/, "— $1 AAAA");
  const byAnother = withLogin(async ({ checkpoint }) => ({ checkpoint: foreign(checkpoint) }));
  expect(await firstSync("/v1/login", byAnother)).toBe("alarm-checkpoint-forged");
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  expect(await alarmsOf(phone.vault)).toEqual([]);
});

test("HS-15 the ledger gets shorter within a session: alarm", async () => {
  const { layer, ada, phone, practice } = stage;
  await settled(phone.vault);
  const view = await readView(layer);
  const checkpoint = await layer.forgeCheckpoint(practice, checkpointOf(view.slice(0, -1)));
  const empty = { leaves: new Uint8Array(0), bodies: [], bodiesNext: view.length, checkpoint };
  layer.tamper = async ({ path }, forward) => (path === "/v1/sync" ? replyWith(empty) : forward());
  expect(await failedSync(phone.vault)).toBe("alarm-ledger-shorter");
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-14 the checkpoint at login has the size that the device knows, and another root: alarm", async () => {
  const { layer, ada, phone, practice } = stage;
  await settled(phone.vault);
  const { size } = checkpointOf(await readView(layer));
  const other = await layer.forgeCheckpoint(practice, { size, root: asHash(new Uint8Array(32).fill(7)) });
  expect(
    await firstSync(
      "/v1/login",
      withLogin(async () => ({ checkpoint: other })),
    ),
  ).toBe("alarm-ledger-forked");
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault);
});

test("HS-15 the server takes an enrolled device for one that it does not know: the session is not used", async () => {
  const { layer, ada, phone } = stage;
  expect(
    await firstSync(
      "/v1/login",
      withLogin(async () => ({ scope: "enrolling" })),
    ),
  ).toBe("device-unknown");
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-05 pages that lead nowhere are not passed off as all", async () => {
  const { layer, ada, phone } = stage;
  await settled(phone.vault);
  await writeNote(ada.vault, ada.chart, "behind a page that leads nowhere");
  await settled(ada.vault);
  const code = await firstSync("/v1/sync", async ({ body }, forward) => {
    const page = readReply("SyncAnswer", await forward());
    return replyWith({ ...page, bodies: [], bodiesNext: parseAs(messages.SyncRequest, body)?.bodiesFrom ?? 0 });
  });
  expect(code).toBe("server-rubbish");
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-04 a device that was just enrolled by Kit is shown another founding of its practice: alarm, it is not followed", async () => {
  const { layer, ada, phone, practice } = stage;
  const founding = await forgeFounding(layer, practice, (await readView(layer))[0]);
  const view = [founding];
  const forged = show(layer, practice, view, (deviceKeyHex) => deviceKeyHex === newcomer);
  let newcomer: string | undefined;
  layer.tamper = async (exchange, forward) => {
    const { session, path } = exchange;
    if (session?.scope === "enrolling") newcomer = session.deviceKey;
    const isEnrolled = enrolled || path === "/v1/login";
    if (session?.scope === "enrolling" && path === "/v1/append") enrolled = true;
    return isEnrolled ? forged(exchange, forward) : forward();
  };
  let enrolled = false;
  const tablet = await openDevice();
  const outcome = await tablet.vault.enrolByKit({ kit: ada.kit, passphrase, totp: "", deviceName: "tablet" });
  expect(outcome.ok ? "set up" : outcome.error.code).toBe("alarm-body-withheld");
  expect((await openStatus(tablet.vault)).alarms).toContainEqual(
    expect.objectContaining({ code: "alarm-statement-invalid", facts: expect.objectContaining({ index: 0 }) }),
  );
  expect(view, "and nothing is sealed to the keys in it").toHaveLength(1);
  expect(await tablet.vault.charts()).toEqual([]);
  await tablet.remove();
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});
