/** Who lets openings of a guarded compartment through, as the roster says it (docs/spec, ROS-15, ROS-17, ROS-22, GRD-15). */

import { type ChartId, toHex } from "@alcove/bytes";
import { testPort } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import {
  addMember,
  createCompartment,
  entitle,
  foundTestPractice,
  idFrom,
  makeSet,
  recover,
  type Signer,
  type TestCompartment,
  type TestPractice,
} from "../testing/index.ts";
import { doAs, tryAs } from "../testing/refused.ts";
import { isOfChart } from "./roles.ts";
import { activeReleasersOf, copyRoster } from "./roster.ts";
import { begunKinds, type Operation } from "./statement.ts";

const port = await testPort("releasers");
const give = ({ member }: Signer, ...all: readonly TestCompartment[]): Operation => [
  "entitle",
  member.account,
  "release",
  null,
  all.map(({ id }) => id),
];
const found = (p: TestPractice, { id }: TestCompartment) => {
  const compartment = p.roster.compartments.get(toHex(id));
  if (!compartment) throw new Error("the compartment is in the roster");
  return compartment;
};
/** A clinician's chart, with two others who could let in. */
async function stage() {
  const p = await foundTestPractice(port);
  const [ben, anna, carl] = [await addMember(p), await addMember(p), await addMember(p, "front-desk")] as const;
  const c = await createCompartment(p, "clinical", idFrom<ChartId>(port), ben);
  await doAs(p, ben, [["guard.set", [c.id]]]);
  return { p, ben, anna, carl, c };
}

test("GRD-15 ROS-22 who releases neither reads nor writes; beginning and ending it makes stale", async () => {
  const { p, ben, anna, c } = await stage();
  const first = await doAs(p, ben, [give(anna, c)]);
  const { account } = anna.member;
  expect(found(p, c)).toMatchObject({
    releasers: [account],
    readers: [ben.member.account],
    staleIndex: first,
    changedIndex: first,
  });
  const ended = await doAs(p, ben, [["disentitle", account, [c.id]]], { secondOwner: p.founder.member });
  expect(found(p, c)).toMatchObject({ releasers: [], staleIndex: ended });
  await entitle(p, anna.member, "read", [c.id], { signer: ben });
  const lets = await doAs(p, ben, [give(anna, c)]);
  expect(found(p, c), "a reader who lets in from now on").toMatchObject({
    releasers: [account],
    readers: [ben.member.account],
    staleIndex: lets,
  });
  const reads = await doAs(p, ben, [["entitle", account, "read", null, [c.id]]], { secondOwner: p.founder.member });
  expect(found(p, c), "and the other way").toMatchObject({ releasers: [], staleIndex: reads });
  expect(found(p, c).readers).toHaveLength(2);
});

test("ROS-15 it is given where there can be a guard, and to no auditor", async () => {
  const p = await foundTestPractice(port);
  const [anna, auditor] = [await addMember(p), await addMember(p, "auditor")];
  for (const kind of begunKinds) {
    const c = await createCompartment(p, kind, isOfChart(kind) ? idFrom<ChartId>(port) : null);
    const isOne = kind === "clinical" || kind === "psychotherapy";
    expect(await tryAs(p, p.founder, [give(anna, c)]), kind).toBe(isOne ? "applied" : "statement-refused");
    expect(await tryAs(p, p.founder, [give(auditor, c)]), kind).toBe("statement-refused");
  }
});

test("ROS-17 once there is a releaser, it takes an owner to change who releases, and to change nothing else", async () => {
  const { p, ben, anna, carl, c } = await stage();
  const other = await addMember(p);
  expect(await tryAs(p, carl, [give(anna, c)]), "who does not read it").toBe("statement-refused");
  await doAs(p, ben, [give(anna, c)]);
  const withOwner = { secondOwner: p.founder.member };
  const { account } = anna.member;
  const changes: Operation[] = [
    give(carl, c),
    ["entitle", account, "read", null, [c.id]],
    ["disentitle", account, [c.id]],
  ];
  for (const operation of changes) {
    expect(await tryAs(p, ben, [operation]), `${operation[0]} alone`).toBe("statement-refused");
    const copy = { ...p, roster: copyRoster(p.roster) };
    expect(await tryAs(copy, ben, [operation], withOwner), operation[0]).toBe("applied");
  }
  await entitle(p, other.member, "read", [c.id], { signer: ben });
  expect(found(p, c).readers, "what is no matter of releasing").toHaveLength(2);
});

test("ROS-17 an owner who reads it changes it alone, and of psychotherapy notes their author with an owner", async () => {
  const { p, ben, anna, carl } = await stage();
  const own = await createCompartment(p, "clinical", idFrom<ChartId>(port));
  expect(await tryAs(p, p.founder, [give(anna, own)])).toBe("applied");
  expect(await tryAs(p, p.founder, [give(carl, own)])).toBe("applied");
  const apart = await createCompartment(p, "psychotherapy", idFrom<ChartId>(port), ben);
  expect(await tryAs(p, p.founder, [give(anna, apart)]), "an owner who is not the author").toBe("statement-refused");
  expect(await tryAs(p, ben, [give(anna, apart)])).toBe("applied");
  expect(await tryAs(p, ben, [give(carl, apart)])).toBe("statement-refused");
  expect(await tryAs(p, ben, [give(carl, apart)], { secondOwner: p.founder.member })).toBe("applied");
});

test("ROS-12 ROS-14 ROS-19 it ends with the membership, rests while its member is suspended, and makes stale with their keys", async () => {
  const { p, ben, anna, carl, c } = await stage();
  await doAs(p, ben, [give(anna, c), give(carl, c)]);
  const lost = await doAs(p, p.founder, [["device.revoke", anna.member.account, anna.device.device, "lost"]]);
  expect(found(p, c)).toMatchObject({ staleIndex: lost });
  expect(activeReleasersOf(p.roster, found(p, c))).toEqual([carl.member.account]);
  const gone = await doAs(p, p.founder, [["member.remove", carl.member.account]]);
  expect(found(p, c)).toMatchObject({ releasers: [anna.member.account], staleIndex: gone });
  expect(activeReleasersOf(p.roster, found(p, c))).toEqual([]);
});

test("ROS-26 recovery cards end it in psychotherapy notes and nowhere else", async () => {
  const p = await foundTestPractice(port);
  const made = await makeSet(p);
  const ben = await addMember(p);
  const chart = idFrom<ChartId>(port);
  const clinical = await createCompartment(p, "clinical", chart, ben);
  const apart = await createCompartment(p, "psychotherapy", chart, ben);
  await doAs(p, ben, [give(p.founder, clinical, apart)]);
  await recover(p, made);
  expect([found(p, clinical), found(p, apart)].map(({ releasers }) => releasers.length)).toEqual([1, 0]);
});
