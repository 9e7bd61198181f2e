/**
 * HS-19 for somebody who joins: other keys in m1, another account, key or device in `member.add`, an invitation used twice,
 * late or by the wrong person, an account made by somebody else or twice (PAIR-4 to PAIR-11).
 */

import { asHash, asId, type Bytes, type DeviceId, encodeCbor, toHex } from "@alcove/bytes";
import { hash, publicKeyOf, sign, type SigningSeed } from "@alcove/crypto";
import { accountBytes, type Messages, messages, type Operation, parseAs } from "@alcove/protocol";
import type { PairingStep } from "@alcove/vault";
import { afterEach, describe, expect, test } from "vitest";
import {
  encodeInvitationQr,
  encodeM1,
  encodeM2,
  encodeM2Body,
  inviteKeys,
  m2SignedBytes,
  type NewMember,
  parseInvitationQr,
  parseM1,
  sealInvitation,
  wordsOf as wordsOfSecret,
} from "../../packages/vault/src/features/pairing/transcript.ts";
import { type Ghost, makeGhost } from "./layer/craft-entries.ts";
import {
  alarmsOf,
  type Device,
  foundPractice,
  honestWorkGoesOn,
  must,
  openDevice,
  openStatus,
  settled,
} from "./layer/devices.ts";
import { codeOf, type Exchange, readReply, replyWith, replyWithFailure } from "./layer/hostile-layer.ts";
import { join, joining, namesOf, stepOf } from "./layer/people.ts";
import { setStage } from "./layer/stage.ts";
import { withThief } from "./layer/thief.ts";

const stage = setStage();
const opened: Device[] = [];
afterEach(async () => {
  await stage.ada.vault.cancelPairing();
  for (const device of opened.splice(0)) await device.remove();
});

const fresh = async (): Promise<Device> => {
  const device = await openDevice();
  opened.push(device);
  return device;
};

async function invite() {
  const { ada, layer } = stage;
  const waiting = stepOf(ada.vault, "waiting");
  must(await ada.vault.inviteMember({ role: "clinician" }));
  const { qr } = await waiting;
  const read = parseInvitationQr(qr);
  if (!read) throw new Error("this is an invitation");
  return { qr, ...read, keys: await inviteKeys(layer.crypto, read.secret) };
}

/** The first of these steps that the device shows, or the code that pairing failed with there. */
function comesTo({ vault }: Pick<Device, "vault">, ...steps: PairingStep["step"][]): Promise<string> {
  return new Promise((resolve) => {
    vault.subscribe((event) => {
      if (event.kind !== "pairing") return;
      if (event.step.step === "failed") resolve(event.step.error.code);
      else if (steps.includes(event.step.step)) resolve(event.step.step);
    });
  });
}

const wordsOf = (shown: PairingStep): readonly string[] => ("words" in shown ? shown.words : []);
const isInvite = ({ method, path }: Exchange) => method === "GET" && /^\/v1\/invites\/[0-9a-f]{32}$/.test(path);
const memberCount = async (): Promise<number> => {
  await settled(stage.ada.vault);
  return (await stage.ada.vault.members()).length;
};

