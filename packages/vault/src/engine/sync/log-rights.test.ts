/** Who begins an access log, and whose right in it follows the chart (docs/spec, ACL-4). */

import { type ChartId, type CompartmentId, toHex } from "@alcove/bytes";
import { testPort } from "@alcove/crypto/testing";
import type { BegunKind, Operation } from "@alcove/protocol";
import {
  addMember,
  applyRight,
  createCompartment,
  entitle,
  foundTestPractice,
  idFrom,
  type Signer,
  statement,
  type TestPractice,
} from "@alcove/protocol/testing";
import { beforeEach, expect, test } from "vitest";
import { compartmentFor, emptyState, mayBegin, withLogs } from "../state.ts";
import { rightsDue } from "./log-rights.ts";

const today = 20_000;
let p: TestPractice;
let chart: ChartId;
/** A clinician beside the founder, who owns the practice and began the chart. */
let ben: Signer;

beforeEach(async () => {
  p = await foundTestPractice(await testPort("access logs"));
  chart = idFrom<ChartId>(p.port);
  ben = await addMember(p, "clinician");
});

const begin = async (kind: BegunKind): Promise<CompartmentId> => (await createCompartment(p, kind, chart)).id;
const owner = () => p.founder.member.account;
const due = (account = owner()): Operation[] => rightsDue(emptyState(), p.roster, account, today);
const end = async (who: Signer, ...compartments: CompartmentId[]) =>
  applyRight(p, await statement(p, [["disentitle", who.member.account, compartments]]));
const log = () => ({ kind: "access-log", chart }) as const;

test("ACL-4 whoever begins progress notes begins the log with them, and nobody begins one before", async () => {
  const notes = { kind: "clinical", chart } as const;
  expect(withLogs(p.roster, [notes])).toEqual([notes, log()]);
  expect(withLogs(p.roster, [{ kind: "directory", chart: null }])).toHaveLength(1);
  expect(mayBegin(p.roster, owner(), log()), "its readers would be the care team").toBe(false);
  await begin("psychotherapy");
  expect(mayBegin(p.roster, owner(), log())).toBe(false);
  await begin("clinical");
  expect(mayBegin(p.roster, owner(), log()), "of a chart from before there were logs").toBe(true);
  expect(mayBegin(p.roster, ben.member.account, log())).toBe(false);
  const id = await begin("access-log");
  expect(mayBegin(p.roster, owner(), log())).toBe(false);
  expect(withLogs(p.roster, [notes])).toEqual([notes]);
  await end(p.founder, id);
  expect(mayBegin(p.roster, owner(), log()), "one that nobody can open any more").toBe(true);
  expect(withLogs(p.roster, [notes])).toEqual([notes, log()]);
  const again = await begin("access-log");
  expect(compartmentFor(p.roster, owner(), "access-log", chart)?.compartment).toEqual(again);
});

test("ACL-4 readers of notes read and write, privacy officers read, authors of apart notes have nothing by these", async () => {
  const clinical = await begin("clinical");
  const apart = await begin("psychotherapy");
  const id = await begin("access-log");
  expect(due()).toEqual([]);
  const [cleo, pia] = [await addMember(p), await addMember(p, "privacy-officer")];
  await entitle(p, ben.member, "read", [clinical], { untilDay: today + 3 });
  await entitle(p, cleo.member, "read", [apart]);
  expect(due()).toEqual([
    ["entitle", pia.member.account, "read", null, [id]],
    ["entitle", ben.member.account, "read-write", null, [id]],
    ["entitle", cleo.member.account, "read-write", null, [id]],
  ]);
  expect(due(ben.member.account), "who does not read the log states nothing").toEqual([]);
  await applyRight(p, await statement(p, due()));
  expect(due()).toEqual([]);
  // Another day changes nothing there, another right does.
  await entitle(p, ben.member, "read-write", [clinical], { untilDay: today + 9 });
  await entitle(p, pia.member, "read", [clinical]);
  expect(due()).toEqual([["entitle", pia.member.account, "read-write", null, [id]]]);
  await applyRight(p, await statement(p, due()));
  await end(ben, clinical);
  await end(cleo, apart);
  expect(due()).toEqual([
    ["disentitle", ben.member.account, [id]],
    ["disentitle", cleo.member.account, [id]],
  ]);
  // An author of notes apart who lost the progress notes: what they read of their own stands beside these. Others state it.
  await entitle(p, ben.member, "read-write", [clinical]);
  await end(p.founder, clinical);
  const ends = (account: typeof cleo.member.account) =>
    due(account).flatMap(([name, of]) => (name === "disentitle" ? [of] : []));
  expect(ends(owner())).toEqual([cleo.member.account]);
  expect(ends(ben.member.account), "an owner's and the author's right a clinician leaves (ROS-32)").toEqual([
    cleo.member.account,
  ]);
});

test("ACL-4 readers of notes are given it by those who read the log, and authors of notes apart alone nothing", async () => {
  chart = idFrom<ChartId>(p.port);
  const begun = async (kind: BegunKind) => (await createCompartment(p, kind, chart, ben)).id;
  const clinical = await begun("clinical");
  const id = await begun("access-log");
  const cleo = await addMember(p);
  await entitle(p, cleo.member, "read-write", [clinical], { signer: ben });
  const given: Operation[] = [["entitle", cleo.member.account, "read-write", null, [id]]];
  expect(due(ben.member.account)).toEqual(given);
  expect(due(), "an owner leaves the log of others to them").toEqual([]);
  await applyRight(p, await statement(p, given, {}, ben));
  await createCompartment(p, "psychotherapy", chart, cleo);
  await applyRight(p, await statement(p, [["disentitle", cleo.member.account, [clinical]]], {}, ben));
  expect(due(ben.member.account)).toEqual([["disentitle", cleo.member.account, [id]]]);
});

test("ACL-4 the only reader keeps the log", async () => {
  const clinical = await begin("clinical");
  const id = await begin("access-log");
  const cleo = await addMember(p);
  for (const one of [ben, cleo]) await entitle(p, one.member, "read-write", [clinical, id]);
  await end(cleo, clinical);
  const state = emptyState();
  const ended: Operation[] = [["disentitle", cleo.member.account, [id]]];
  expect(rightsDue(state, p.roster, ben.member.account, today)).toEqual(ended);
  const served = { compartment: id, delivered: [{ epoch: 1, account: cleo.member.account }], epochs: [{}] };
  state.keyLogs.set(toHex(id), served as never);
  expect(
    rightsDue(state, p.roster, ben.member.account, today),
    "the others await the key: Cleo's is the only one",
  ).toEqual([]);
});
