/**
 * HS-17 for charts that people let one into (GRD-16 to GRD-19): what the server holds with a stolen device, one-time keys of its
 * own, answers that are old, another's, by nobody who may, or kept back.
 */

import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as pathOf } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Bytes, encodeCbor, toHex } from "@alcove/bytes";
import {
  askedId,
  encodeLeaf,
  hash,
  type ReleasePart,
  releaseTag,
  sealGivenPart,
  type SealingPublicKey,
  parseBatch,
  type Tag,
} from "@alcove/crypto";
import {
  type AppendEntry,
  currentEpoch,
  encodeReleaseBody,
  parseKeyLogEntry,
  parseOpening,
  parseRelease,
  recipientsOf,
  signAsPerson,
  signOpening,
} from "@alcove/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { compartmentOfEntry } from "../../packages/vault/src/engine/entry-compartment.ts";
import { rotate } from "../../packages/vault/src/engine/seal.ts";
import { alarmsOf, failedSync, must, settled, textsIn, writeNote } from "./layer/devices.ts";
import { codeOf, entriesOf, readReply, replyWith } from "./layer/hostile-layer.ts";
import { join, type Member, share, withTwin } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, type Thief, withThief } from "./layer/thief.ts";
import { type Entry, entryFor, indexesOf, readView, show, type View, withhold } from "./layer/view.ts";

const stage = setPractice();
const given: Member[] = [];
beforeAll(async () => {
  const { ada, ben, fay } = stage;
  must(await ada.vault.guardChart({ chart: ada.chart }));
  await writeNote(ada.vault, ada.chart, "under the guard");
  await settled(ada.vault);
  must(await ada.vault.chooseReleasers({ chart: ada.chart, members: [fay.id] }));
  for (const { vault } of [ada, ben, fay]) await settled(vault);
});
beforeEach(async () => {
  for (const { vault } of [stage.ada, stage.ben]) await vault.closeGuarded();
});
afterAll(() => Promise.all(given.map(({ device }) => device.remove())));

const viewOf = ({ isTheirs }: Pick<Member, "isTheirs">): Promise<View> =>
  readView(stage.layer, stage.layer.sessionOf(isTheirs));
const asks = async ({ vault }: Pick<Member, "vault">): Promise<void> => {
  expect(must(await vault.openGuarded(stage.ada.chart))).toBe("waits");
};
/** Fay taps, and the tap is on the server. */
async function fayLetsIn(): Promise<void> {
  const { vault } = stage.fay;
  await settled(vault);
  const [request] = await vault.releaseRequests();
  must(await vault.letIn(request?.id ?? ""));
}
/** Another clinician with a right there, whose device a test gives up. */
async function another(name: string): Promise<Member> {
  const { layer, ada } = stage;
  const member = await join(layer, ada.vault, name, "clinician");
  given.push(member);
  await share(ada.vault, member, ada.chart);
  await settled(member.vault);
  return member;
}
/** Their newest opening, as the ledger has it. */
async function newestOpening(of: Member): Promise<Bytes> {
  const openings = (await viewOf(of)).flatMap(({ body }) => (body && parseOpening(body.entry) ? [body.entry] : []));
  return openings.at(-1) as Bytes;
}

/** What Fay's stolen device could answer, whether she may or not; `other`: not with the part that she keeps. */
async function craftRelease(thief: Thief, opening: Bytes, other?: Bytes): Promise<AppendEntry> {
  const { crypto, keys, state, replay } = thief;
  const { compartment, device: asker, key } = parseOpening(opening)?.body ?? {};
  const log = compartment && state.keyLogs.get(toHex(compartment));
  if (!compartment || !asker || !key || !log) throw new Error("the opening waits for people");
  const epoch = currentEpoch(log);
  const rotation = (await viewOf(stage.fay))[epoch.index]?.body;
  const body = rotation && parseKeyLogEntry(rotation.entry)?.body;
  const mine = body && (await replay.findDelivered(body, rotation.payload));
  const part = (other as ReleasePart | undefined) ?? (mine && (await replay.openReleaseOf(epoch, mine)));
  const asked = askedId(opening);
  const { account, device, identity, deviceKey, practice } = keys;
  const place = { practice, compartment, epoch: epoch.epoch, asked, releaser: account };
  const sealed = part && (await sealGivenPart(crypto, key, place, part));
  if (!sealed) throw new Error("Fay keeps the part");
  const encoded = encodeReleaseBody({
    compartment,
    epoch: epoch.epoch,
    asker,
    asked,
    account,
    device,
    sealedHash: hash(sealed),
    checkpoint: { size: 1, root: hash(sealed) },
  });
  const entry = await signAsPerson(crypto, "release", practice, encoded, { account, identity, device, deviceKey });
  return { kind: "release", entry, payload: [sealed] };
}
/** The same as a leaf of this opening's answer. */
const asAnswerTo = (opening: Bytes, { entry, payload }: AppendEntry): Entry => ({
  leaf: encodeLeaf({ kind: "server", tag: releaseTag(askedId(opening)), bodyHash: hash(entry) }),
  body: { entry, payload },
});
const appendBy = async (member: Member, entry: AppendEntry) => {
  const { layer } = stage;
  const body = encodeCbor({ from: 0, entries: [entry as never] });
  return codeOf(await layer.ask(layer.sessionOf(member.isTheirs), "POST", "/v1/append", body)) ?? "taken";
};

