/**
 * Destroying against those who would rather destroy, or rather keep: colleagues and owners with patched apps (IN-01; ROS-34), and a server
 * that goes on serving what was destroyed, takes it away without a word, or keeps the word to itself (HS-20; LED-14, DES-6).
 */

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { type CompartmentId, equalBytes, type Hash } from "@alcove/bytes";
import { parseBatch } from "@alcove/crypto";
import { parseKeyLogEntry, parseStatement } from "@alcove/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDisk } from "../../packages/vault/src/disk.ts";
import { compartmentOfEntry } from "../../packages/vault/src/engine/entry-compartment.ts";
import { openNodeStore } from "@alcove/store-node";
import { accountFrom, appendIn, craftStatement } from "./layer/craft-entries.ts";
import {
  alarmsOf,
  failedSync,
  honestWorkGoesOn,
  must,
  openDevice,
  passphrase,
  settled,
  textsIn,
} from "./layer/devices.ts";
import { withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, withThief } from "./layer/thief.ts";
import { entryFor, everybody, readView, show, type View, withhold } from "./layer/view.ts";

const stage = setPractice();
const secret = "what he said of his father";
let chart = "";
let compartment: CompartmentId;
let kit = "";
/** Ben's device as it lay there while the notes were: for twins that have them still. */
let before = "";
let full: View;
let after: View;
let statementAt = -1;

const bensView = () => readView(stage.layer, stage.layer.sessionOf(stage.ben.isTheirs));
const isWithin = (entry: Uint8Array) => {
  const of = parseKeyLogEntry(entry)?.body.compartment ?? parseBatch(entry)?.body.compartment;
  return of !== undefined && equalBytes(of, compartment);
};
const toFullDevice = (folder: string) => {
  rmSync(folder, { recursive: true });
  cpSync(before, folder, { recursive: true });
};
/** Whether anything of the notes lies beside an entry on the device in this folder. */
function holdsSealed(folder: string): boolean {
  const copy = mkdtempSync(joinPath(tmpdir(), "alcove-hostile-look-"));
  cpSync(folder, copy, { recursive: true });
  const store = openNodeStore(copy);
  const { bodies } = openDisk(store.disk);
  const found = [...bodies.entries()].some(({ body, entry }) => {
    const of = compartmentOfEntry(entry);
    return of !== undefined && equalBytes(of, compartment) && bodies.payload(body).length > 0;
  });
  store.close();
  rmSync(copy, { recursive: true });
  return found;
}

beforeAll(async () => {
  const { ben } = stage;
  kit = must(await ben.vault.kit()).text;
  ({ id: chart } = must(await ben.vault.createChart({ name: "Client of Ben" })));
  const words = { title: "Session", date: "2026-11-30", basedOn: [] };
  must(await ben.vault.saveNote({ ...words, chart, kind: "psychotherapy", body: { text: secret } }));
  must(await ben.vault.saveNote({ ...words, chart, kind: "progress", body: { text: "for the record" } }));
  for (const { vault } of [ben, stage.ada, ben]) await settled(vault);
  compartment = await withThief(ben.device, async (thief) => compartmentOf(thief, "psychotherapy", chart));
});
afterAll(() => {
  if (before) rmSync(before, { recursive: true, force: true });
});

