/**
 * Destroying a chart against those who would rather destroy, or rather keep: a clinician, a front desk and an owner with patched apps or stolen
 * keys (IN-01, HS-02; ROS-35), and a server that makes up a destruction, keeps one to itself, cuts the second owner's signature off, or
 * brings back what was destroyed (HS-20; LED-9, LED-14).
 */

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import {
  asId,
  type ChartId,
  type CompartmentId,
  parseCbor,
  encodeCbor,
  equalBytes,
  fromHex,
  type Hash,
} from "@alcove/bytes";
import { parseBatch } from "@alcove/crypto";
import { parseKeyLogEntry, parseStatement } from "@alcove/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appendIn, craftStatement } from "./layer/craft-entries.ts";
import { alarmsOf, failedSync, honestWorkGoesOn, must, settled, textsIn } from "./layer/devices.ts";
import { withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, withThief } from "./layer/thief.ts";
import { entryFor, everybody, readView, show, type View, withhold } from "./layer/view.ts";

const stage = setPractice();
const secret = "by Ada, before anybody joined";
const reason = "A double of another chart.";
let compartment: CompartmentId;
/** Ada's device as it lay there while the chart was. */
let before = "";
let full: View;
let after: View;
let statementAt = -1;

const adasView = () => readView(stage.layer, stage.layer.sessionOf(stage.isAdas));
const isWithin = (entry: Uint8Array) => {
  const of = parseKeyLogEntry(entry)?.body.compartment ?? parseBatch(entry)?.body.compartment;
  return of !== undefined && equalBytes(of, compartment);
};
const toFullDevice = (folder: string) => {
  rmSync(folder, { recursive: true });
  cpSync(before, folder, { recursive: true });
};
const destroy = (): ["compartment.destroy", CompartmentId, number, Hash] => [
  "compartment.destroy",
  compartment,
  2,
  new Uint8Array(32) as Hash,
];

beforeAll(async () => {
  for (const { vault } of [stage.ada, stage.ben, stage.fay]) await settled(vault);
  compartment = await withThief(stage.ada.device, async (thief) => compartmentOf(thief, "clinical", stage.ada.chart));
});
afterAll(() => {
  if (before) rmSync(before, { recursive: true, force: true });
});

test("IN-01 ROS-35 a clinician of the chart alone, a front desk and who reads nothing of it destroy none: refused, and an alarm where a server lets it stand", async () => {
  const { layer, ada, ben, fay, practice } = stage;
  for (const [name, { device, isTheirs }] of Object.entries({ ben, fay })) {
    await withThief(device, async (thief) => {
      const entry = await craftStatement(thief, [destroy()]);
      expect(await appendIn(layer, layer.sessionOf(isTheirs), [entry]), name).toBe("statement-refused");
      layer.tamper = show(layer, practice, [...(await adasView()), entryFor(entry)], stage.isAdas);
      await withTwin(ada, async ({ vault }) => {
        expect(await failedSync(vault), name).toMatch(/^alarm-/);
        expect(await alarmsOf(vault), name).toContain("alarm-statement-invalid");
        expect(await textsIn(vault, ada.chart), "nothing went").toContain(secret);
      });
      layer.tamper = undefined;
    });
  }
});

test("HS-02 ROS-35 an owner's signature from elsewhere, or an owner's name under another key, makes no second owner", async () => {
  const { layer, ada, ben, practice } = stage;
  await withThief(ben.device, async (thief) => {
    const alone = await craftStatement(thief, [destroy()]);
    const [body, signatures] = parseCbor(alone.entry) as unknown as [Uint8Array, [number, Uint8Array, Uint8Array][]];
    const adas = await withThief(ada.device, async ({ keys }) => keys.account);
    const [own] = signatures;
    // Ada's account, over Ben's own signature.
    const forged = encodeCbor([body, [...signatures, [1, adas, own?.[2] ?? new Uint8Array(64)]]] as never);
    const entry = { ...alone, entry: forged };
    expect(await appendIn(layer, layer.sessionOf(ben.isTheirs), [entry])).toBe("signature-wrong");
    layer.tamper = show(layer, practice, [...(await adasView()), entryFor(entry)], stage.isAdas);
    await withTwin(ada, async ({ vault }) => {
      expect(await failedSync(vault)).toMatch(/^alarm-/);
      expect(await textsIn(vault, ada.chart)).toContain(secret);
    });
    layer.tamper = undefined;
  });
});

