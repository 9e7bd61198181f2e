/** Files of notes that are destroyed while another device, offline, attaches the same file to a new one (docs/spec, DES-6, ATT-6). */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, enrolByKit, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf } from "./people.ts";

const bytes = new TextEncoder().encode("the same letter in both notes");
let stage: Stage;
let laptop: Device;
let phone: Device;
let chart = "";

beforeAll(async () => {
  stage = await setStage();
  laptop = await stage.open();
  phone = await stage.open();
  const founded = await found(stage, laptop);
  chart = founded.chart;
  await enrolByKit(founded.kit, laptop, phone);
  await attachTo(phone, "before");
  await settle(phone.vault);
  await settle(laptop.vault);
});
afterAll(() => stage.close());

/** To a new psychotherapy note. */
async function attachTo(device: Device, text: string): Promise<void> {
  await save(device, chart, text, { kind: "psychotherapy" });
  const [note] = (await device.vault.notes(chart)).filter((one) => one.excerpt === "" && one.kind === "psychotherapy");
  const file = { chart, name: "letter", mediaType: "text/plain", bytes };
  must(await device.vault.attach({ ...file, note: note?.id ?? "" }));
}

test("DES-6 ATT-6 what waits keeps its bytes, and other devices read them where the notes begin anew", async () => {
  phone.network = "down";
  await attachTo(phone, "written meanwhile");
  must(await laptop.vault.destroyApart({ chart }));
  expect(await laptop.vault.attachments(chart)).toEqual([]);
  phone.network = "up";
  await settle(phone.vault);
  await settle(laptop.vault);
  const [file, ...more] = await laptop.vault.attachments(chart);
  expect(more).toEqual([]);
  expect(must(await laptop.vault.readAttachment(file?.id ?? "")).bytes).toEqual(bytes);
  expect([await alarmsOf(phone), await alarmsOf(laptop)]).toEqual([[], []]);
});