/** Release parts in this server's database. It holds the file to itself: a copy is read. */
function partsKept(folder: string): unknown {
  const copy = mkdtempSync(pathOf(tmpdir(), "alcove-parts-"));
  cpSync(folder, copy, { recursive: true });
  const file = readdirSync(copy, { recursive: true }).find((name) => String(name).endsWith("alcove.db"));
  const database = new DatabaseSync(pathOf(copy, String(file)));
  const { n } = database.prepare("SELECT count(*) AS n FROM release_part").get() ?? {};
  database.close();
  rmSync(copy, { recursive: true });
  return n;
}

test("HS-17 IN-01 GRD-16 a server and a stolen reader's device together lack the part: it was given to neither", async () => {
  const { layer, ada, ben, fay } = stage;
  expect(partsKept(layer.server.folder)).toBe(0);
  layer.tamper = async ({ path }, forward) => {
    const reply = await forward();
    if (path !== "/v1/release") return reply;
    return replyWith({ ...readReply("ReleaseAnswer", reply), part: layer.crypto.random(32) });
  };
  await asks(ben);
  layer.tamper = undefined;
  await settled(ben.vault);
  expect(await textsIn(ben.vault, ada.chart)).toEqual([]);
  await withThief(ben.device, async (thief) => {
    const compartment = toHex(compartmentOf(thief, "clinical", ada.chart));
    const log = thief.state.keyLogs.get(compartment);
    const epoch = log && currentEpoch(log);
    expect(thief.state.memberParts.get(compartment)?.[(epoch?.epoch ?? 0) - 1]).toBeDefined();
    expect([thief.state.epochKeys.has(compartment), thief.state.releaseParts.size]).toEqual([false, 0]);
    for (const { body } of await viewOf(ben)) {
      const rotation = body && parseKeyLogEntry(body.entry)?.body;
      const mine = rotation && (await thief.replay.findDelivered(rotation, body.payload));
      if (mine && epoch && mine.epoch === epoch.epoch)
        expect(await thief.replay.openReleaseOf(epoch, mine), "what was delivered to him").toBeUndefined();
    }
  });
  await withThief(fay.device, async (thief) => {
    expect(thief.state.memberParts.size, "who lets in holds no member part").toBe(0);
    expect(thief.state.epochKeys.has([...thief.state.keyLogs.keys()][0] ?? "")).toBe(true);
  });
});

test("HS-17 GRD-17 GRD-18 an opening with a one-time key of the server's own is an alarm, and nobody is let in for it", async () => {
  const { layer, ben, fay, practice } = stage;
  await asks(ben);
  await settled(fay.vault);
  const before = await fay.vault.releaseRequests();
  const opening = await newestOpening(ben);
  const { body } = parseOpening(opening) ?? {};
  if (!body) throw new Error("Ben asked");
  const key = layer.crypto.random(1216) as SealingPublicKey;
  const forged = await withThief(fay.device, async ({ crypto, keys }) =>
    signOpening(crypto, keys.deviceKey, practice, { ...body, key, sequence: body.sequence + 1 }),
  );
  const view = await viewOf(fay);
  const added = {
    leaf: encodeLeaf({ kind: "server", tag: body.tag, bodyHash: hash(forged) }),
    body: { entry: forged, payload: [] },
  };
  layer.tamper = show(layer, practice, [...view, added], fay.isTheirs);
  await withTwin(fay, async ({ vault }) => {
    await vault.sync();
    expect(await alarmsOf(vault)).toContain("alarm-batch-invalid");
    expect(await vault.releaseRequests(), "none but the one that Ben signed").toEqual(before);
  });
});

test("HS-17 GRD-17 a part in the place of the one that was signed for is an alarm, and the chart stays closed", async () => {
  const { layer, ada, ben } = stage;
  await asks(ben);
  await fayLetsIn();
  layer.tamper = async ({ path, session }, forward) => {
    const reply = await forward();
    if (path !== "/v1/sync" || !session || !ben.isTheirs(session.deviceKey)) return reply;
    const page = readReply("SyncAnswer", reply);
    const bodies = page.bodies.map((each) =>
      parseRelease(each.entry) ? { ...each, payload: [layer.crypto.random(1168)] } : each,
    );
    return replyWith({ ...page, bodies } as never);
  };
  await failedSync(ben.vault);
  expect(await alarmsOf(ben.vault)).toContain("alarm-body-forged");
  expect(await textsIn(ben.vault, ada.chart)).toEqual([]);
  layer.tamper = undefined;
  await settled(ben.vault);
  expect(await textsIn(ben.vault, ada.chart)).toContain("under the guard");
});

