/** A portal and recovery cards: what a client hears of them, and how clients go on after their therapist came back by them (docs/spec, PTL). */

import { toHex } from "@alcove/bytes";
import { portalNameOf } from "@alcove/protocol";
import { createHttpTransport } from "@alcove/transport-http";
import type { Transport } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseCard } from "../../packages/vault/src/recovery-card.ts";
import { admitClient, namesIn } from "../client.ts";
import { type Device, found, must, passphrase, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf } from "./people.ts";

let stage: Stage;
let laptop: Device;
let chart: string;
let cards: readonly string[];
beforeAll(async () => {
  stage = await setStage();
  laptop = await stage.open();
  ({ chart } = await found(stage, laptop));
  cards = must(await laptop.vault.makeRecoveryCards({ needed: 2, cards: 3 })).map(({ text }) => text);
  await settle(laptop.vault);
});
afterAll(() => stage.close());

/** All that the server tells a client's device. */
function listening(): { readonly transport: Transport; readonly heard: string[] } {
  const real = createHttpTransport();
  const heard: string[] = [];
  const transport: Transport = {
    ...real,
    async request(origin, request) {
      const answer = await real.request(origin, request);
      if (answer.ok) heard.push(toHex(answer.value.body));
      return answer;
    },
  };
  return { transport, heard };
}

test("PTL-16 CL-01 a client's device hears no id of a recovery set, and by the name that it hears nobody is shown statements", async () => {
  const card = parseCard(cards[0] ?? "");
  if (!card.ok) throw new Error("it was just made");
  const { set } = card.value;
  const { transport, heard } = listening();
  const client = await admitClient(laptop.vault, chart, { transport });
  must(await client.portal.sync());
  expect(heard.length).toBeGreaterThan(5);
  expect(heard.join()).not.toContain(toHex(set));
  const { portal } = client.keys;
  const name = toHex(portalNameOf(portal, set));
  expect(heard.join(), "the set is one of the portal's readers").toContain(name);
  const asked = async (id: string) => (await fetch(`${stage.server.origin}/v1/recovery/${id}/roster`)).status;
  expect(await asked(toHex(set))).toBe(200);
  expect(await asked(name)).toBe(404);
});

test("PTL-7 PTL-8 who came back by cards begins the list again, and admits clients again in the same portal", async () => {
  const before = await admitClient(laptop.vault, chart);
  must(await before.portal.sync());
  await settle(laptop.vault);
  const fresh = await stage.open();
  const request = { cards: cards.slice(0, 2), reason: "locked-out", passphrase } as const;
  must(await fresh.vault.recoverByCards({ ...request, deviceName: "fresh" }));
  must(await fresh.vault.confirmFreshness());
  await settle(fresh.vault);
  const refused = await before.portal.sync();
  expect(refused.ok ? "read" : refused.error.code, "nobody whom it knows has said that it goes on").toBe(
    "login-refused",
  );
  const after = await admitClient(fresh.vault, chart);
  expect(after.keys.portal, "it is the same").toEqual(before.keys.portal);
  must(await after.portal.sync());
  expect(namesIn(after.portal)).toEqual(["Quiet Room"]);
  const [view] = await fresh.vault.portals();
  expect(view?.devices).toHaveLength(1);
  await settle(fresh.vault);
  must(await after.portal.sync());
  expect(await alarmsOf(fresh)).toEqual([]);
});

test("PTL-7 where a colleague rotates first clients are taken along, and follow who came back by cards", async () => {
  const ada = await stage.open();
  const { chart: shared } = await found(stage, ada);
  const made = must(await ada.vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  await settle(ada.vault);
  const ben = await join(stage, ada, "Ben", "clinician");
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart: shared, member, kind: "progress", right: "read-write" }));
  const client = await admitClient(ada.vault, shared);
  for (const { vault } of [ada, ben, ada]) await settle(vault);
  must(await client.portal.sync());
  const fresh = await stage.open();
  const request = { cards: made.slice(0, 2).map(({ text }) => text), reason: "locked-out", passphrase } as const;
  must(await fresh.vault.recoverByCards({ ...request, deviceName: "fresh" }));
  // He has seen it, and nobody has vouched for the fresh device yet: it is his turn.
  await settle(ben.vault);
  must(await fresh.vault.confirmFreshness());
  for (const { vault } of [ben, fresh]) await settle(vault);
  must(await client.portal.sync());
  const [view] = await fresh.vault.portals();
  expect(view?.devices.map(({ id }) => id)).toEqual([toHex(client.keys.device)]);
  const another = await admitClient(fresh.vault, shared);
  must(await another.portal.sync());
  must(await client.portal.sync());
  for (const device of [fresh, ben]) expect(await alarmsOf(device)).toEqual([]);
});
