/**
 * What takes two owners, with a hostile server, a member who has the directory's key and a patched app, and an owner's stolen
 * device without their identity (HS-02, HS-13, IN-01; TWO-1 to TWO-5, ROS-18).
 */

import type { Bytes } from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import { countersign, encodeStatementBody, type Operation, parseStatement, signAsPerson } from "@alcove/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { revisionFor } from "../../packages/vault/src/features/notes.ts";
import { accountFrom, addition, appendIn, craftStatement, makeGhost } from "./layer/craft-entries.ts";
import {
  alarmsOf,
  type Device,
  enrolByKit,
  honestWorkGoesOn,
  must,
  settled,
  writeNote,
  knowsOfCopy,
} from "./layer/devices.ts";
import { accountOf, deviceIdOf, join, type Member } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { type Thief, withThief } from "./layer/thief.ts";

const stage = setPractice();
/** Front desk, with a patched app. */
let mal: Member;
/** Ada's, in somebody else's hands. */
let tablet: Device;
let fays: Operation;

beforeAll(async () => {
  const { layer, ada, ben, fay } = stage;
  must(await ada.vault.giveRole({ member: ben.id, role: "owner" }));
  mal = await join(layer, ada.vault, "Mal", "front-desk");
  tablet = await enrolByKit(ada);
  fays = ["member.role", accountFrom(fay.id), "privacy-officer"];
  await everybodySettles();
});
afterAll(async () => {
  await mal?.device.remove();
  await tablet?.remove();
});

async function everybodySettles(): Promise<void> {
  const { ada, ben, fay } = stage;
  for (const vault of [ada.vault, ben.vault, fay.vault, mal.vault, tablet.vault, ada.vault, ben.vault])
    await settled(vault);
}

/** Writes a revision of such a record as this thief's device; over what stands in the record, where there is one. */
async function write(thief: Thief, statement: Bytes | null, record = thief.crypto.random(16)): Promise<void> {
  const revision = { type: "proposal" as const, revision: thief.crypto.random(16), writtenAt: 1, statement };
  await thief.keep([revisionFor({ kind: "directory", chart: null }, record, revision, thief.fold.standing(record))]);
  must(await thief.sync.run());
}
const seen = async (): Promise<readonly string[]> => {
  await settled(stage.ben.vault);
  return (await stage.ben.vault.proposals()).map(({ id, acts }) => `${id} ${acts.map(({ kind }) => kind).join()}`);
};
async function proposeFay() {
  must(await stage.ada.vault.propose({ kind: "role", member: stage.fay.id, role: "privacy-officer" }));
  await everybodySettles();
  const [one, ...more] = await stage.ben.vault.proposals();
  if (!one || more.length > 0) throw new Error("one waits");
  return one;
}
const statementIn = async (thief: Thief): Promise<{ record: Bytes; statement: Bytes }> => {
  for (const record of thief.fold.proposals()) {
    const [row, ...more] = thief.fold.standing(record);
    const revision = row && (await thief.openRevision(row["revision"] as Bytes));
    if (more.length === 0 && revision?.type === "proposal" && revision.statement)
      return { record, statement: revision.statement };
  }
  throw new Error("a proposal stands");
};

test("HS-02 TWO-1 who is no owner proposes nothing, neither in their own name nor with what an owner signed, and ends nothing", async () => {
  const { ada, ben } = stage;
  const one = await proposeFay();
  const before = await seen();
  await settled(mal.vault);
  await knowsOfCopy(mal.vault);
  await withThief(mal.device, async (thief) => {
    must(await thief.sync.run());
    const { record, statement } = await statementIn(thief);
    const own = await craftStatement(thief, [["member.role", thief.keys.account, "owner"]]);
    await write(thief, own.entry);
    expect(await seen(), "signed by them").toEqual(before);
    await write(thief, statement);
    expect(await seen(), "Ada's, in a record of theirs").toEqual(before);
    const others = await craftStatement(thief, [["member.role", thief.keys.account, "owner"]], {
      account: accountFrom(await accountOf(ada.vault)),
    });
    await write(thief, others.entry);
    expect(await seen(), "in Ada's name").toEqual(before);
    await write(thief, own.entry, record);
    expect(await seen(), "over Ada's").toEqual(before);
    const early = { type: "proposal" as const, revision: new Uint8Array(16), writtenAt: 1, statement: own.entry };
    await thief.keep([revisionFor({ kind: "directory", chart: null }, record, early, [])]);
    must(await thief.sync.run());
    expect(await seen(), "before Ada's").toEqual(before);
    await write(thief, null, record);
    expect(await seen(), "no").toEqual(before);
  });
  must(await ben.vault.answerProposal({ proposal: one.id, answer: "decline" }));
  await everybodySettles();
  expect(await seen()).toEqual([]);
  expect([await alarmsOf(ada.vault), await alarmsOf(ben.vault)]).toEqual([[], []]);
});