test("HS-19 what the newcomer says of themselves is exchanged: the inviter stops, or the words are nobody's, and nobody is added", async () => {
  const { layer, ada, phone } = stage;
  const before = await memberCount();
  const ghost = await makeGhost(layer);
  for (const by of ["the server", "somebody who knows the secret"]) {
    const { qr, keys } = await invite();
    const newcomer = await fresh();
    const inviters = comesTo(ada, "compare");
    const newcomers = comesTo(newcomer, "compare");
    layer.tamper = async (exchange, forward) => {
      const body = /\/newcomer$/.test(exchange.path) ? parseAs(messages.InviteMessage, exchange.body) : undefined;
      if (body?.step !== "m1") return forward();
      const said = parseM1(keys, "member", body.body)?.newcomer as NewMember;
      const changed = { ...said, identitySign: ghost.publicIdentity, identitySeal: ghost.sealingKey };
      const withoutSecret = { ...keys, newcomer: layer.crypto.random(32) };
      const m1 = encodeM1(by === "the server" ? withoutSecret : keys, changed, layer.crypto.random(32));
      return forward({ body: encodeCbor({ step: "m1", body: m1 }) });
    };
    must(await newcomer.vault.acceptMembership(joining(qr, "Ben")));
    if (by === "the server") expect(await inviters).toBe("invitation-dead");
    else expect(await newcomers, "its answer is to another m1").toBe("invitation-dead");
    layer.tamper = undefined;
    await ada.vault.cancelPairing();
    expect((await newcomer.vault.status()).phase).toBe("empty");
    expect(await memberCount(), by).toBe(before);
  }
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-19 the person picks other words, or nobody's: nobody is added", async () => {
  const { ada } = stage;
  const before = await memberCount();
  const { qr } = await invite();
  const newcomer = await fresh();
  const [choosing, showing] = [stepOf(ada.vault, "compare"), stepOf(newcomer.vault, "compare")];
  must(await newcomer.vault.acceptMembership(joining(qr, "Ben")));
  const [choices, shown] = [await choosing, await showing];
  if (choices.side !== "inviter" || shown.side !== "newcomer") throw new Error("each side shows its own");
  const failed = comesTo(ada);
  const decoy = choices.choices.find((line) => line.join(" ") !== shown.words.join(" "));
  must(await ada.vault.choosePairingWords(decoy ?? []));
  expect(await failed).toBe("pairing-words-differ");
  expect(await memberCount()).toBe(before);
  expect((await newcomer.vault.status()).phase).toBe("empty");
});

/**
 * The server and somebody who knows the twelve words and has a practice of their own there: the newcomer is given an
 * invitation to that practice for those words, and everything else as if it were meant so. What their person says to the words.
 */
async function ledAstray(person: "hears that they differ" | "says yes unheard") {
  const { layer, ada } = stage;
  const { secret, keys } = await invite();
  const eve = await foundPractice(layer);
  opened.push(eve.device);
  const waiting = stepOf(eve.vault, "waiting");
  must(await eve.vault.inviteMember({ role: "clinician" }));
  const theirs = parseInvitationQr((await waiting).qr);
  if (!theirs) throw new Error("this is an invitation");
  const [own, others] = [keys.id, (await inviteKeys(layer.crypto, theirs.secret)).id].map(toHex) as [string, string];
  const blob = await sealInvitation(layer.crypto, keys, theirs.invitation);
  const newcomer = await fresh();
  const accounts: string[] = [];
  let given = 0;
  const came = await withThief(eve.device, async (thief) => {
    let m2: Bytes | undefined;
    let added: Promise<unknown> | undefined;
    const answer = async (m1: Bytes): Promise<Bytes> => {
      const said = { ...theirs.invitation, m1Hash: asHash(hash(m1)), nonce: thief.crypto.random(32) };
      const body = encodeM2Body(said);
      return encodeM2(
        keys,
        body,
        await sign(thief.crypto, thief.keys.identity, m2SignedBytes(thief.keys.practice, body)),
      );
    };
    const add = async (m1: Bytes) => {
      const said = parseM1(keys, "member", m1)?.newcomer;
      if (said?.kind !== "member") throw new Error("the newcomer knows the secret");
      const zeros = new Uint8Array(32);
      const operation: Operation = [
        ...(["member.add", said.account, "clinician", said.identitySign, said.identitySeal] as const),
        ...([said.device, said.deviceKey, zeros.slice(0, 16) as never, zeros as never] as const),
      ];
      must(await thief.sync.state([operation]));
    };
    layer.tamper = async (exchange, forward) => {
      if (exchange.path === "/v1/accounts") accounts.push(toHex(exchange.body));
      if (exchange.path.startsWith(`/v1/invites/${own}/roster`))
        return forward({ path: exchange.path.replace(own, others) });
      const reply = await forward();
      if (exchange.method !== "GET" || exchange.path !== `/v1/invites/${own}` || reply.status !== 200) return reply;
      const state = readReply("InviteState", reply);
      if (state.m1) m2 ??= await answer(state.m1);
      if (state.m1 && state.rN) await (added ??= add(state.m1));
      if (added) given++;
      return replyWith({ ...state, blob, m2: state.m2 && (m2 ?? null), gift: added ? new Uint8Array([1]) : null });
    };
    const [choosing, showing] = [stepOf(ada.vault, "compare"), stepOf(newcomer.vault, "compare")];
    const ended = comesTo(newcomer, "done");
    const taken = { ...joining(wordsOfSecret(secret).join(" "), "Nora"), server: layer.origin };
    must(await newcomer.vault.acceptMembership(taken));
    const [choices, shown] = [await choosing, await showing];
    // Both devices have asked again and again since everything that the newcomer needs lay there.
    for (let i = 0; given < 8 && i < 200; i++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await newcomer.vault.status()).phase, "it waits for its person").toBe("empty");
    expect("choices" in choices && choices.choices, "hers are others").not.toContainEqual(wordsOf(shown));
    if (person === "hears that they differ") await newcomer.vault.cancelPairing();
    else must(await newcomer.vault.choosePairingWords(wordsOf(shown)));
    return ended;
  });
  layer.tamper = undefined;
  await ada.vault.cancelPairing();
  return { came, phase: (await newcomer.vault.status()).phase, accounts: accounts.length };
}

