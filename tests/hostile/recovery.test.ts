/** HS-20: keys substituted in recovery, by the server that carries it (ROS-25, SES-10, CARD). */

import { asHash, concatBytes, encodeCbor } from "@alcove/bytes";
import { hash, importSigningKey, type SigningSeed } from "@alcove/crypto";
import {
  encodeStatementBody,
  messages,
  type Operation,
  parseAs,
  parseStatement,
  signBy,
  signerKinds,
} from "@alcove/protocol";
import { afresh, createSet, recovery, recoveryKeys, setParts } from "@alcove/protocol/testing";
import type { RecoveryCardText } from "@alcove/vault";
import { afterEach, beforeAll, expect, test } from "vitest";
import {
  alarmsOf,
  type Device,
  failedSync,
  honestWorkGoesOn,
  must,
  openDevice,
  openStatus,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { forgeFounding } from "./layer/forged-founding.ts";
import { replyWith, readReply, type Tamper } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import {
  checkpointOf,
  type Entry,
  entryFor,
  hide,
  indexesOf,
  readView,
  show,
  type View,
  withhold,
} from "./layer/view.ts";

const stage = setStage();
const opened: Device[] = [];
let cards: readonly RecoveryCardText[] = [];

beforeAll(async () => {
  await writeNote(stage.ada.vault, stage.ada.chart, "before the cards");
  cards = must(await stage.ada.vault.makeRecoveryCards({ needed: 2, cards: 3 }));
  await settled(stage.ada.vault);
  await settled(stage.phone.vault);
});
afterEach(async () => {
  for (const device of opened.splice(0)) await device.remove();
});

async function tryCards(): Promise<{ device: Device; code: string }> {
  const device = await openDevice();
  opened.push(device);
  const outcome = await device.vault.recoverByCards({
    cards: cards.slice(1).map(({ text }) => text),
    reason: "locked-out",
    passphrase: "willow anchor cedar lantern mint",
    deviceName: "fresh",
  });
  return { device, code: outcome.ok ? "recovered" : outcome.error.code };
}

/** What must fail and leave the device as it was. */
async function refusedCards(): Promise<string> {
  const { device, code } = await tryCards();
  expect((await device.vault.status()).phase).toBe("empty");
  return code;
}

/** Statements and leaves of this ledger to whoever knows the set; the rest is honest. */
function showToBearer(view: View): Tamper {
  return async (exchange, forward) => {
    if (!exchange.path.startsWith("/v1/recovery/")) return forward();
    const statements = new Set(indexesOf(view, "roster"));
    return replyWith({
      leaves: concatBytes(...view.map(({ leaf }) => leaf)),
      checkpoint: await stage.layer.forgeCheckpoint(stage.practice, checkpointOf(view)),
      bodies: view.flatMap((each, index) => (each.body && statements.has(index) ? [{ index, ...each.body }] : [])),
      bodiesNext: view.length,
    });
  };
}

const operationsAt = (view: View, index: number): readonly string[] =>
  parseStatement((view[index] as Required<Entry>).body.entry)?.body.operations.map(([name]) => name) ?? [];

/** A statement that would follow the view's last one, with these operations, as the server would like it signed. */
async function forged(
  view: View,
  operations: readonly Operation[],
  signers: Parameters<typeof signBy>[4],
  named?: { readonly account: Uint8Array; readonly device: Uint8Array },
): Promise<Entry> {
  const last = (view[indexesOf(view, "roster").at(-1) as number] as Required<Entry>).body.entry;
  const before = parseStatement(last)?.body;
  if (!before) throw new Error("a statement is one");
  const body = encodeStatementBody({
    ...before,
    sequence: before.sequence + 1,
    previous: asHash(hash(last)),
    operations,
    ...((named ?? {}) as object),
  });
  const entry = await signBy(stage.layer.crypto, "statement", stage.practice, body, signers);
  return entryFor({ kind: "roster", entry, payload: [] });
}

async function draw() {
  return importSigningKey(stage.layer.crypto, stage.layer.crypto.random(32) as SigningSeed);
}

/** A use of cards that the server made up, for the owner, with its own set in the place of the practice's. */
async function forgedUse(view: View): Promise<Entry> {
  const { layer, practice } = stage;
  const create = parseStatement((view[0] as Required<Entry>).body.entry)?.body.operations[0];
  if (create?.[0] !== "practice.create") throw new Error("the first statement founds the practice");
  const at = { port: layer.crypto, practice };
  const made = parseStatement((view[indexesOf(view, "roster").at(-1) as number] as Required<Entry>).body.entry)?.body;
  const set = made?.operations.find((each) => each[0] === "recovery.set")?.[1] ?? layer.crypto.random(16);
  const [own, next] = [{ ...(await createSet(at)), set: set as never }, await createSet(at)];
  const signer = await afresh(layer.crypto, { account: create[4] } as never);
  const operation = recovery(own, signer, next);
  const named = { account: create[4], device: signer.device.device };
  return forged(view, [operation], recoveryKeys(own, signer), named);
}

test("HS-20 whoever brings cards is shown another past, practice or set: nothing is put together", async () => {
  const { layer, practice } = stage;
  const view = await readView(layer);
  const set = indexesOf(view, "roster").findLast((index) =>
    operationsAt(view, index).includes("recovery.set"),
  ) as number;
  const founding = await forgeFounding(layer, practice, view[0]);
  const own = await createSet({ port: layer.crypto, practice });
  const before = parseStatement((view[set] as Required<Entry>).body.entry)?.body;
  const thief = await draw();
  const bySomebody = [
    { kind: signerKinds.identity, id: before?.account as never, key: thief },
    { kind: signerKinds.device, id: before?.device as never, key: thief },
  ];
  const newSet = await forged(view, [["recovery.set", ...setParts(own)]], bySomebody);
  const attacks: Readonly<Record<string, readonly [View, string]>> = {
    "cut off before the cards": [view.slice(0, set), "alarm-ledger-shorter"],
    "without the set": [hide(view, set), "alarm-ledger-forked"],
    "the set held back": [withhold(view, set), "alarm-body-withheld"],
    "a founding of the server's own": [view.with(0, founding), "alarm-ledger-forked"],
    "another founding's body": [
      view.with(0, { ...founding, leaf: (view[0] as Entry).leaf }),
      "alarm-statement-invalid",
    ],
    "a set of the server's own in its place": [view.with(set, newSet), "alarm-ledger-forked"],
    "a set of the server's own after it": [[...view, newSet], "alarm-statement-invalid"],
    "a use that nobody made": [[...view, await forgedUse(view)], "alarm-statement-invalid"],
  };
  for (const [name, [shown, code]] of Object.entries(attacks)) {
    layer.tamper = showToBearer(shown);
    expect([name, await refusedCards()]).toEqual([name, code]);
  }
});

test("HS-20 the answers to a recovery are another server's, or of another statement: refused, and nothing is believed", async () => {
  const { layer, practice } = stage;
  const view = await readView(layer);
  const use = await forgedUse(view);
  const answered = (shown: View): Tamper => {
    return async (exchange, forward) => {
      if (exchange.path !== "/v1/recovery") return forward();
      const from = parseAs(messages.RecoveryRequest, exchange.body)?.from ?? 0;
      return replyWith({
        first: from,
        leaves: concatBytes(...shown.slice(from).map(({ leaf }) => leaf)),
        checkpoint: await layer.forgeCheckpoint(practice, checkpointOf(shown)),
      });
    };
  };
  const otherHello: Tamper = async (exchange, forward) => {
    const reply = await forward();
    if (exchange.path !== "/v1/hello") return reply;
    return replyWith({ ...readReply("HelloAnswer", reply), ephemeral: layer.crypto.random(32) });
  };
  const attacks: Readonly<Record<string, readonly [Tamper, string]>> = {
    "the statement is nowhere": [answered(view), "alarm-leaf-missing"],
    "one with keys of the server's own": [answered([...view, use]), "alarm-leaf-missing"],
    "a hello with another ephemeral": [otherHello, "answer-forged"],
  };
  for (const [name, [tamper, code]] of Object.entries(attacks)) {
    layer.tamper = tamper;
    expect([name, await refusedCards()]).toEqual([name, code]);
  }
});

test("HS-20 a statement changed on its way is refused by every rule, and by the device that said it", async () => {
  const { layer } = stage;
  layer.tamper = async (exchange, forward) => {
    const request = exchange.path === "/v1/recovery" ? parseAs(messages.RecoveryRequest, exchange.body) : undefined;
    if (!request) return forward();
    const own = await createSet({ port: layer.crypto, practice: stage.practice });
    const parsed = parseStatement(request.statement);
    const operation = parsed?.body.operations[0];
    if (!parsed || operation?.[0] !== "recovery.use") throw new Error("it uses cards");
    const operations = [[...operation.slice(0, 9), ...setParts(own)] as unknown as Operation];
    const body = encodeStatementBody({ ...parsed.body, operations });
    const statement = encodeCbor([body, parsed.signatures.map(({ kind, id, signature }) => [kind, id, signature])]);
    return forward({ body: encodeCbor({ ...request, statement } as never) });
  };
  expect(await refusedCards()).toBe("signature-wrong");
});

test("HS-20 a use of cards that the server made up is no statement to any device", async () => {
  const { layer, practice, phone, ada } = stage;
  const view = await readView(layer);
  const device = await openDevice();
  opened.push(device);
  const kit = must(await ada.vault.kit()).text;
  const others = new Set([...layer.server.sessions.values()].map(({ deviceKey }) => deviceKey));
  must(
    await device.vault.enrolByKit({
      kit,
      passphrase: "walnut ferry quilt amber gravel",
      totp: "",
      deviceName: "to be fooled",
    }),
  );
  await settled(ada.vault);
  await settled(device.vault);
  const now = await readView(layer);
  layer.tamper = show(layer, practice, [...now, await forgedUse(now)], (deviceKey) => !others.has(deviceKey));
  expect(await failedSync(device.vault)).toMatch(/^alarm-/);
  expect(await alarmsOf(device.vault)).toContain("alarm-statement-invalid");
  expect(await textsIn(device.vault, ada.chart)).toEqual(["before the cards"]);
  layer.tamper = undefined;
  expect(view.length).toBeLessThan(now.length);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("HS-20 with a login key of the server's own in its place the device is kept out, and its keys are the roster's", async () => {
  const { layer } = stage;
  const own = await draw();
  layer.tamper = async (exchange, forward) => {
    const request = exchange.path === "/v1/recovery" ? parseAs(messages.RecoveryRequest, exchange.body) : undefined;
    if (!request) return forward();
    return forward({ body: encodeCbor({ ...request, loginKey: own.publicKey } as never) });
  };
  const { device, code } = await tryCards();
  expect(code).toBe("recovered");
  layer.tamper = undefined;
  expect(await failedSync(device.vault)).toMatch(/^(alarm-|login-)/);
  expect((await openStatus(device.vault)).alarms.length).toBeGreaterThan(0);
  expect(await textsIn(device.vault, stage.ada.chart)).toEqual([]);
});