test("HS-02 IN-01 TWO-7 the end of a guard is asked for by nobody but who treats there, and nothing else beside it", async () => {
  const { layer, ada, fay } = stage;
  const eve = await join(layer, ada.vault, "Eve", "clinician");
  const { id: chart } = must(await ada.vault.createChart({ name: "Another" }));
  await writeNote(ada.vault, chart, "for the team");
  must(await ada.vault.shareChart({ chart: chart, member: fay.id, kind: "progress", right: "read" }));
  await writeNote(ada.vault, chart, "Ada's own", { kind: "psychotherapy" });
  must(await ada.vault.shareChart({ chart: chart, member: eve.id, kind: "psychotherapy", right: "read" }));
  must(await ada.vault.guardChart({ chart: chart }));
  await settled(eve.vault);
  await everybodySettles();
  // Of what an honest app signs anew over each head the id changes.
  const shown = async () => (await seen()).map((line) => line.split(" ")[1]);
  const before = await shown();
  const asks = async (member: Member, what: (thief: Thief) => readonly Operation[]) => {
    await knowsOfCopy(member.vault);
    await settled(member.vault);
    await withThief(member.device, async (thief) => {
      must(await thief.sync.run());
      await write(thief, (await craftStatement(thief, what(thief))).entry);
    });
    return shown();
  };
  const guarded = (thief: Thief, kind: string) =>
    [...(thief.state.roster?.compartments.values() ?? [])]
      .filter((one) => one.guard?.isSet && one.kind === kind)
      .map(({ compartment }) => compartment);
  const clinical = (thief: Thief): Operation => ["guard.unset", guarded(thief, "clinical")];
  expect(await asks(fay, (thief) => [clinical(thief)]), "a reader who does not treat").toEqual(before);
  expect(await asks(eve, (thief) => [clinical(thief)]), "who does not read it").toEqual(before);
  const apart = (thief: Thief): Operation => ["guard.unset", guarded(thief, "psychotherapy")];
  expect(await asks(eve, (thief) => [apart(thief)]), "a reader who is not the author").toEqual(before);
  must(await ada.vault.shareChart({ chart: chart, member: eve.id, kind: "progress", right: "read" }));
  await everybodySettles();
  // What she signed when she read nothing counts now that she does: it is hers, and an owner decides.
  const now = await shown();
  expect(now).toHaveLength(before.length + 1);
  const role: Operation = ["member.role", accountFrom(eve.id), "supervisor"];
  expect(await asks(eve, (thief) => [clinical(thief), role]), "with a role beside it").toEqual(now);
  expect(await asks(eve, (thief) => [clinical(thief)]), "and now who may").toHaveLength(now.length + 1);
  must(await ada.vault.revokeDevice({ device: await deviceIdOf(eve.vault), reason: "lost" }));
  await everybodySettles();
  expect(await shown(), "suspended").toEqual(before);
  await eve.device.remove();
});