test("HS-17 GRD-17 an answer that was given before, or to another opening, opens nothing: refused, and an alarm where it is shown", async () => {
  const { layer, ada, ben, fay, practice } = stage;
  const gus = await another("Gus");
  await asks(gus);
  const answers: AppendEntry[] = [];
  layer.tamper = async (exchange, forward) => {
    answers.push(...entriesOf(exchange).filter(({ kind }) => kind === "release"));
    return forward();
  };
  await fayLetsIn();
  layer.tamper = undefined;
  await settled(gus.vault);
  expect(await textsIn(gus.vault, ada.chart)).toContain("under the guard");
  const [old] = answers as [AppendEntry];
  expect(await appendBy(fay, old), "once more").toBe("release-over");
  await gus.vault.closeGuarded();
  await asks(gus);
  const opening = await newestOpening(gus);
  expect(await appendBy(fay, old), "to the next opening").toBe("release-over");
  expect(await appendBy(ben, old), "by somebody else").toBe("not-entitled");
  await settled(fay.vault);
  const right = await withThief(fay.device, (thief) => craftRelease(thief, opening));
  const otherPart = { ...right, payload: [layer.crypto.random(1168)] };
  expect(await appendBy(fay, otherPart), "with another part beside it").toBe("envelope-mismatch");
  const tag = layer.crypto.random(16) as Tag;
  const hidden = { ...entryFor(right), leaf: encodeLeaf({ kind: "server", tag, bodyHash: hash(right.entry) }) };
  await settled(gus.vault);
  layer.tamper = show(layer, practice, [...(await viewOf(gus)), hidden], gus.isTheirs);
  await withTwin(gus, async ({ vault }) => {
    await vault.sync();
    expect(await alarmsOf(vault), "under a tag that nobody waits for").toContain("alarm-batch-invalid");
  });
  layer.tamper = show(layer, practice, [...(await viewOf(gus)), entryFor(old), asAnswerTo(opening, old)], gus.isTheirs);
  await gus.vault.sync();
  expect(await alarmsOf(gus.vault)).toContain("alarm-batch-invalid");
  expect(await textsIn(gus.vault, ada.chart)).toEqual([]);
});

test("HS-17 GRD-18 a releaser's device that gives another part than the one that opens it is an alarm, and nothing opens", async () => {
  const { layer, ada, ben, fay } = stage;
  await asks(ben);
  await settled(fay.vault);
  const opening = await newestOpening(ben);
  const wrong = await withThief(fay.device, (thief) => craftRelease(thief, opening, layer.crypto.random(32)));
  expect(await appendBy(fay, wrong), "the server can't tell").toBe("taken");
  await ben.vault.sync();
  expect(await alarmsOf(ben.vault)).toContain("alarm-envelope-unopenable");
  expect(await textsIn(ben.vault, ada.chart)).toEqual([]);
  expect(await ben.vault.guard(ada.chart)).not.toHaveProperty("waits");
});

test("HS-17 IN-01 GRD-19 who lets in is sent key log and openings, now and of the past, and nothing that somebody wrote", async () => {
  const { layer, ada, fay } = stage;
  const compartment = await withThief(ada.device, async (thief) => compartmentOf(thief, "clinical", ada.chart));
  const view = await viewOf(fay);
  const isOf = (entry: Bytes) => toHex(compartmentOfEntry(entry) ?? new Uint8Array(0)) === toHex(compartment);
  const sent = view.flatMap(({ body }) => (body && isOf(body.entry) ? [body.entry] : []));
  expect(sent.filter((entry) => parseKeyLogEntry(entry)).length).toBeGreaterThan(2);
  expect(sent.filter((entry) => parseOpening(entry)).length).toBeGreaterThan(2);
  expect(sent.filter((entry) => parseBatch(entry))).toEqual([]);
  const request = { compartments: [compartment], bodiesFrom: 0, to: view.length, maxBytes: 1_000_000 };
  const session = layer.sessionOf(fay.isTheirs);
  const past = readReply("PastAnswer", await layer.ask(session, "POST", "/v1/past", encodeCbor(request)));
  expect(past.bodies.length).toBeGreaterThan(4);
  expect(past.bodies.filter(({ entry }) => parseBatch(entry))).toEqual([]);
});