test("HS-19 PAIR-8 twelve words that somebody else knows lead the newcomer into that one's practice: they keep and send nothing before their person was told that the words are the same", async () => {
  const { ada, phone } = stage;
  const before = await memberCount();
  const unheard = await ledAstray("says yes unheard");
  expect(unheard, "the person's word is what stands between").toMatchObject({ came: "done", phase: "open" });
  expect(await ledAstray("hears that they differ")).toEqual({ came: "pairing-stopped", phase: "empty", accounts: 0 });
  expect(await memberCount()).toBe(before);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-19 the newcomer's person names other words than it shows: nothing is kept, whatever lies there", async () => {
  const { qr } = await invite();
  const newcomer = await fresh();
  const [choosing, showing] = [stepOf(stage.ada.vault, "compare"), stepOf(newcomer.vault, "compare")];
  must(await newcomer.vault.acceptMembership(joining(qr, "Ben")));
  await choosing;
  const ended = comesTo(newcomer, "done");
  const inviters = comesTo(stage.ada, "done");
  must(await stage.ada.vault.choosePairingWords(wordsOf(await showing)));
  expect(await inviters).toBe("done");
  must(await newcomer.vault.choosePairingWords(["zoo", "zoo", "zoo", "zoo", "zoo"]));
  expect(await ended).toBe("pairing-words-differ");
  expect((await newcomer.vault.status()).phase).toBe("empty");
});

/** The inviter's own keys add what `change` makes of the newcomer; what the newcomer makes of that. */
async function added(change: (right: NewMember, ghost: Ghost) => NewMember | NewMember[] | undefined) {
  const { layer, ada } = stage;
  const { qr, keys } = await invite();
  const newcomer = await fresh();
  const ended = comesTo(newcomer, "done");
  const ghost = await makeGhost(layer);
  const outcome = await withThief(ada.device, async (thief) => {
    let made: Promise<unknown> | undefined;
    const state = async (m1: Bytes) => {
      const right = parseM1(keys, "member", m1)?.newcomer;
      if (right?.kind !== "member") throw new Error("the newcomer knows the secret");
      const zeros = new Uint8Array(32);
      for (const said of [change(right, ghost) ?? []].flat()) {
        const operation: Operation = [
          ...(["member.add", said.account, "clinician", said.identitySign, said.identitySeal] as const),
          ...([said.device, said.deviceKey, zeros.slice(0, 16) as never, zeros as never] as const),
        ];
        must(await thief.sync.state([operation]));
      }
    };
    layer.tamper = async (exchange, forward) => {
      const reply = await forward();
      if (!isInvite(exchange) || reply.status !== 200) return reply;
      const { m1, m2, rN, ...rest } = readReply("InviteState", reply);
      if (!m1 || !m2 || !rN) return reply;
      made ??= state(m1);
      await made;
      return replyWith({ ...rest, m1, m2, rN, gift: new Uint8Array([1]) });
    };
    const showing = stepOf(newcomer.vault, "compare");
    must(await newcomer.vault.acceptMembership(joining(qr, "Ben")));
    must(await newcomer.vault.choosePairingWords(wordsOf(await showing)));
    return ended;
  });
  layer.tamper = undefined;
  await ada.vault.cancelPairing();
  return { outcome, phase: (await newcomer.vault.status()).phase };
}

