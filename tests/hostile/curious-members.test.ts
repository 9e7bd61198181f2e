/**
 * IN-01: front desk, supervisor and owner ask for a psychotherapy note of somebody else's, by the app and by raw requests
 * with everything that their own devices hold.
 */

import { type Bytes, type CompartmentId, encodeCbor, equalBytes, toHex } from "@alcove/bytes";
import { deriveContentKey, parseBatch, parseEnvelope } from "@alcove/crypto";
import { openEnvelope } from "@alcove/crypto/open";
import { parseKeyLogEntry } from "@alcove/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
  writeNote,
} from "./layer/devices.ts";
import { codeOf, readReply } from "./layer/hostile-layer.ts";
import { accountOf, join, type Member, share, withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, withThief } from "./layer/thief.ts";
import { entryFor, readView, show, type View } from "./layer/view.ts";

/** `undefined`: a statement, which is everybody's. */
const placeOf = (entry: Bytes) => parseBatch(entry)?.body.compartment ?? parseKeyLogEntry(entry)?.body.compartment;

const stage = setPractice();
const apart = "what she said about her brother";
let sue: Member;
let owner: Member;
let note = "";
let compartment: Bytes;
/** Path of a chunk of a file that is kept with it. */
let chunk = "";
beforeAll(async () => {
  const { layer, ada, isAdas, ben } = stage;
  sue = await join(layer, ada.vault, "Sue", "supervisor");
  await share(ada.vault, sue, ada.chart, "read");
  owner = { device: ada.device, vault: ada.vault, id: await accountOf(ada.vault), isTheirs: isAdas };
  ({ note } = await writeNote(ben.vault, ada.chart, apart, { kind: "psychotherapy" }));
  layer.tamper = async ({ method, path }, forward) => {
    if (method === "PUT" && path.includes("/blobs/")) chunk = path.split("?")[0] ?? "";
    return forward();
  };
  const file = { name: "letter.txt", mediaType: "text/plain", bytes: new TextEncoder().encode(apart) };
  must(await ben.vault.attach({ chart: ada.chart, note, ...file }));
  await settled(ben.vault);
  layer.tamper = undefined;
  for (const { vault } of [owner, sue, stage.fay]) await settled(vault);
  compartment = await withThief(ben.device, async (thief) => compartmentOf(thief, "psychotherapy", ada.chart));
});
afterAll(() => sue?.device.remove());

const asking = ["the front desk", "a supervisor who reads the chart", "the owner, in the care team"] as const;
const who = (name: (typeof asking)[number]): Member =>
  name === "the front desk" ? stage.fay : name === "the owner, in the care team" ? owner : sue;
const isOfIt = (entry: Bytes): boolean => {
  const of = (parseBatch(entry) ?? parseKeyLogEntry(entry))?.body.compartment;
  return of !== undefined && equalBytes(of, compartment);
};
const bensView = (): Promise<View> => readView(stage.layer, stage.layer.sessionOf(stage.ben.isTheirs));