test("HS-17 LOG-14 a key that does not open to what was delivered to who lets in is an alarm at their device", async () => {
  const { layer, ada, fay, practice } = stage;
  must(await ada.vault.openGuarded(ada.chart));
  await fayLetsIn();
  await settled(ada.vault);
  const rotation = await withThief(ada.device, async (thief) => {
    const { crypto, keys, state } = thief;
    const id = compartmentOf(thief, "clinical", ada.chart);
    const [roster, log] = [state.roster, state.keyLogs.get(toHex(id))];
    const compartment = roster?.compartments.get(toHex(id));
    if (!roster || !log || !compartment) throw new Error("the chart is there");
    // Sealed to nobody's key but under the right hashes: only who opens it can tell.
    const bad = { ...crypto, hpke: { ...crypto.hpke, seal: async () => crypto.random(1168) } };
    const guard = { member: crypto.random(32), release: crypto.random(32), releasers: compartment.releasers };
    const recipients = recipientsOf(roster, compartment);
    const facts = { compartment: id, recipients, rosterHead: roster.head, log, before: crypto.random(32), guard };
    return rotate(bad, keys, roster, facts as never);
  });
  await settled(fay.vault);
  layer.tamper = show(layer, practice, [...(await viewOf(fay)), entryFor(rotation)], fay.isTheirs);
  await withTwin(fay, async ({ vault }) => {
    await vault.sync();
    expect(await alarmsOf(vault), "delivered to who lets in").toContain("alarm-key-log-invalid");
  });
});

test("HS-17 GRD-17 who lets in no more is refused, and opens nothing where a server takes it all the same", async () => {
  const { layer, ada, fay, practice } = stage;
  const ida = await another("Ida");
  const pia = await join(layer, ada.vault, "Pia", "privacy-officer");
  given.push(pia);
  must(await ada.vault.openGuarded(ada.chart));
  await fayLetsIn();
  await settled(ada.vault);
  must(await ada.vault.chooseReleasers({ chart: ada.chart, members: [pia.id, fay.id] }));
  for (const { vault } of [ida, fay, pia]) await settled(vault);
  await asks(ida);
  await settled(fay.vault);
  const opening = await newestOpening(ida);
  const answer = await withThief(fay.device, (thief) => craftRelease(thief, opening));
  await fay.vault.lock("person");
  // Without a rotation, as a hostile owner's app could: Fay keeps the part of this epoch and may give it no more.
  const compartment = parseRelease(answer.entry)?.body.compartment;
  if (!compartment) throw new Error("it is one");
  await withThief(ada.device, async ({ sync, state }) => {
    const account = [...(state.roster?.members.values() ?? [])].find((one) => toHex(one.account) === fay.id)?.account;
    must((await sync.state([["disentitle", account as never, [compartment]]])) as never);
  });
  must(await fay.vault.unlock("walnut ferry quilt amber gravel"));
  await fay.vault.sync();
  expect(await appendBy(fay, answer)).toBe("not-entitled");
  await settled(ida.vault);
  layer.tamper = show(layer, practice, [...(await viewOf(ida)), entryFor(answer)], ida.isTheirs);
  await ida.vault.sync();
  expect(await alarmsOf(ida.vault)).toContain("alarm-batch-invalid");
  expect(await textsIn(ida.vault, ada.chart)).toEqual([]);
});

test("HS-17 GRD-19 an answer that is kept back from a reader who knows the opening is an alarm", async () => {
  const { layer, ada, ben, practice } = stage;
  const releaser = given.find(({ id }) => id !== stage.fay.id && id === given.at(-1)?.id) as Member;
  await asks(ben);
  await settled(releaser.vault);
  const letIn = async () => {
    await settled(releaser.vault);
    const [request] = await releaser.vault.releaseRequests();
    must(await releaser.vault.letIn(request?.id ?? ""));
  };
  await letIn();
  await settled(ben.vault);
  expect(await textsIn(ben.vault, ada.chart)).toContain("under the guard");
  // With it he changes the key, which is due: what Ada asks for then is the newest.
  await writeNote(ben.vault, ada.chart, "Ben goes on");
  await settled(ben.vault);
  await settled(ada.vault);
  must(await ada.vault.openGuarded(ada.chart));
  await settled(ben.vault);
  await letIn();
  const view = await viewOf(ben);
  const newest = indexesOf(view, "server").at(-1) as number;
  expect(parseRelease(view[newest]?.body?.entry as Bytes), "sent by an honest server").toBeDefined();
  layer.tamper = show(layer, practice, withhold(view, newest), ben.isTheirs);
  expect(await failedSync(ben.vault)).toBe("alarm-body-withheld");
  layer.tamper = undefined;
  await settled(ben.vault);
  await settled(ada.vault);
  expect((await ben.vault.guard(ada.chart))?.openings[0]?.letIn).toMatchObject({ name: "Pia" });
});
