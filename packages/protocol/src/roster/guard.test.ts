/** Who guards a compartment, who ends it, and what both do (docs/spec, ROS-28 and ROS-29). */

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
  type TestCompartment,
  type TestPractice,
} from "../testing/index.ts";
import { doAs, tryAs } from "../testing/refused.ts";
import { isOfChart } from "./roles.ts";
import { begunKinds, type Operation } from "./statement.ts";

const port = await testPort("guard statements");
const set = (...all: readonly TestCompartment[]): Operation => ["guard.set", all.map(({ id }) => id)];
const unset = (...all: readonly TestCompartment[]): Operation => ["guard.unset", all.map(({ id }) => id)];
const found = (p: TestPractice, { id }: TestCompartment) => {
  const compartment = p.roster.compartments.get(toHex(id));
  if (!compartment) throw new Error("the compartment is in the roster");
  return compartment;
};

test("ROS-28 guard.set guards and makes stale; a second one of the same is refused", async () => {
  const p = await foundTestPractice(port);
  const clinician = await addMember(p);
  const c = await createCompartment(p, "clinical", idFrom<ChartId>(port), clinician);
  expect(found(p, c).guard).toBeUndefined();
  const index = await doAs(p, clinician, [set(c)]);
  expect(found(p, c)).toMatchObject({
    guard: { isSet: true, sinceIndex: index },
    staleIndex: index,
    changedIndex: index,
  });
  expect(await tryAs(p, clinician, [set(c)])).toBe("statement-refused");
});

test("ROS-28 only a reader who is owner or clinician, of psychotherapy notes their author", async () => {
  const p = await foundTestPractice(port);
  const [clinician, colleague, supervisor] = [await addMember(p), await addMember(p), await addMember(p, "supervisor")];
  const chart = idFrom<ChartId>(port);
  const clinical = await createCompartment(p, "clinical", chart, clinician);
  await doAs(p, clinician, [
    ["entitle", supervisor.member.account, "read-write", null, [clinical.id]],
    ["entitle", colleague.member.account, "write", null, [clinical.id]],
  ]);
  for (const other of [p.founder, supervisor, colleague])
    expect(await tryAs(p, other, [set(clinical)])).toBe("statement-refused");
  const apart = await createCompartment(p, "psychotherapy", chart, clinician);
  await doAs(p, clinician, [["entitle", colleague.member.account, "read", null, [apart.id]]]);
  expect(await tryAs(p, colleague, [set(apart)]), "a reader who is not the author").toBe("statement-refused");
  expect(await tryAs(p, clinician, [set(clinical, apart)])).toBe("applied");
  const solo = await createCompartment(p, "clinical", idFrom<ChartId>(port));
  expect(await tryAs(p, p.founder, [set(solo)]), "an owner who treats").toBe("applied");
});

test("ROS-28 no other kind can be guarded, nor what is not there", async () => {
  const p = await foundTestPractice(port);
  for (const kind of begunKinds) {
    if (kind === "clinical" || kind === "psychotherapy") continue;
    const c = await createCompartment(p, kind, isOfChart(kind) ? idFrom<ChartId>(port) : null);
    expect(await tryAs(p, p.founder, [set(c)]), kind).toBe("statement-refused");
  }
  expect(await tryAs(p, p.founder, [["guard.set", [idFrom(port)]]])).toBe("statement-refused");
});

test("ROS-29 guard.unset takes an owner too, keeps since when, and makes stale", async () => {
  const p = await foundTestPractice(port);
  const clinician = await addMember(p);
  const c = await createCompartment(p, "clinical", idFrom<ChartId>(port), clinician);
  expect(await tryAs(p, clinician, [unset(c)], { secondOwner: p.founder.member }), "what is not guarded").toBe(
    "statement-refused",
  );
  const since = await doAs(p, clinician, [set(c)]);
  expect(await tryAs(p, clinician, [unset(c)]), "alone").toBe("statement-refused");
  expect(await tryAs(p, p.founder, [unset(c)]), "an owner who does not read it").toBe("statement-refused");
  const index = await doAs(p, clinician, [unset(c)], { secondOwner: p.founder.member });
  expect(found(p, c)).toMatchObject({ guard: { isSet: false, sinceIndex: since }, staleIndex: index });
  const again = await doAs(p, clinician, [set(c)]);
  expect(found(p, c).guard).toEqual({ isSet: true, sinceIndex: again });
});

test("ROS-29 an owner who treats ends it alone", async () => {
  const p = await foundTestPractice(port);
  const c = await createCompartment(p, "clinical", idFrom<ChartId>(port));
  await doAs(p, p.founder, [set(c)]);
  expect(await tryAs(p, p.founder, [unset(c)])).toBe("applied");
});

test("ROS-29 an author ends the guard of psychotherapy notes alone where that of the chart was ended, and nowhere else", async () => {
  const p = await foundTestPractice(port);
  const [clinician, chart] = [await addMember(p), idFrom<ChartId>(port)];
  const apart = await createCompartment(p, "psychotherapy", chart, clinician);
  await doAs(p, clinician, [set(apart)]);
  expect(await tryAs(p, clinician, [unset(apart)]), "a chart without progress notes").toBe("statement-refused");
  const clinical = await createCompartment(p, "clinical", chart, clinician);
  expect(await tryAs(p, clinician, [unset(apart)]), "of which none were ever guarded").toBe("statement-refused");
  await doAs(p, clinician, [set(clinical)]);
  expect(await tryAs(p, clinician, [unset(apart)]), "while they are guarded").toBe("statement-refused");
  expect(await tryAs(p, clinician, [unset(apart, clinical)]), "with them").toBe("statement-refused");
  await doAs(p, clinician, [unset(clinical)], { secondOwner: p.founder.member });
  expect(await tryAs(p, clinician, [unset(apart)], { secondOwner: p.founder.member })).toBe("statement-refused");
  expect(await tryAs(p, clinician, [unset(apart)])).toBe("applied");
  expect(found(p, apart).guard).toMatchObject({ isSet: false });
});

test("ROS-10 one compartment's guard is the matter of one operation, by a signer whom nothing beside it changes", async () => {
  const p = await foundTestPractice(port);
  const c = await createCompartment(p, "clinical", idFrom<ChartId>(port));
  expect(await tryAs(p, p.founder, [set(c), set(c)])).toBe("statement-refused");
  const other = await addMember(p, "owner");
  await entitle(p, other.member, "read-write", [c.id]);
  const role: Operation = ["member.role", other.member.account, "clinician"];
  expect(await tryAs(p, other, [set(c), role], { secondOwner: p.founder.member })).toBe("statement-refused");
});

test("ROS-28 ROS-26 whom recovery cards made an owner again guards none of the notes that were closed to them", async () => {
  const p = await foundTestPractice(port);
  const made = await makeSet(p);
  const apart = await createCompartment(p, "psychotherapy", idFrom<ChartId>(port));
  const { signer } = await recover(p, made);
  // Even where the author's right came back by whatever way, they are not the one who wrote these.
  const c = found(p, apart);
  const readers = [signer.member.account];
  const as = { ...p, roster: { ...p.roster, compartments: new Map([[toHex(apart.id), { ...c, readers }]]) } };
  expect(await tryAs(as, signer, [set(apart)])).toBe("statement-refused");
});
