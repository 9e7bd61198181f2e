/**
 * HS-03: hide from a colleague that somebody left or lost a right. HS-14: show two members two ledgers. HS-27: hide from a
 * writer that a key is stale, or keep them from rotating.
 */

import { parseBatch } from "@alcove/crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  alarmsOf,
  failedSync,
  honestWorkGoesOn,
  isOnServer,
  must,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { entriesOf, replyWithFailure } from "./layer/hostile-layer.ts";
import { join, type Member, share, withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, epochOf, withThief } from "./layer/thief.ts";
import { hide, indexesOf, readView, show, type View, withhold } from "./layer/view.ts";

const stage = setPractice();
let gus: Member;
beforeAll(async () => {
  gus = await join(stage.layer, stage.ada.vault, "Gus", "supervisor");
  await share(stage.ada.vault, gus, stage.ada.chart, "read");
});
afterAll(() => gus?.device.remove());

/** The ledger as Ben may read it. */
const bensView = (): Promise<View> => readView(stage.layer, stage.layer.sessionOf(stage.ben.isTheirs));
const bensEpoch = () =>
  withThief(stage.ben.device, async (thief) => epochOf(thief, compartmentOf(thief, "clinical", stage.ada.chart)).epoch);

const acts: Readonly<Record<string, () => Promise<unknown>>> = {
  "a right that was taken back": async () =>
    must(await stage.ada.vault.endAccess({ chart: stage.ada.chart, member: gus.id, kind: "progress" })),
  "a member who was removed": async () => must(await stage.ada.vault.removeMember({ member: gus.id })),
};

describe.each(Object.entries(acts))("%s", (name, act) => {
  test("HS-03 HS-27 is hidden from a colleague: alarm, and nothing more is sealed to who left", async () => {
    const { layer, ada, ben, practice } = stage;
    if (name.startsWith("a member")) await share(ada.vault, gus, ada.chart, "read");
    await writeNote(ada.vault, ada.chart, `Gus could read this: ${name}`);
    await settled(ada.vault);
    await settled(ben.vault);
    const before = await bensView();
    const epoch = await bensEpoch();
    await act();
    const left = indexesOf(await bensView(), "roster").at(-1) as number;
    await writeNote(ada.vault, ada.chart, `after it: ${name}`);
    await settled(ada.vault);

    // The statement's leaf is another's in what Ben is shown: the rotation that rests on it tells.
    layer.tamper = show(layer, practice, hide(await bensView(), left), ben.isTheirs);
    await withTwin(ben, async ({ vault }) => {
      const texts = await textsIn(vault, ada.chart);
      expect(await failedSync(vault)).toBe("alarm-body-withheld");
      expect(await alarmsOf(vault)).toContain("alarm-key-log-invalid");
      expect(await textsIn(vault, ada.chart)).toEqual(texts);
    });

    // All of it is left out, and he writes on in a world that ended: told at the first true sight, and read by nobody.
    const world = [...before];
    layer.tamper = show(layer, practice, world, ben.isTheirs);
    await withTwin(ben, async ({ vault }) => {
      await writeNote(vault, ada.chart, `into the old world: ${name}`);
      await settled(vault);
      expect(world.length).toBe(before.length + 1);
      layer.tamper = show(layer, practice, await bensView(), ben.isTheirs);
      expect(await failedSync(vault)).toMatch(/^alarm-ledger-(forked|shorter)$/);
    });

    // Its leaf stands and its body is held back: nothing is written until it comes, and then under a new key.
    layer.tamper = show(layer, practice, withhold(await bensView(), left), ben.isTheirs);
    const { note } = await writeNote(ben.vault, ada.chart, `not for Gus: ${name}`);
    expect(await failedSync(ben.vault)).toBe("alarm-body-withheld");
    expect(await alarmsOf(ben.vault)).toEqual(["alarm-body-withheld"]);
    expect(await isOnServer(ben.vault, ada.chart, note)).toBe(false);
    layer.tamper = show(layer, practice, before, ben.isTheirs);
    expect(await failedSync(ben.vault), "rolled back to before it").toBe("alarm-ledger-shorter");
    layer.tamper = undefined;
    await settled(ben.vault);
    expect(await bensEpoch()).toBe(epoch + 1);
    await settled(ada.vault);
    expect(await textsIn(ada.vault, ada.chart)).toContain(`not for Gus: ${name}`);
    expect(await textsIn(ada.vault, ada.chart)).not.toContain(`into the old world: ${name}`);
    expect(await textsIn(gus.vault, ada.chart)).not.toContain(`after it: ${name}`);
    await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
  });
});

