/** Rules of docs/spec that a whole device keeps: outbox, drafts, enrolment, records. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeCbor, fromHex, parseCbor } from "@alcove/bytes";
import { encodeRevision, parseRevision } from "@alcove/records";
import type { TransportRequest } from "@alcove/vault";
import { encodeInvitationQr, parseInvitationQr } from "../../packages/vault/src/features/pairing/transcript.ts";
import {
  enrolByKit,
  found,
  keep,
  must,
  openStatus,
  passphrase,
  save,
  setStage,
  settle,
  type Stage,
  stepOf,
} from "./devices.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

const appendsIn = (sent: readonly TransportRequest[]) => sent.filter(({ path }) => path === "/v1/append");
const entriesIn = ({ body }: TransportRequest) =>
  (parseCbor(body as Uint8Array) as { entries: { kind: string; entry: Uint8Array; payload: Uint8Array[] }[] }).entries;

describe("outbox", () => {
  test("OUT-1 LED-10 a save is on disk, sealed, before it is called kept, and called saved on the server only when it is", async () => {
    const laptop = await stage.open();
    const { chart } = await found(stage, laptop);
    laptop.network = "down";
    const { note } = await save(laptop, chart, "written without a network");
    expect((await openStatus(laptop.vault)).waiting).toBe(1);
    const copy = await stage.open({ copyOf: laptop });
    must(await copy.vault.unlock(passphrase));
    expect(must(await copy.vault.note(note)).current.body.text).toBe("written without a network");

    laptop.network = "answer-lost";
    await laptop.vault.sync();
    expect(must(await laptop.vault.note(note)).head.kept.server).toBeUndefined();
    laptop.network = "up";
    await settle(laptop.vault);
    expect(must(await laptop.vault.note(note)).head.kept.server).toBeTypeOf("number");
  });

  test("OUT-4 sixty saves wait for the network, the last of them in a chart that is new: all arrive", async () => {
    const laptop = await stage.open();
    const { chart } = await found(stage, laptop);
    laptop.network = "down";
    for (let n = 0; n < 60; n++) await save(laptop, chart, `note ${n}`);
    const later = must(await laptop.vault.createChart({ name: "begun on a train" })).id;
    const { note } = await save(laptop, later, "the first note in it");
    laptop.network = "up";
    must(await laptop.vault.sync());
    await settle(laptop.vault);
    expect(must(await laptop.vault.note(note)).head.kept.server).toBeTypeOf("number");
  });

  test("OUT-2 a save under a stale epoch waits for the rotation, which its device makes first", async () => {
    const laptop = await stage.open();
    const phone = await stage.open();
    const { kit, chart } = await found(stage, laptop);
    await save(laptop, chart, "before");
    await settle(laptop.vault);
    await enrolByKit(kit, laptop, phone);
    const lost = (await laptop.vault.devices()).find(({ thisDevice }) => !thisDevice);
    must(await laptop.vault.revokeDevice({ device: lost?.id ?? "", reason: "stolen" }));
    laptop.sent.length = 0;
    await save(laptop, chart, "after");
    await settle(laptop.vault);
    const kinds = appendsIn(laptop.sent).flatMap((request) => entriesIn(request).map(({ kind }) => kind));
    // What nobody writes in is rotated afterwards.
    expect(kinds.slice(0, 2)).toEqual(["keyLog", "batch"]);
  });

  test("OUT-3 what was sent and not answered is sent again byte for byte, and stands once", async () => {
    const laptop = await stage.open();
    const { chart } = await found(stage, laptop);
    await save(laptop, chart, "so that the compartment is there");
    await settle(laptop.vault);
    laptop.sent.length = 0;
    laptop.network = "cut";
    await save(laptop, chart, "sent three times, kept once");
    await laptop.vault.sync();
    laptop.network = "answer-lost";
    await laptop.vault.sync();
    const [first] = appendsIn(laptop.sent)
      .flatMap(entriesIn)
      .filter(({ kind }) => kind === "batch");
    laptop.network = "up";
    await settle(laptop.vault);
    const again = appendsIn(laptop.sent)
      .flatMap(entriesIn)
      .filter(({ kind }) => kind === "batch");
    expect(again.length).toBeGreaterThanOrEqual(2);
    for (const each of again) expect(each).toEqual(first);
    const report = must(await laptop.vault.verifyLedger());
    expect(report.problems).toEqual([]);
    expect(await laptop.vault.notes(chart)).toHaveLength(2);
  });
});

describe("drafts", () => {
  test("DRA-1 DRA-2 what was typed is on disk when it is called kept, and no word of it in the clear", async () => {
    const laptop = await stage.open();
    const { chart } = await found(stage, laptop);
    await keep(laptop, chart, "ephemeral marginalia");
    const copy = await stage.open({ copyOf: laptop });
    expect(await copy.vault.drafts()).toEqual([]);
    must(await copy.vault.unlock(passphrase));
    expect((await copy.vault.drafts()).map(({ body }) => body.text)).toEqual(["ephemeral marginalia"]);
    await settle(laptop.vault);
    const bodies = laptop.sent.flatMap(({ body }) => (body ? [Buffer.from(body)] : []));
    expect(bodies.some((body) => body.includes("marginalia"))).toBe(false);
  });

  test("DRA-3 a draft is erased when its save is durable, here and in its slot", async () => {
    const laptop = await stage.open();
    const { chart } = await found(stage, laptop);
    const draft = await keep(laptop, chart, "half a sent");
    await settle(laptop.vault);
    await save(laptop, chart, "half a sentence, and the rest", { draft });
    expect(await laptop.vault.drafts()).toEqual([]);
    await settle(laptop.vault);
    expect(
      laptop.sent.filter(({ method, path }) => method === "DELETE" && path === `/v1/drafts/${draft}`),
    ).toHaveLength(1);
  });

  test("DRA-5 DRA-6 drafts travel between a person's devices; psychotherapy drafts don't; two writings are two drafts", async () => {
    const laptop = await stage.open();
    const phone = await stage.open();
    const { kit, chart } = await found(stage, laptop);
    await enrolByKit(kit, laptop, phone);
    const draft = await keep(laptop, chart, "begun at the desk");
    await keep(laptop, chart, "for nobody else", undefined, "psychotherapy");
    await settle(laptop.vault);
    await settle(phone.vault);
    expect((await phone.vault.drafts()).map(({ body }) => body.text)).toEqual(["begun at the desk"]);

    await keep(laptop, chart, "gone on at the desk", draft);
    await keep(phone, chart, "gone on in the train", draft);
    await settle(laptop.vault);
    await settle(phone.vault);
    await settle(laptop.vault);
    for (const device of [laptop, phone]) {
      const texts = (await device.vault.drafts()).map(({ body }) => body.text);
      expect(texts).toContain("gone on at the desk");
      expect(texts).toContain("gone on in the train");
    }
  });

  test("DRA-4 DRA-6 a slot whose answer was lost is known again: one writing stays one draft", async () => {
    const laptop = await stage.open();
    const { chart } = await found(stage, laptop);
    await keep(laptop, chart, "typed once");
    laptop.network = "answer-lost";
    expect(await laptop.vault.sync()).toMatchObject({ ok: false });
    laptop.network = "up";
    await settle(laptop.vault);
    expect((await laptop.vault.drafts()).map(({ body }) => body.text)).toEqual(["typed once"]);
  });
});

describe("enrolment", () => {
  test("KIT-4 KIT-5 a device by kit stands in the roster, is provisional until another vouches, and writes nothing before", async () => {
    const laptop = await stage.open();
    const phone = await stage.open();
    const { kit, chart } = await found(stage, laptop);
    laptop.network = "down";
    must(await phone.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "phone" }));
    expect((await openStatus(phone.vault)).provisional?.otherDevices.map(({ name }) => name)).toEqual(["laptop"]);
    await save(phone, chart, "waits until somebody vouches");
    must(await phone.vault.sync());
    const kinds = appendsIn(phone.sent).flatMap((request) => entriesIn(request).map(({ kind }) => kind));
    expect(kinds).toEqual(["roster"]);
    expect((await openStatus(phone.vault)).waiting).toBeGreaterThan(0);

    laptop.network = "up";
    await settle(laptop.vault);
    await settle(phone.vault);
    expect((await openStatus(phone.vault)).provisional).toBeUndefined();
    await settle(laptop.vault);
    expect(await laptop.vault.notes(chart)).toHaveLength(1);
  });

  test("KIT-6 a device that nobody vouches for takes away, and gives nobody anything", async () => {
    const laptop = await stage.open();
    const phone = await stage.open();
    const { kit, chart } = await found(stage, laptop);
    await save(laptop, chart, "so that there is something to give");
    await settle(laptop.vault);
    laptop.network = "down";
    must(await phone.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "phone" }));
    const member = (await phone.vault.members())[0]?.id ?? "";
    const share = { member, kind: "progress", right: "read-write" } as const;
    const { id: unwritten } = must(await phone.vault.createChart({ name: "nothing written yet" }));
    const attempts = {
      "brings in a device": await phone.vault.invite(),
      "gives a right": await phone.vault.shareChart({ ...share, chart }),
      "begins a compartment": await phone.vault.shareChart({ ...share, chart: unwritten }),
    };
    for (const [what, outcome] of Object.entries(attempts))
      expect(outcome.ok ? "taken" : outcome.error.code, what).toBe("device-provisional");
    const kinds = appendsIn(phone.sent).flatMap((request) => entriesIn(request).map(({ kind }) => kind));
    expect(kinds, "its own enrolment, and nothing since").toEqual(["roster"]);

    const there = (await phone.vault.devices()).find(({ name }) => name === "laptop");
    must(await phone.vault.revokeDevice({ device: there?.id ?? "", reason: "lost" }));
    must(await phone.vault.confirmFreshness());
    must(await phone.vault.invite());
  });

  test("KIT-4 a kit with another founding hash, identity or checkpoint leads to no practice", async () => {
    const laptop = await stage.open();
    const { kit } = await found(stage, laptop);
    const { parseKit, encodeKit } = await import("../../packages/vault/src/kit.ts");
    const facts = parseKit(kit);
    if (!facts) throw new Error("a fresh kit reads");
    const other = new Uint8Array(32).fill(1) as never;
    const changes = [
      { founding: other },
      { identity: other },
      { ledgerKey: other },
      { checkpoint: { ...facts.checkpoint, root: other } },
      { checkpoint: { size: facts.checkpoint.size + 1000, root: other } },
    ];
    for (const change of changes) {
      const phone = await stage.open();
      const text = encodeKit({ ...facts, ...change });
      const outcome = await phone.vault.enrolByKit({ kit: text, passphrase, totp: "", deviceName: "phone" });
      expect(outcome.ok, Object.keys(change)[0]).toBe(false);
      expect((await phone.vault.status()).phase).toBe("empty");
    }
    expect(await laptop.vault.devices()).toHaveLength(1);
  });

  async function invited() {
    const laptop = await stage.open();
    const phone = await stage.open();
    const { chart } = await found(stage, laptop);
    await save(laptop, chart, "to be found on the phone");
    await settle(laptop.vault);
    const waiting = stepOf(laptop, "waiting");
    must(await laptop.vault.invite());
    const shown = await waiting;
    if (shown.step !== "waiting" || shown.side !== "inviter") throw new Error("the inviter waits");
    return { laptop, phone, chart, qr: shown.qr };
  }

  test("PAIR-8 PAIR-9 with the right words the device is enrolled and gets the keys", async () => {
    const { laptop, phone, chart, qr } = await invited();
    const [atLaptop, atPhone] = [stepOf(laptop, "compare"), stepOf(phone, "compare")];
    const deviceName = "phone of somebody known";
    must(await phone.vault.acceptInvitation({ invitation: qr, deviceName }));
    const [choice, shown] = [await atLaptop, await atPhone];
    if (shown.step !== "compare" || shown.side !== "newcomer") throw new Error("the newcomer shows words");
    if (choice.step !== "compare" || choice.side !== "inviter") throw new Error("the inviter offers lines");
    expect(choice.choices.map((line) => line.join(" "))).toContain(shown.words.join(" "));
    const asked = stepOf(phone, "passphrase");
    must(await laptop.vault.choosePairingWords(shown.words));
    must(await phone.vault.choosePairingWords(shown.words));
    await asked;
    expect((await phone.vault.finishPairing("not this one at all")).ok).toBe(false);
    const finished = stepOf(phone, "done");
    must(await phone.vault.finishPairing(passphrase));
    await finished;
    await settle(phone.vault);
    expect(await phone.vault.notes(chart)).toHaveLength(1);
    expect((await laptop.vault.devices()).map(({ via }) => via).sort()).toEqual(["founding", "pairing"]);
    const said = phone.sent.map(({ body }) => Buffer.from(body ?? []).toString("latin1")).join();
    expect(said, "it travels sealed alone").not.toContain(deviceName);
    await settle(laptop.vault);
    expect((await laptop.vault.devices()).map(({ name }) => name)).toContain(deviceName);
  });

  test("PAIR-8 with other words nothing is enrolled and nothing handed over (HS-19)", async () => {
    const { laptop, phone, qr } = await invited();
    const atLaptop = stepOf(laptop, "compare");
    const failed = stepOf(laptop, "failed");
    must(await phone.vault.acceptInvitation({ invitation: qr, deviceName: "phone" }));
    await atLaptop;
    await laptop.vault.choosePairingWords(["zoo", "zoo", "zoo", "zoo", "zoo"]);
    const step = await failed;
    expect(step.step === "failed" && step.error.code).toBe("pairing-words-differ");
    expect(await laptop.vault.devices()).toHaveLength(1);
    expect(
      laptop.sent.some(({ path, body }) => path.endsWith("/inviter") && body !== undefined && hasStep(body, "gift")),
    ).toBe(false);
    await phone.vault.cancelPairing();
  });

  test("PAIR-6 a newcomer that can't find the pinned identity or founding shows its nonce to nobody (HS-19)", async () => {
    const { laptop, phone, qr } = await invited();
    const parsed = parseInvitationQr(qr);
    if (!parsed) throw new Error("a fresh invitation reads");
    const other = new Uint8Array(32).fill(1) as never;
    const failed = stepOf(phone, "failed");
    const invitation = encodeInvitationQr(parsed.secret, { ...parsed.invitation, inviter: other });
    must(await phone.vault.acceptInvitation({ invitation, deviceName: "phone" }));
    expect((await failed).step).toBe("failed");
    expect(
      phone.sent.some(({ path, body }) => path.endsWith("/newcomer") && body !== undefined && hasStep(body, "rN")),
    ).toBe(false);
    expect(await laptop.vault.devices()).toHaveLength(1);
    await laptop.vault.cancelPairing();
  });
});

function hasStep(body: Uint8Array, step: string): boolean {
  return (parseCbor(body) as { step?: string } | undefined)?.step === step;
}

describe("records", () => {
  test("REC-1 REC-2 a revision reads back to what was written, byte for byte; what has another member is none", () => {
    const id = fromHex("00112233445566778899aabbccddeeff") as Uint8Array<ArrayBuffer>;
    const note = {
      type: "note",
      revision: id,
      writtenAt: 5,
      kind: "progress",
      date: "2026-03-02",
      title: "",
      text: "\ufeffé",
      form: "dap",
      adds: id,
    } as const;
    const bytes = encodeRevision(note);
    expect(parseRevision(bytes)).toEqual(note);
    expect(encodeRevision(parseRevision(bytes) as typeof note)).toEqual(bytes);
    const wrong = [
      { more: 1 },
      { kind: "secret" },
      { date: "2 March" },
      { writtenAt: -1 },
      { revision: id.slice(1) },
      { text: 1 },
      { type: "memo" },
      { form: "" },
      { form: "No id" },
      { adds: id.slice(1) },
    ];
    for (const change of wrong)
      expect(parseRevision(encodeCbor({ ...note, ...change })), JSON.stringify(change)).toBeUndefined();
    const { title: _, ...without } = note;
    expect(parseRevision(encodeCbor(without))).toBeUndefined();
  });

  test("REC-3 HS-24 a clock a year ahead decides nothing: the edit that names its parent is the newer one", async () => {
    const laptop = await stage.open({ clockAheadMs: 365 * 86_400_000 });
    const phone = await stage.open();
    const { kit, chart } = await found(stage, laptop);
    const first = await save(laptop, chart, "written by a clock a year ahead");
    await settle(laptop.vault);
    await enrolByKit(kit, laptop, phone);
    await save(phone, chart, "written after it", { note: first.note, basedOn: [first.revision] });
    await settle(phone.vault);
    await settle(laptop.vault);
    for (const device of [laptop, phone]) {
      const view = must(await device.vault.note(first.note));
      expect([view.current.body.text, view.others.length, view.head.conflict]).toEqual(["written after it", 0, false]);
    }
  });
});
