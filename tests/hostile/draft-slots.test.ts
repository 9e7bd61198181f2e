/** Old, moved, changed and vanished draft slots, by the server: no word on a device is lost or replaced (DRA-4 to DRA-6). */

import { fromHex } from "@alcove/bytes";
import { messages, type Messages, parseAs } from "@alcove/protocol";
import type { Vault } from "@alcove/vault";
import { expect, test } from "vitest";
import { honestWorkGoesOn, must, settled } from "./layer/devices.ts";
import { replyWith } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";

const stage = setStage();
type Slot = Messages["DraftSlots"]["slots"][number];

async function typed(vault: Vault, text: string, id?: string): Promise<string> {
  const draft = { chart: stage.ada.chart, kind: "progress", date: "2026-03-02", title: "", basedOn: [] } as const;
  return must(await vault.keepDraft({ ...draft, body: { text }, ...(id === undefined ? {} : { id }) })).id;
}

const draftsOn = async (vault: Vault): Promise<string[]> => (await vault.drafts()).map(({ body }) => body.text).sort();

/** What the laptop puts into its slot, as it passes by. */
async function sentSlot(id: string): Promise<Slot> {
  let sent: Slot | undefined;
  stage.layer.tamper = (exchange, forward) => {
    const draft = exchange.path === `/v1/drafts/${id}` ? parseAs(messages.DraftSlot, exchange.body) : undefined;
    if (draft) sent = { slot: fromHex(id) as never, ...draft };
    return forward();
  };
  await settled(stage.ada.vault);
  stage.layer.tamper = undefined;
  if (!sent) throw new Error("the draft was sent");
  return sent;
}

/** A sync of a device that is shown these slots instead of the real ones. */
async function shown(vault: Vault, slots: readonly Slot[]): Promise<void> {
  stage.layer.tamper = ({ method, path }, forward) =>
    method === "GET" && path === "/v1/drafts" ? Promise.resolve(replyWith({ slots: slots as never })) : forward();
  must(await vault.sync());
  stage.layer.tamper = undefined;
}

test("DRA-5 an older, moved, renumbered or changed slot is not taken, and what is here stays", async () => {
  const { layer, ada, phone } = stage;
  const id = await typed(ada.vault, "the first words");
  const first = await sentSlot(id);
  await typed(ada.vault, "the second words", id);
  const second = await sentSlot(id);
  await settled(phone.vault);
  expect(await draftsOn(phone.vault)).toEqual(["the second words"]);

  const elsewhere = layer.crypto.random(16) as never;
  const counter = second.counter + 7;
  const lies: Readonly<Record<string, readonly Slot[]>> = {
    "the older state": [first],
    "the older state under a higher counter": [{ ...first, counter }],
    "noise under a higher counter": [{ ...second, counter, sealed: layer.crypto.random(second.sealed.length) }],
    "a second slot with the first one's words": [second, { ...second, slot: elsewhere }],
  };
  for (const [name, slots] of Object.entries(lies)) {
    await shown(phone.vault, slots);
    expect(await draftsOn(phone.vault), name).toEqual(["the second words"]);
  }
  await ada.vault.discardDraft(id);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("DRA-6 the server drops a slot: whoever typed it keeps it", async () => {
  const { ada, phone } = stage;
  const id = await typed(ada.vault, "typed here, dropped there");
  await settled(ada.vault);
  await settled(phone.vault);
  await shown(ada.vault, []);
  expect(await draftsOn(ada.vault)).toEqual(["typed here, dropped there"]);
  await ada.vault.discardDraft(id);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});