test("HS-14 two members are shown two ledgers: alarm at the first shared sight, on both sides", async () => {
  const { layer, ada, isAdas, ben, practice } = stage;
  const apart = await bensView();
  const forkedAt = apart.length;
  layer.tamper = show(layer, practice, apart, ben.isTheirs);
  await withTwin(ben, async ({ vault }) => {
    const before = await textsIn(vault, ada.chart);
    const alarms = await alarmsOf(vault);
    await writeNote(vault, ada.chart, "in Ben's world");
    await settled(vault);
    await writeNote(vault, ada.chart, "once more in Ben's world");
    await settled(vault);
    await writeNote(ada.vault, ada.chart, "in Ada's world");
    await settled(ada.vault);
    expect(await textsIn(vault, ada.chart)).toEqual([...before, "in Ben's world", "once more in Ben's world"].sort());
    expect([await alarmsOf(ada.vault), await alarmsOf(vault)], "each world is whole in itself").toEqual([[], alarms]);

    // Ben's batches told in Ada's world: they say what their author had seen.
    const told = apart.slice(forkedAt).filter(({ body }) => body && parseBatch(body.entry));
    const both = [...(await readView(layer, layer.sessionOf(isAdas))), ...told];
    layer.tamper = show(layer, practice, both, isAdas);
    await withTwin(ada, async (twin) => {
      await twin.vault.sync();
      expect(await alarmsOf(twin.vault)).toContain("alarm-ledger-forked");
      expect(await textsIn(twin.vault, ada.chart)).toEqual(
        expect.arrayContaining(["in Ada's world", "in Ben's world"]),
      );
    });
    layer.tamper = show(layer, practice, await bensView(), ben.isTheirs);
    expect(await failedSync(vault)).toMatch(/^alarm-ledger-(forked|shorter)$/);
    expect(await textsIn(vault, ada.chart), "what he wrote stays his").toContain("in Ben's world");
  });
  layer.tamper = undefined;
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});

test("HS-27 the server starves a rotation: what was written waits, and nothing leaves under the key of who left", async () => {
  const { layer, ada, ben } = stage;
  const hal = await join(layer, ada.vault, "Hal", "supervisor");
  await share(ada.vault, hal, ada.chart, "read");
  await settled(ben.vault);
  const epoch = await bensEpoch();
  must(await ada.vault.removeMember({ member: hal.id }));
  const sent: number[] = [];
  const answers = [
    () => "cut" as const,
    () => replyWithFailure(409, "head-moved"),
    () => replyWithFailure(403, "not-entitled"),
  ];
  for (const answer of answers) {
    layer.tamper = async (exchange, forward) => {
      const entries = entriesOf(exchange);
      for (const { kind, entry } of entries) if (kind === "batch") sent.push(parseBatch(entry)?.body.epoch ?? 0);
      return entries.some(({ kind }) => kind === "keyLog") ? answer() : forward();
    };
    const { note } = await writeNote(ben.vault, ada.chart, `while it is starved ${crypto.randomUUID()}`);
    await failedSync(ben.vault);
    expect(await isOnServer(ben.vault, ada.chart, note)).toBe(false);
    expect(sent).toEqual([]);
  }
  layer.tamper = async (exchange, forward) => {
    for (const { kind, entry } of entriesOf(exchange))
      if (kind === "batch") sent.push(parseBatch(entry)?.body.epoch ?? 0);
    return forward();
  };
  await settled(ben.vault);
  expect(new Set(sent)).toEqual(new Set([epoch + 1]));
  layer.tamper = undefined;
  await hal.device.remove();
  await honestWorkGoesOn(ada.chart, ada.vault, ben.vault);
});