describe.each(asking)("IN-01 %s", (name) => {
  test("IN-01 by the app: it is not there, under its id, in the chart or in a search", async () => {
    const { vault } = who(name);
    expect(await textsIn(vault, stage.ada.chart)).not.toContain(apart);
    expect((await vault.note(note)).ok).toBe(false);
    for (const kind of ["progress", "psychotherapy"] as const)
      expect(must(await vault.search({ words: "brother", kind })).hits).toEqual([]);
  });

  test("IN-01 by raw requests: no body of it, now or of what has been, and no blob", async () => {
    const { layer } = stage;
    const session = layer.sessionOf(who(name).isTheirs);
    const seen = await readView(layer, session);
    expect(seen.filter(({ body }) => body && isOfIt(body.entry))).toEqual([]);
    expect(
      (await bensView()).filter(({ body }) => body && isOfIt(body.entry)).length,
      "they are there",
    ).toBeGreaterThan(1);
    const others = await withThief(who(name).device, async ({ state, replay }) =>
      state.roster ? replay.readable(state.roster).map((one) => one.compartment) : [],
    );
    const past = (compartments: readonly Bytes[]) =>
      layer.ask(
        session,
        "POST",
        "/v1/past",
        encodeCbor({ compartments: [...compartments], bodiesFrom: 0, to: seen.length, maxBytes: 1_000_000 }),
      );
    expect(codeOf(await past([compartment]))).toBe("not-entitled");
    expect(codeOf(await past([...others, compartment])), "beside what they may read").toBe("not-entitled");
    expect(codeOf(await past([new Uint8Array(16)])), "answered like one that is not there").toBe("not-entitled");
    const own = readReply("PastAnswer", await past(others));
    expect(own.bodies.filter(({ entry }) => isOfIt(entry))).toEqual([]);
    for (const one of others) {
      const asked = readReply("PastAnswer", await past([one]));
      const of = asked.bodies.map(({ entry }) => placeOf(entry)).filter((place) => place !== undefined);
      expect(
        of.filter((place) => !equalBytes(place, one)),
        "only of what was asked",
      ).toEqual([]);
    }
    expect(chunk).toContain(toHex(compartment));
    const bens = layer.sessionOf(stage.ben.isTheirs);
    expect((await layer.ask(bens, "GET", chunk)).status, "it is there").toBe(200);
    expect(codeOf(await layer.ask(session, "GET", chunk))).toBe("not-entitled");
    expect(codeOf(await layer.ask(session, "PUT", `${chunk}?chunks=1`, new Uint8Array(64)))).toBe("not-entitled");
    for (const other of others) {
      const throughAnother = chunk.replace(toHex(compartment), toHex(other));
      expect(codeOf(await layer.ask(session, "GET", throughAnother))).toBe("attachment-incomplete");
    }
  });

  test("IN-01 with all keys of theirs, and the ciphertext from somewhere: nothing opens", async () => {
    const sealed = (await bensView()).flatMap(({ body }) =>
      body && parseBatch(body.entry) && isOfIt(body.entry) ? body.payload : [],
    );
    expect(sealed.length).toBeGreaterThan(0);
    const opens = (member: Pick<Member, "device">) =>
      withThief(member.device, async ({ crypto, keys, state }) => {
        for (const key of [...state.epochKeys.values()].flat()) {
          for (const envelope of sealed.map(parseEnvelope)) {
            if (!envelope) continue;
            const contentKey = await deriveContentKey(crypto, key, envelope.header.author);
            if (await openEnvelope(crypto, contentKey, keys.practice, envelope)) return true;
          }
        }
        return false;
      });
    expect(await opens(stage.ben), "its author's do").toBe(true);
    expect(await opens(who(name))).toBe(false);
  });

  test("IN-01 by giving themselves the right: refused by the server, and an alarm at its author", async () => {
    const { layer, ada, ben, practice } = stage;
    const { device, id, isTheirs } = who(name);
    await withThief(device, async (thief) => {
      const entry = await craftStatement(thief, [
        ["entitle", accountFrom(id), "read", null, [compartment as CompartmentId]],
      ]);
      expect(await appendIn(layer, layer.sessionOf(isTheirs), [entry])).toBe("statement-refused");
      layer.tamper = show(layer, practice, [...(await bensView()), entryFor(entry)], ben.isTheirs);
      await withTwin(ben, async ({ vault }) => {
        expect(await failedSync(vault)).toBe("alarm-body-withheld");
        expect(await alarmsOf(vault)).toContain("alarm-statement-invalid");
      });
      layer.tamper = undefined;
    });
    await settled(ada.vault);
    await honestWorkGoesOn(ada.chart, ben.vault);
  });
});