test("IN-01 ROS-34 nobody but their author destroys notes: refused, and an alarm where a server lets it stand", async () => {
  const { layer, ada, ben, fay, practice } = stage;
  const owner = { device: ada.device, isTheirs: stage.isAdas };
  for (const [name, { device, isTheirs }] of Object.entries({ owner, fay })) {
    await withThief(device, async (thief) => {
      const operation = ["compartment.destroy", compartment, 2, new Uint8Array(32) as Hash] as [
        "compartment.destroy",
        CompartmentId,
        number,
        Hash,
      ];
      const tries = [
        await craftStatement(thief, [operation]),
        await craftStatement(thief, [operation], { account: accountFrom(ben.id) }),
      ];
      for (const entry of tries) {
        expect(await appendIn(layer, layer.sessionOf(isTheirs), [entry]), name).toMatch(
          /^(statement-refused|signature-wrong|not-entitled)$/,
        );
        layer.tamper = show(layer, practice, [...(await bensView()), entryFor(entry)], ben.isTheirs);
        await withTwin(ben, async ({ vault }) => {
          expect(await failedSync(vault), name).toMatch(/^alarm-/);
          expect(await alarmsOf(vault), name).toContain("alarm-statement-invalid");
          expect(await textsIn(vault, chart), "nothing went").toContain(secret);
        });
        layer.tamper = undefined;
      }
    });
  }
});

test("HS-20 LED-9 a server that takes notes away and says nothing is found by who had not read them yet, and by a new device", async () => {
  const { layer, practice } = stage;
  const view = await bensView();
  const index = view.findIndex(({ body }) => body && parseBatch(body.entry) && isWithin(body.entry));
  layer.tamper = show(layer, practice, withhold(view, index), everybody);
  const tablet = await openDevice();
  const shown = { kit, passphrase, totp: "", deviceName: "tablet" };
  expect(await tablet.vault.enrolByKit(shown)).toMatchObject({ error: { code: "alarm-body-withheld" } });
  await tablet.remove();
});

test("HS-20 LED-14 a server that goes on sending what was destroyed gives it to no device", async () => {
  const { layer, ben, practice } = stage;
  await settled(ben.vault);
  before = mkdtempSync(joinPath(tmpdir(), "alcove-hostile-before-"));
  cpSync(ben.device.folder, before, { recursive: true });
  const held = await bensView();
  must(await ben.vault.destroyApart({ chart }));
  after = await bensView();
  statementAt = after.findIndex(
    ({ body }) => body && parseStatement(body.entry)?.body.operations[0]?.[0] === "compartment.destroy",
  );
  expect(
    after.some(({ body }) => body && isWithin(body.entry)),
    "an honest one has none",
  ).toBe(false);
  full = after.map((entry, at) => held[at] ?? entry);
  expect(full.filter(({ body }) => body && isWithin(body.entry)).length).toBeGreaterThan(1);
  layer.tamper = show(layer, practice, full, everybody);
  await withTwin(
    ben,
    async (twin) => {
      expect(await textsIn(twin.vault, chart)).toContain(secret);
      must(await twin.vault.sync());
      expect(await textsIn(twin.vault, chart)).toEqual(["for the record"]);
      expect(holdsSealed(twin.folder)).toBe(false);
    },
    toFullDevice,
  );
});

test("HS-20 DES-6 nor by sending it once more behind the statement: an alarm", async () => {
  const { layer, ben, practice } = stage;
  const again = full.filter(({ body }) => body && isWithin(body.entry));
  for (const entry of again) {
    layer.tamper = show(layer, practice, [...after, entry], ben.isTheirs);
    await withTwin(ben, async (twin) => {
      await twin.vault.sync();
      expect(await alarmsOf(twin.vault)).toContain("alarm-batch-invalid");
      expect(await textsIn(twin.vault, chart)).toEqual(["for the record"]);
    });
    layer.tamper = undefined;
  }
});

test("HS-20 a server that keeps the statement to itself is found as with any other, and nothing goes meanwhile", async () => {
  const { layer, ben, practice } = stage;
  layer.tamper = show(layer, practice, withhold(full, statementAt), ben.isTheirs);
  await withTwin(
    ben,
    async ({ vault }) => {
      expect(await failedSync(vault)).toBe("alarm-body-withheld");
      expect(await textsIn(vault, chart)).toContain(secret);
    },
    toFullDevice,
  );
  layer.tamper = undefined;
  await settled(ben.vault);
  expect(await alarmsOf(ben.vault)).toEqual([]);
  await honestWorkGoesOn(stage.ada.chart, stage.ada.vault, ben.vault);
});