test("HS-02 IN-01 TWO-7 GRD-15 who lets in is proposed by nobody but who treats there, and one who does so now stays", async () => {
  const { layer, ada, ben, fay } = stage;
  const [ida, eve] = [
    await join(layer, ada.vault, "Ida", "clinician"),
    await join(layer, ada.vault, "Eve", "clinician"),
  ];
  const { id: chart } = must(await ada.vault.createChart({ name: "Let in" }));
  await writeNote(ada.vault, chart, "for the team");
  must(await ada.vault.shareChart({ chart, member: ida.id, kind: "progress", right: "read-write" }));
  await writeNote(ada.vault, chart, "Ada's own", { kind: "psychotherapy" });
  must(await ada.vault.shareChart({ chart, member: ida.id, kind: "psychotherapy", right: "read" }));
  must(await ada.vault.guardChart({ chart }));
  must(await ada.vault.chooseReleasers({ chart, members: [fay.id] }));
  await everybodySettles();
  const shown = async () => (await seen()).filter((line) => line.includes("releaser")).length;
  const asks = async (member: Member, what: (of: (kind: string) => Operation) => readonly Operation[]) => {
    await knowsOfCopy(member.vault);
    await settled(member.vault);
    await withThief(member.device, async (thief) => {
      must(await thief.sync.run());
      const placeOf = (kind: string) =>
        [...(thief.state.roster?.compartments.values() ?? [])]
          .filter((one) => one.kind === kind && one.releasers.length > 0)
          .map(({ compartment }) => compartment);
      const gives = (kind: string): Operation => ["entitle", accountFrom(mal.id), "release", null, placeOf(kind)];
      const ends: Operation = ["disentitle", accountFrom(fay.id), placeOf("clinical")];
      const operations = what((kind) => (kind === "end" ? ends : gives(kind)));
      await write(thief, (await craftStatement(thief, operations)).entry);
    });
    return shown();
  };
  expect(await asks(eve, (of) => [of("clinical")]), "who does not read it").toBe(0);
  must(await ada.vault.shareChart({ chart, member: eve.id, kind: "progress", right: "read" }));
  expect(await asks(eve, (of) => [of("clinical")]), "who reads it and does not write there").toBe(0);
  expect(await asks(ida, (of) => [of("psychotherapy")]), "who writes there, and is not the author").toBe(0);
  expect(await asks(ida, (of) => [of("clinical"), of("end")]), "with nobody who could let in until then").toBe(0);
  expect(await asks(ida, (of) => [of("clinical")]), "and who may").toBe(1);
  for (const { id, acts } of await ben.vault.proposals())
    if (acts[0]?.kind === "releaser") must(await ben.vault.answerProposal({ proposal: id, answer: "decline" }));
  await everybodySettles();
  for (const { device } of [ida, eve]) await device.remove();
});

test("HS-02 TWO-1 a stolen device without the identity, another device, or a signature more: nothing is asked of anybody", async () => {
  const { layer, ada } = stage;
  const ghost = await makeGhost(layer);
  await knowsOfCopy(tablet.vault);
  await withThief(tablet, async (thief) => {
    must(await thief.sync.run());
    const { crypto } = thief;
    const right = await craftStatement(thief, [fays]);
    const twice = parseStatement(right.entry);
    if (!twice) throw new Error("a statement");
    const bens = accountFrom(stage.ben.id);
    const { account, identity, device, deviceKey } = thief.keys;
    const asBen = encodeStatementBody({ ...twice.body, account: bens });
    const wrong: Readonly<Record<string, Bytes>> = {
      "another identity's signature": (await craftStatement(thief, [fays], { identity: ghost.identity })).entry,
      "another device's signature": (await craftStatement(thief, [fays], { deviceKey: ghost.deviceKey })).entry,
      "in Ben's name, signed by Ada": await signAsPerson(crypto, "statement", thief.keys.practice, asBen, {
        ...{ account, identity, device, deviceKey },
      }),
      "a device that is nobody's": (await craftStatement(thief, [fays], ghost)).entry,
      "with a second signature already": await countersign(crypto, thief.keys.practice, twice, bens, ghost.identity),
      "no statement": crypto.random(200),
    };
    for (const [name, statement] of Object.entries(wrong)) {
      await write(thief, statement);
      expect(await seen(), name).toEqual([]);
    }
  });
  await honestWorkGoesOn(ada.chart, ada.vault, stage.ben.vault);
});

