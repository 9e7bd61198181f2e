/** Who destroys psychotherapy notes, and that nobody comes into them again (docs/spec, ROS-34). */

import { type AccountId, type ChartId, type CompartmentId, type Hash, toHex } from "@alcove/bytes";
import { testPort } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import {
  addMember,
  applyRight,
  createCompartment,
  createSet,
  entitle,
  foundTestPractice,
  idFrom,
  makeSet,
  recover,
  recoveryStatement,
  setParts,
  type Signer,
  successorKeys,
} from "../testing/index.ts";
import { doAs, tryAs } from "../testing/refused.ts";
import { isDestroyedChart } from "./roster.ts";
import type { Operation, OperationOf } from "./statement.ts";

const port = await testPort("statements that destroy");

async function practiceWithNotes() {
  const p = await foundTestPractice(port);
  const [author, colleague] = [await addMember(p), await addMember(p)];
  const chart = idFrom<ChartId>(port);
  const clinical = await createCompartment(p, "clinical", chart, author);
  const apart = await createCompartment(p, "psychotherapy", chart, author);
  const destroy = (id = apart.id): Operation => ["compartment.destroy", id, 2, port.random(32) as Hash];
  const at = (id = apart.id) => p.roster.compartments.get(toHex(id));
  return { p, author, colleague, chart, clinical, apart, destroy, at };
}

test("ROS-34 their author destroys psychotherapy notes: every right ends, and it is known who they were of", async () => {
  const { p, author, apart, destroy, at } = await practiceWithNotes();
  const before = at();
  const index = await doAs(p, author, [destroy()]);
  expect(at()).toEqual({
    ...before,
    readers: [],
    writers: [],
    changedIndex: index,
    staleIndex: index,
    destroyedIndex: index,
  });
  expect(await tryAs(p, author, [destroy()]), "once").toBe("statement-refused");
  for (const right of ["read", "write", "read-write", "release"] as const)
    expect(await tryAs(p, author, [["entitle", author.member.account, right, null, [apart.id]]]), right).toBe(
      "statement-refused",
    );
  expect(await tryAs(p, author, [["guard.set", [apart.id]]])).toBe("statement-refused");
});

test("ROS-34 nobody else does, whatever their role", async () => {
  const { p, author, colleague, destroy, at } = await practiceWithNotes();
  expect(await tryAs(p, p.founder, [destroy()]), "an owner").toBe("statement-refused");
  expect(await tryAs(p, colleague, [destroy()])).toBe("statement-refused");
  expect(await tryAs(p, author, [destroy(idFrom(port))]), "unknown").toBe("statement-refused");
  expect(at()?.destroyedIndex).toBeUndefined();
});

test("ROS-34 what somebody else reads or writes is not destroyed, nor what its author does not read any more", async () => {
  const { p, author, colleague, apart, destroy } = await practiceWithNotes();
  const account: AccountId = colleague.member.account;
  for (const right of ["read", "write"] as const) {
    await entitle(p, colleague.member, right, [apart.id], { signer: author });
    expect(await tryAs(p, author, [destroy()]), right).toBe("statement-refused");
    await doAs(p, author, [["disentitle", account, [apart.id]]]);
  }
  await entitle(p, colleague.member, "read-write", [apart.id], { signer: author });
  await doAs(p, author, [["disentitle", author.member.account, [apart.id]]]);
  expect(await tryAs(p, author, [destroy()]), "closed by themselves").toBe("statement-refused");
  expect(await tryAs(p, colleague, [destroy()]), "who alone reads them now").toBe("statement-refused");
  await doAs(p, author, [["disentitle", account, [apart.id]]]);
  expect(await tryAs(p, author, [destroy()]), "nobody reads them").toBe("statement-refused");
});

test("ROS-10 no right in it and no guard of it is stated beside, in either order", async () => {
  const { p, author, colleague, apart, destroy } = await practiceWithNotes();
  const beside: Operation[] = [
    ["entitle", colleague.member.account, "read", null, [apart.id]],
    ["disentitle", author.member.account, [apart.id]],
    ["guard.set", [apart.id]],
    destroy(),
    ["member.role", author.member.account, "supervisor"],
  ];
  for (const each of beside) {
    expect(await tryAs(p, author, [destroy(), each]), each[0]).toBe("statement-refused");
    expect(await tryAs(p, author, [each, destroy()]), each[0]).toBe("statement-refused");
  }
});

test("ROS-34 nor does whoever came to the author's account by recovery cards, and reads them by the author's own", async () => {
  const { p } = await practiceWithNotes();
  const practices = await makeSet(p);
  const own = await createSet(p);
  await doAs(p, p.founder, [["successor.set", null, ...setParts(own)]]);
  const chart = idFrom<ChartId>(port);
  await createCompartment(p, "clinical", chart);
  const notes = await createCompartment(p, "psychotherapy", chart);
  const { signer } = await recover(p, practices);
  const use = await recoveryStatement(p, [["successor.use", own.set]], signer, successorKeys(own, signer));
  await applyRight(p, use);
  expect(p.roster.compartments.get(toHex(notes.id))?.readers).toEqual([signer.member.account]);
  const destroy: Operation = ["compartment.destroy", notes.id, 2, port.random(32) as Hash];
  expect(await tryAs(p, signer, [destroy])).toBe("statement-refused");
});

