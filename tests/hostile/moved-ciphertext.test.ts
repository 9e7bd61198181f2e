/**
 * HS-08 to HS-10: move a ciphertext to another record, compartment, practice or epoch. The server alone can exchange what
 * lies beside a batch; with a device's stolen signing key it can name the moved envelope in a batch of its own.
 */

import { type Bytes, encodeCbor, equalBytes, toHex } from "@alcove/bytes";
import { encodeHeader, type EnvelopeHeader, hash, type ParsedEnvelope, parseEnvelope } from "@alcove/crypto";
import type { AppendEntry } from "@alcove/protocol";
import { describe, expect, test } from "vitest";
import { advanceAuthor } from "../../packages/vault/src/engine/state.ts";
import {
  alarmsOf,
  type Device,
  enrolByKit,
  failedSync,
  foundPractice,
  honestWorkGoesOn,
  must,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { codeOf } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { batchIn, compartmentOf, craftBatch, stealDevice, type Thief, withThief } from "./layer/thief.ts";
import { type Entry, everybody, indexesOf, readView, show, type View } from "./layer/view.ts";

const stage = setStage();

test("HS-08 HS-09 HS-10 the server exchanges what lies beside batches: alarm, and nothing of it is shown", async () => {
  const { layer, ada, phone, practice } = stage;
  const { id: otherChart } = must(await ada.vault.createChart({ name: "Second Client" }));
  for (const [chart, texts] of [
    [ada.chart, ["a1", "a2"]],
    [otherChart, ["b1", "b2"]],
  ] as const) {
    for (const text of texts) await writeNote(ada.vault, chart, text);
    await settled(ada.vault);
  }
  const view = await readView(layer);
  const [a, b] = indexesOf(view, "batch").slice(-2) as [number, number];
  const bodyAt = (index: number) => (view[index] as Required<Entry>).body;
  const beside = (index: number, payload: readonly Bytes[], entry = bodyAt(index).entry): View =>
    view.with(index, { leaf: (view[index] as Entry).leaf, body: { entry, payload } });
  const attacks: Readonly<Record<string, View>> = {
    "two records of one batch": beside(a, bodyAt(a).payload.toReversed()),
    "another compartment's envelopes": beside(a, bodyAt(b).payload),
    "another compartment's batch": beside(a, bodyAt(b).payload, bodyAt(b).entry),
    "one envelope twice": beside(a, [bodyAt(a).payload[0] as Bytes, bodyAt(a).payload[0] as Bytes]),
    "one envelope more": beside(a, [...bodyAt(a).payload, bodyAt(b).payload[0] as Bytes]),
  };
  for (const [name, shown] of Object.entries(attacks)) {
    layer.tamper = show(layer, practice, shown, everybody);
    expect(await failedSync(phone.vault), name).toBe("alarm-body-withheld");
    expect(await alarmsOf(phone.vault), name).toContain("alarm-body-forged");
    expect(await textsIn(phone.vault, ada.chart), name).toEqual([]);
    expect(await textsIn(phone.vault, otherChart), name).toEqual([]);
  }
  layer.tamper = undefined;
  await settled(phone.vault);
  expect(await textsIn(phone.vault, ada.chart)).toEqual(["a1", "a2"]);
  expect(await textsIn(phone.vault, otherChart)).toEqual(["b1", "b2"]);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

describe("with a stolen device's keys", () => {
  /** The attacked envelope under another header, in a batch that is signed right. */
  async function moved(
    thief: Thief,
    envelope: Bytes,
    changes: Partial<EnvelopeHeader>,
    compartment = parsed(envelope).header.compartment,
  ): Promise<AppendEntry> {
    const { header, sealed } = parsed(envelope);
    const rewritten = encodeCbor([encodeHeader({ ...header, author: thief.keys.device, ...changes }), sealed]);
    return craftBatch(thief, compartment, [rewritten]);
  }

  function parsed(envelope: Bytes): ParsedEnvelope {
    const envelopeParts = parseEnvelope(envelope);
    if (!envelopeParts) throw new Error("this is no envelope");
    return envelopeParts;
  }

  /** Appended through the thief's own session: the server can't open it, so it has no reason to refuse. */
  async function append(thief: Thief, entry: AppendEntry): Promise<string> {
    const session = must(await thief.signIn());
    const from = thief.state.frontier.size;
    const answer = await session.call("POST", "/v1/append", encodeCbor({ from, entries: [entry] as never }));
    if (!answer.ok) return answer.error.code;
    advanceAuthor(thief.state, batchIn(entry).body, hash(entry.entry));
    return "taken";
  }

  /** A stolen tablet that wrote one note. The tablet is revoked afterwards, as its owner would. */
  async function onStolenTablet(run: (thief: Thief, envelope: Bytes, tablet: Device) => Promise<void>): Promise<void> {
    const { layer, ada, phone } = stage;
    const tablet = await enrolByKit(ada, "tablet");
    await writeNote(tablet.vault, ada.chart, "sealed on the tablet");
    await settled(tablet.vault);
    const view = await readView(layer);
    await settled(phone.vault);
    const index = indexesOf(view, "batch").at(-1) as number;
    const [envelope] = (view[index] as Required<Entry>).body.payload as [Bytes];
    const sealed = async () =>
      (await textsIn(phone.vault, ada.chart)).filter((text) => text === "sealed on the tablet").length;
    const before = await sealed();
    await withThief(tablet, (thief) => run(thief, envelope, tablet));
    must(await phone.vault.sync());
    expect(await alarmsOf(phone.vault)).toContain("alarm-envelope-unopenable");
    expect(await sealed(), "put aside").toBe(before);
    const { deviceId } = (await tablet.vault.status()) as { deviceId: string };
    await tablet.remove();
    must(await ada.vault.sync());
    must(await ada.vault.revokeDevice({ device: deviceId, reason: "stolen" }));
    await honestWorkGoesOnBesides(["alarm-envelope-unopenable"]);
  }

  /** The alarm stays in the ledger's report: it is what happened. */
  async function honestWorkGoesOnBesides(codes: readonly string[]): Promise<void> {
    const { ada, phone } = stage;
    await writeNote(ada.vault, ada.chart, `honest ${crypto.randomUUID()}`);
    await settled(ada.vault);
    await settled(phone.vault);
    expect(await textsIn(phone.vault, ada.chart)).toEqual(await textsIn(ada.vault, ada.chart));
    const { problems } = must(await phone.vault.verifyLedger());
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(codes));
  }

  test("HS-08 an envelope under another record, revision or parent opens to nothing", async () => {
    const random = new Uint8Array(32).fill(9);
    const changes: Partial<EnvelopeHeader>[] = [
      { record: random.slice(0, 16) as EnvelopeHeader["record"] },
      { revision: 2, parents: [random as EnvelopeHeader["parents"][number]] },
      { schema: 2 },
    ];
    await onStolenTablet(async (thief, envelope) => {
      for (const change of changes) expect(await append(thief, await moved(thief, envelope, change))).toBe("taken");
    });
  });

  test("HS-09 an envelope of another compartment opens to nothing; under its own header the server refuses it", async () => {
    const { ada } = stage;
    await onStolenTablet(async (thief, envelope) => {
      const directory = compartmentOf(thief, "directory");
      expect(equalBytes(parsed(envelope).header.compartment, compartmentOf(thief, "clinical", ada.chart))).toBe(true);
      expect(await append(thief, await craftBatch(thief, directory, [envelope]))).toBe("envelope-mismatch");
      const entry = await moved(thief, envelope, { compartment: directory }, directory);
      expect(await append(thief, entry)).toBe("taken");
    });
  });

  test("HS-09 a batch of another practice is refused by the server, and a reader puts it aside", async () => {
    const { layer, ada, phone, practice } = stage;
    const other = await foundPractice(layer);
    await writeNote(other.vault, other.chart, "another practice's");
    await settled(other.vault);
    const view = await readView(layer);
    const foreign = view[indexesOf(view, "batch").at(-1) as number] as Required<Entry>;
    await other.device.remove();
    const tablet = await enrolByKit(ada, "tablet");
    await settled(tablet.vault);
    const session = layer.lastSession();
    const own = await readView(layer);
    const entry = { kind: "batch", entry: foreign.body.entry, payload: foreign.body.payload } as const;
    const reply = await layer.ask(session, "POST", "/v1/append", encodeCbor({ from: own.length, entries: [entry] }));
    expect(codeOf(reply)).toBe("not-entitled");

    const before = await textsIn(tablet.vault, ada.chart);
    layer.tamper = show(layer, practice, [...own, foreign], layer.lastDevice());
    await tablet.vault.sync();
    expect(await alarmsOf(tablet.vault)).toContain("alarm-batch-invalid");
    expect(await textsIn(tablet.vault, ada.chart)).toEqual(before);
    await tablet.remove();
    layer.tamper = undefined;
    await settled(phone.vault);
  });

  test("HS-10 an envelope of an earlier epoch is refused under its own header, and opens to nothing under another", async () => {
    const { ada, phone } = stage;
    const lost = await enrolByKit(ada, "lost phone");
    const { deviceId } = (await lost.vault.status()) as { deviceId: string };
    await lost.remove();
    await onStolenTablet(async (_, envelope, tablet) => {
      // A device is lost: what it could read gets a new key with the next save.
      must(await ada.vault.sync());
      must(await ada.vault.revokeDevice({ device: deviceId, reason: "lost" }));
      await writeNote(ada.vault, ada.chart, "under a new key");
      await settled(ada.vault);
      await settled(phone.vault);
      await settled(tablet.vault);
      const now = await stealDevice(tablet);
      const { header } = parsed(envelope);
      expect(now.state.keyLogs.get(toHex(header.compartment))?.epochs).toHaveLength(header.epoch + 1);
      expect(await append(now, await craftBatch(now, header.compartment, [envelope]))).toBe("envelope-mismatch");
      const stale = await craftBatch(now, header.compartment, [envelope], { epoch: header.epoch });
      expect(await append(now, stale)).toBe("epoch-stale");
      expect(await append(now, await moved(now, envelope, { epoch: header.epoch + 1 }))).toBe("taken");
      now.remove();
    });
  });
});