test("IN-01 TWO-1 TWO-2 an owner's patched app hides an act among others, or changes it after it was shown: nothing but what was read is signed", async () => {
  const { layer, ada, ben, fay } = stage;
  const ghost = await makeGhost(layer);
  await knowsOfCopy(tablet.vault);
  await withThief(tablet, async (thief) => {
    must(await thief.sync.run());
    const hidden: Readonly<Record<string, readonly Operation[]>> = {
      "somebody nobody knows": [addition(ghost, "owner")],
      "beside what is asked": [fays, addition(ghost, "owner")],
      "a device taken out": [fays, ["device.revoke", thief.keys.account, thief.keys.device, "lost"]],
    };
    for (const [name, operations] of Object.entries(hidden)) {
      const { entry } = await craftStatement(thief, operations);
      await write(thief, entry);
      expect(await seen(), name).toEqual([]);
      const id = Buffer.from(hash(parseStatement(entry)?.bodyBytes as Bytes)).toString("hex");
      const signed = await ben.vault.answerProposal({ proposal: id, answer: "sign" });
      expect(signed.ok ? "signed" : signed.error.code, name).toBe("proposal-unknown");
    }
    const record = thief.crypto.random(16);
    await write(thief, (await craftStatement(thief, [fays])).entry, record);
    await settled(ben.vault);
    const [shown] = await ben.vault.proposals();
    const makesOwner: Operation = ["member.role", accountFrom(fay.id), "owner"];
    await write(thief, (await craftStatement(thief, [makesOwner])).entry, record);
    await settled(ben.vault);
    expect(await ben.vault.proposals(), "the same record does the same").toEqual([shown]);
    must(await ben.vault.answerProposal({ proposal: shown?.id ?? "", answer: "sign" }));
  });
  await everybodySettles();
  expect((await ada.vault.members()).find(({ id }) => id === fay.id)?.role).toBe("privacy-officer");
});

test("HS-13 TWO-2 TWO-5 the server takes what both signed from one of the two, once, whole, and of owners alone", async () => {
  const { layer, ada, ben, fay } = stage;
  await everybodySettles();
  const roleOf = async () => (await ada.vault.members()).find(({ id }) => id === fay.id)?.role;
  const role = (await roleOf()) === "privacy-officer" ? "security-officer" : "privacy-officer";
  const sessionOf = async (member: Pick<Member, "vault">) => {
    await settled(member.vault);
    return layer.lastSession();
  };
  await knowsOfCopy(tablet.vault);
  await withThief(tablet, async (thief) => {
    must(await thief.sync.run());
    const { entry } = await craftStatement(thief, [["member.role", accountFrom(fay.id), role]]);
    const statement = parseStatement(entry);
    if (!statement) throw new Error("a statement");
    const sign = (by: Thief, account = by.keys.account) =>
      countersign(by.crypto, by.keys.practice, statement, account, by.keys.identity);
    const whole = (signed: Bytes) => [{ kind: "roster" as const, entry: signed, payload: [] }];
    const [bens, mals] = [await sessionOf(ben), await sessionOf(mal)];
    const adas = await sessionOf(ada);
    await withThief(ben.device, async (second) => {
      const signed = await sign(second);
      expect(await appendIn(layer, mals, whole(signed)), "brought by somebody else").toBe("not-entitled");
      expect(await appendIn(layer, bens, whole(await sign(thief, second.keys.account))), "not Ben's").toBe(
        "signature-wrong",
      );
      expect(await appendIn(layer, adas, whole(await sign(thief))), "one owner twice").toBe("statement-refused");
      await knowsOfCopy(mal.vault);
      await withThief(mal.device, async (third) => {
        expect(await appendIn(layer, mals, whole(await sign(third))), "of somebody who is no owner").toBe(
          "statement-refused",
        );
      });
      expect(await appendIn(layer, bens, whole(signed))).toBe("taken");
      expect(await appendIn(layer, bens, whole(signed)), "once").toBe("head-moved");
    });
  });
  await everybodySettles();
  expect(await roleOf()).toBe(role);
  expect([await alarmsOf(ada.vault), await alarmsOf(ben.vault)]).toEqual([[], []]);
});