test("HS-20 DES-3 a right statement over other leaves than the server has destroys nothing there", async () => {
  const { layer, ada } = stage;
  await withThief(ada.device, async (thief) => {
    const entry = await craftStatement(thief, [destroy()]);
    expect(await appendIn(layer, layer.sessionOf(stage.isAdas), [entry])).toMatch(/^(head-moved|second-factor-again)$/);
  });
  expect(await textsIn(ada.vault, ada.chart)).toContain(secret);
});

test("HS-20 LED-14 a server that goes on sending a destroyed chart gives it to no device", async () => {
  const { layer, ada, practice } = stage;
  const sheet = { form: "individual", since: "2026-11-30", tags: [], custom: [] } as const;
  must(await ada.vault.saveFaceSheet({ chart: ada.chart, basedOn: [], status: "discharged", ...sheet }));
  await settled(ada.vault);
  before = mkdtempSync(joinPath(tmpdir(), "alcove-hostile-before-"));
  cpSync(ada.device.folder, before, { recursive: true });
  const held = await adasView();
  expect(must(await ada.vault.destroyChart({ chart: ada.chart, reason }))).toEqual({ became: "destroyed" });
  after = await adasView();
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
    ada,
    async ({ vault }) => {
      expect(await textsIn(vault, ada.chart)).toContain(secret);
      must(await vault.sync());
      expect(await textsIn(vault, ada.chart)).toEqual([]);
      expect((await vault.charts()).map(({ id }) => id)).not.toContain(ada.chart);
    },
    toFullDevice,
  );
});

test("HS-20 DES-6 nor by sending it once more behind the statement: an alarm", async () => {
  const { layer, ada, practice } = stage;
  for (const entry of full.filter(({ body }) => body && isWithin(body.entry)).slice(0, 2)) {
    layer.tamper = show(layer, practice, [...after, entry], stage.isAdas);
    await withTwin(ada, async ({ vault }) => {
      await vault.sync();
      expect(await alarmsOf(vault)).toContain("alarm-batch-invalid");
      expect(await textsIn(vault, ada.chart)).toEqual([]);
    });
    layer.tamper = undefined;
  }
});

test("HS-20 a server that keeps the statement to itself is found as with any other, and nothing goes meanwhile", async () => {
  const { layer, ada, practice } = stage;
  layer.tamper = show(layer, practice, withhold(full, statementAt), stage.isAdas);
  await withTwin(
    ada,
    async ({ vault }) => {
      expect(await failedSync(vault)).toBe("alarm-body-withheld");
      expect(await textsIn(vault, ada.chart)).toContain(secret);
    },
    toFullDevice,
  );
  layer.tamper = undefined;
});

test("ROS-35 IN-01 who had it begins nothing in it again, in the app or past it", async () => {
  const { layer, ada, ben } = stage;
  await settled(ben.vault);
  const words = { title: "Session", date: "2026-11-30", basedOn: [], chart: ada.chart, kind: "progress" } as const;
  for (const { vault } of [ada, ben])
    expect(await vault.saveNote({ ...words, body: { text: "more" } })).toMatchObject({
      error: { code: "not-entitled" },
    });
  const chart = asId<ChartId>(fromHex(ada.chart) as Uint8Array<ArrayBuffer>);
  for (const [{ device }, isTheirs] of [
    [ada, stage.isAdas],
    [ben, ben.isTheirs],
  ] as const)
    await withThief(device, async (thief) => {
      for (const kind of ["clinical", "psychotherapy", "administrative"] as const) {
        const id = asId<CompartmentId>(thief.crypto.random(16));
        const entry = await craftStatement(thief, [["compartment.create", id, kind, chart]]);
        expect(await appendIn(layer, layer.sessionOf(isTheirs), [entry]), kind).toBe("statement-refused");
      }
    });
  expect(await alarmsOf(ada.vault)).toEqual([]);
  const { id: next } = must(await ada.vault.createChart({ name: "Next" }));
  await honestWorkGoesOn(next, ada.vault, ada.vault);
});