test("IN-01 ROS-36 a front desk with a patched app can't end a clinician's right in the enquiry that it gave them", async () => {
  const { layer, ben, fay } = stage;
  const words = { called: "", reach: [], form: "individual", asked: "2026-03-02", asks: "", heard: "" } as const;
  const chart = must(await fay.vault.beginEnquiry({ name: "W. Client", ...words })).id;
  must(await fay.vault.takeOn({ chart, member: ben.id, since: "2026-04-01" }));
  for (const { vault } of [fay, ben, fay]) await settled(vault);
  const people = async () => (await ben.vault.administrative(chart))?.people.map(({ name }) => name);
  expect(await people()).toEqual(["W. Client"]);
  await withThief(fay.device, async (thief) => {
    must(await thief.sync.run());
    const place = compartmentOf(thief, "administrative", chart);
    const account = accountFrom(ben.id);
    const session = layer.sessionOf(fay.isTheirs);
    const ends = await craftStatement(thief, [["disentitle", account, [place]]]);
    expect(await appendIn(layer, session, [ends])).toBe("statement-refused");
    const lessens = await craftStatement(thief, [["entitle", account, "read", 1, [place]]]);
    expect(await appendIn(layer, session, [lessens])).toBe("statement-refused");
  });
  await settled(ben.vault);
  expect(await people()).toEqual(["W. Client"]);
  expect(await alarmsOf(ben.vault)).toEqual([]);
});

test("IN-01 its key goes out by its author's tap only: no device of theirs delivers it by itself", async () => {
  const { layer, ada, ben } = stage;
  await withThief(ben.device, async (thief) => {
    const entry = await craftStatement(thief, [
      ["entitle", accountFrom(sue.id), "read", null, [compartment as CompartmentId]],
    ]);
    expect(await appendIn(layer, layer.sessionOf(ben.isTheirs), [entry])).toBe("taken");
  });
  // Also when it is another one's turn for a minute.
  for (const days of [0, 1, 2]) {
    ben.device.setClock(days);
    await settled(ben.vault);
    await settled(sue.vault);
  }
  expect(await textsIn(sue.vault, ada.chart)).not.toContain(apart);
  must(await ben.vault.endAccess({ chart: ada.chart, member: sue.id, kind: "psychotherapy" }));
  await settled(sue.vault);
});

test("IN-01 a device that is not enrolled yet is given nothing of what has been, whoever uses it", async () => {
  const { layer, ada } = stage;
  let asked: Promise<string | undefined> | undefined;
  layer.tamper = async (exchange, forward) => {
    const { session, path } = exchange;
    if (session?.scope === "enrolling" && path === "/v1/sync") {
      const past = { compartments: [directory], bodiesFrom: 0, to: 1000, maxBytes: 1_000_000 };
      asked ??= layer.ask(session, "POST", "/v1/past", encodeCbor(past)).then(codeOf);
    }
    return forward();
  };
  const directory = await withThief(ada.device, async (thief) => compartmentOf(thief, "directory"));
  const device = await openDevice();
  must(await device.vault.enrolByKit({ kit: ada.kit, passphrase, totp: "", deviceName: "phone" }));
  await device.remove();
  expect(await asked).toBe("not-entitled");
});

test("IN-01 its author gives it by hand and takes it back: what is written between opens, what is written after does not", async () => {
  const { ada, ben } = stage;
  must(await ben.vault.shareChart({ chart: ada.chart, member: sue.id, kind: "psychotherapy", right: "read" }));
  await settled(sue.vault);
  expect(await textsIn(sue.vault, ada.chart)).toContain(apart);
  expect(await textsIn(stage.fay.vault, ada.chart)).toEqual([]);
  must(await ben.vault.endAccess({ chart: ada.chart, member: sue.id, kind: "psychotherapy" }));
  await writeNote(ben.vault, ada.chart, "and about her sister", { kind: "psychotherapy" });
  await settled(ben.vault);
  await settled(sue.vault);
  expect((await textsIn(sue.vault, ada.chart)).filter((text) => /brother|sister/.test(text))).toEqual([]);
  const session = stage.layer.sessionOf(sue.isTheirs);
  expect((await readView(stage.layer, session)).filter(({ body }) => body && isOfIt(body.entry))).toEqual([]);
});