test("SUC-5 what was destroyed is not read by its author's cards", async () => {
  const { p, author, apart, destroy, at } = await practiceWithNotes();
  const own = await createSet(p);
  await doAs(p, author, [["successor.set", null, ...setParts(own)]]);
  await doAs(p, author, [destroy()]);
  const use = await recoveryStatement(p, [["successor.use", own.set]], p.founder, successorKeys(own, p.founder));
  await applyRight(p, use);
  expect(at(apart.id)).toMatchObject({ readers: [], writers: [] });
});

/** Who signs second. */
const second = ({ member }: Signer) => ({ secondOwner: member });

test("ROS-35 whoever treats destroys a chart with an owner; the only owner alone, and nobody begins anything in it again", async () => {
  const { p, author, chart, clinical, apart, destroy, at } = await practiceWithNotes();
  const log = await createCompartment(p, "access-log", chart, author);
  const all = [clinical.id, (await createCompartment(p, "administrative", chart, author)).id, apart.id].map(destroy);
  expect(await tryAs(p, author, all), "a clinician alone").toBe("statement-refused");
  expect(await tryAs(p, p.founder, all, second(p.founder)), "themselves twice").toBe("statement-refused");
  expect(await tryAs(p, author, all, second(author)), "nor is a second one anybody").toBe("statement-refused");
  const index = await doAs(p, author, all, second(p.founder));
  for (const [, id] of all as OperationOf<"compartment.destroy">[])
    expect(at(id)).toMatchObject({ readers: [], writers: [], destroyedIndex: index });
  expect(at(log.id)?.readers, "its log stays").toHaveLength(1);
  for (const kind of ["clinical", "psychotherapy", "administrative", "crisis", "access-log"] as const)
    expect(await tryAs(p, author, [["compartment.create", idFrom<CompartmentId>(port), kind, chart]]), kind).toBe(
      "statement-refused",
    );

  const own = idFrom<ChartId>(port);
  const solo = await createCompartment(p, "clinical", own);
  const crisis = await createCompartment(p, "crisis", own);
  await doAs(p, p.founder, [destroy(solo.id), destroy(crisis.id)]);
  expect(isDestroyedChart(p.roster, own)).toBe(true);
});

test("ROS-35 not who reads nothing there, nor who only reads, nor by another role, nor of another kind", async () => {
  const { p, author, colleague, chart, clinical, destroy } = await practiceWithNotes();
  expect(await tryAs(p, p.founder, [destroy(clinical.id)]), "an owner from outside").toBe("statement-refused");
  expect(await tryAs(p, colleague, [destroy(clinical.id)], second(p.founder)), "a clinician from outside").toBe(
    "statement-refused",
  );
  await entitle(p, colleague.member, "read", [clinical.id], { signer: author });
  expect(await tryAs(p, colleague, [destroy(clinical.id)], second(p.founder)), "who only reads").toBe(
    "statement-refused",
  );
  await entitle(p, colleague.member, "read-write", [clinical.id], { signer: author });
  await doAs(p, p.founder, [["member.role", colleague.member.account, "supervisor"]]);
  expect(await tryAs(p, colleague, [destroy(clinical.id)], second(p.founder)), "a supervisor").toBe(
    "statement-refused",
  );
  for (const kind of ["access-log", "portal"] as const) {
    const { id } = await createCompartment(p, kind, chart, author);
    expect(await tryAs(p, author, [destroy(id)], second(p.founder)), kind).toBe("statement-refused");
    expect(await tryAs(p, author, [destroy(id)]), kind).toBe("statement-refused");
  }
  for (const kind of ["directory", "schedule", "programme", "will"] as const) {
    const { id } = await createCompartment(p, kind, null);
    expect(await tryAs(p, p.founder, [destroy(id)]), kind).toBe("statement-refused");
  }
});

test("ROS-18 ROS-35 of two owners neither destroys a chart alone", async () => {
  const { p, destroy } = await practiceWithNotes();
  const other = await addMember(p);
  await doAs(p, p.founder, [["member.role", other.member.account, "owner"]]);
  const { id } = await createCompartment(p, "clinical", idFrom<ChartId>(port));
  expect(await tryAs(p, p.founder, [destroy(id)])).toBe("statement-refused");
  await doAs(p, p.founder, [destroy(id)], second(other));
});

test("ROS-35 what was given in an emergency its author destroys alone, and the chart goes on", async () => {
  const { p, author, colleague, chart, destroy, at } = await practiceWithNotes();
  const id = idFrom<CompartmentId>(port);
  await doAs(p, author, [["emergency.give", id, chart, colleague.member.account, 20_000]]);
  expect(await tryAs(p, colleague, [destroy(id)]), "whom it was given").toBe("statement-refused");
  expect(await tryAs(p, p.founder, [destroy(id)])).toBe("statement-refused");
  await doAs(p, author, [destroy(id)]);
  expect(at(id)?.readers).toEqual([]);
  await doAs(p, author, [["compartment.create", idFrom<CompartmentId>(port), "administrative", chart]]);
});

test("ROS-35 a chart of which people and numbers were all there was does not begin again either", async () => {
  const { p, author, colleague, destroy } = await practiceWithNotes();
  const chart = idFrom<ChartId>(port);
  const { id } = await createCompartment(p, "administrative", chart, author);
  await doAs(p, author, [destroy(id)], second(p.founder));
  for (const one of [author, colleague])
    expect(await tryAs(p, one, [["compartment.create", idFrom<CompartmentId>(port), "clinical", chart]])).toBe(
      "statement-refused",
    );
});