test("HS-19 the roster names the newcomer with any other key, account or device, or not at all: they keep nothing", async () => {
  const { layer, ada, phone } = stage;
  const refused = { outcome: "alarm-leaf-missing", phase: "empty" };
  expect(await added((right) => right), "so that each of the others fails for its own reason").toEqual({
    outcome: "done",
    phase: "open",
  });
  expect(await added(() => undefined), "not at all").toEqual(refused);
  expect(await added((right, { account }) => ({ ...right, account })), "account").toEqual(refused);
  expect(await added((right, ghost) => ({ ...right, identitySign: ghost.publicIdentity })), "identity").toEqual(
    refused,
  );
  expect(await added((right, ghost) => ({ ...right, identitySeal: ghost.sealingKey })), "sealing key").toEqual(refused);
  expect(await added((right, ghost) => ({ ...right, deviceKey: ghost.publicDeviceKey })), "device key").toEqual(
    refused,
  );
  const device = asId<DeviceId>(layer.crypto.random(16));
  const other = await makeGhost(layer);
  expect(await added((right) => ({ ...right, device })), "device").toEqual(refused);
  const deviceOfAnother = (right: NewMember, ghost: Ghost): NewMember[] => [
    { ...right, device: ghost.device, deviceKey: ghost.publicDeviceKey },
    { ...right, account: ghost.account, identitySign: other.publicIdentity, identitySeal: ghost.sealingKey },
  ];
  expect(await added(deviceOfAnother), "their device as another's").toEqual(refused);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-19 an invitation is used once, in time, and for what it was made for", async () => {
  const { ada, phone } = stage;
  const before = await memberCount();
  // Twice: the second answer ends it for both.
  const first = await invite();
  const [one, two] = [await fresh(), await fresh()];
  const [inviters, ones] = [comesTo(ada), comesTo(one)];
  must(await one.vault.acceptMembership(joining(first.qr, "Ben")));
  const second = await two.vault.acceptMembership(joining(first.qr, "Eve"));
  expect(second.ok ? "accepted" : second.error.code).toBe("invitation-dead");
  expect(await inviters).toBe("invitation-dead");
  expect(await ones).toMatch(/^invitation-(dead|unknown)$|^pairing-stopped$/);

  // Late, by the inviter's own clock, whatever the server says.
  const waits = await invite();
  const late = comesTo(ada);
  ada.device.setClock(4);
  expect(await late).toBe("invitation-unknown");
  const afterwards = await (await fresh()).vault.acceptMembership(joining(waits.qr, "Ben"));
  expect(afterwards.ok ? "accepted" : afterwards.error.code).toMatch(/^invitation-(dead|unknown)$/);
  ada.device.setClock(0);

  // For something else, or where somebody is already.
  const forMember = await invite();
  const asDevice = await (await fresh()).vault.acceptInvitation({ invitation: forMember.qr, deviceName: "phone" });
  expect(asDevice.ok ? "accepted" : asDevice.error.code).toBe("invitation-for-another");
  const there = await phone.vault.acceptMembership(joining(forMember.qr, "Ben"));
  expect(there.ok).toBe(false);
  const asked = encodeInvitationQr(forMember.secret, { ...forMember.invitation, purpose: { kind: "device" } });
  const asMember = await (await fresh()).vault.acceptMembership(joining(asked, "Ben"));
  expect(asMember.ok ? "accepted" : asMember.error.code).toBe("invitation-for-another");
  await ada.vault.cancelPairing();
  expect(await memberCount()).toBe(before);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

describe("the account", () => {
  type Request = Messages["AccountRequest"];
  const post = async (request: Request): Promise<string> => {
    const answer = await fetch(`${stage.layer.server.address}/v1/accounts`, {
      method: "POST",
      headers: { "content-type": "application/cbor" },
      body: encodeCbor(request as never),
    });
    const body = new Uint8Array(await answer.arrayBuffer());
    return answer.status === 200 ? "made" : (codeOf({ status: answer.status, body, type: "" }) ?? "no code");
  };

  test("HS-19 it is made by the member whom the roster names, once: by nobody else, not with another login key, not anew", async () => {
    const { layer, ada } = stage;
    let sent: Request | undefined;
    layer.tamper = async (exchange, forward) => {
      if (exchange.path === "/v1/accounts") sent = parseAs(messages.AccountRequest, exchange.body) as Request;
      // As if the answer were lost: the device asks again, with the same bytes.
      return exchange.path === "/v1/accounts" ? "cut" : forward();
    };
    const ben = await join(layer, ada.vault, "Ben", "clinician").catch(() => undefined);
    expect(ben, "without an account nobody signs in").toBeUndefined();
    const request = sent as Request;
    const other = publicKeyOf(layer.crypto.random(32) as SigningSeed);
    const ghost = await makeGhost(layer);
    const signedBy = async (identity: typeof ghost.identity, changes: Partial<Request>): Promise<Request> => {
      const { signature: _, ...said } = { ...request, ...changes };
      return { ...said, signature: await sign(layer.crypto, identity, accountBytes(said)) };
    };
    const lies: Readonly<Record<string, Request>> = {
      "another login key": { ...request, loginKey: other },
      "another e-mail": { ...request, email: "eve@quiet.example" },
      "another keyring": { ...request, keyring: { ...request.keyring, keyringVersion: 2 } },
      "signed by somebody else": await signedBy(ghost.identity, { loginKey: other }),
      "for somebody who is no member": await signedBy(ghost.identity, { account: ghost.account }),
    };
    for (const [name, lie] of Object.entries(lies)) expect(await post(lie), name).toBe("login-refused");
    expect(await post(request)).toBe("made");
    expect(await post(request), "the same again, whose answer was lost").toBe("made");
    for (const [name, lie] of Object.entries(lies)) expect(await post(lie), name).toBe("login-refused");
  });

  test("HS-19 PAIR-12 who has the member's identity makes no second account of it; who was removed makes none", async () => {
    const { layer, ada } = stage;
    let sent: Request | undefined;
    layer.tamper = async (exchange, forward) => {
      if (exchange.path === "/v1/accounts") sent = parseAs(messages.AccountRequest, exchange.body) as Request;
      return forward();
    };
    const cy = await join(layer, ada.vault, "Cy", "clinician");
    layer.tamper = undefined;
    const request = sent as Request;
    const again = await withThief(cy.device, async ({ crypto, keys }) => {
      const { signature: _, ...said } = { ...request, loginKey: publicKeyOf(crypto.random(32) as SigningSeed) };
      return { ...said, signature: await sign(crypto, keys.identity, accountBytes(said)) };
    });
    expect(await post(again)).toBe("account-exists");
    await settled(cy.vault);
    expect(await namesOf(cy.vault)).toContain("Cy");
    must(await ada.vault.removeMember({ member: cy.id }));
    expect(await post(again)).toBe("login-refused");
    expect(await post(request)).toBe("login-refused");
    await cy.device.remove();
  });

  test("HS-19 the server refuses or loses the account for a while: the newcomer is in as soon as it is made", async () => {
    const { layer, ada } = stage;
    let answers = 0;
    layer.tamper = async (exchange, forward) => {
      if (exchange.path !== "/v1/accounts") return forward();
      answers++;
      if (answers === 1) return "cut";
      if (answers === 2) return replyWithFailure(409, "account-exists");
      if (answers === 3) return replyWithFailure(403, "login-refused");
      return forward();
    };
    const newcomer = await fresh();
    const [waiting, choosing, showing] = [
      stepOf(ada.vault, "waiting"),
      stepOf(ada.vault, "compare"),
      stepOf(newcomer.vault, "compare"),
    ];
    must(await ada.vault.inviteMember({ role: "clinician" }));
    must(await newcomer.vault.acceptMembership(joining((await waiting).qr, "Dee")));
    const done = comesTo(newcomer, "done");
    const shown = await showing;
    await choosing;
    must(await ada.vault.choosePairingWords(wordsOf(shown)));
    must(await newcomer.vault.choosePairingWords(wordsOf(shown)));
    expect(await done).toBe("done");
    for (let i = 0; answers < 3 && i < 10; i++) await newcomer.vault.sync();
    layer.tamper = undefined;
    await settled(newcomer.vault);
    await settled(ada.vault);
    expect((await openStatus(newcomer.vault)).phase).toBe("open");
    expect((await alarmsOf(newcomer.vault)).filter((code) => code !== "alarm-ledger-shorter")).toEqual([]);
    expect(await namesOf(ada.vault)).toContain("Dee");
  });
});
