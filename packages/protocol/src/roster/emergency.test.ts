/** What is given in an emergency: by whom, to whom, and that nothing else comes of it (docs/spec, ROS-33). */

import { type ChartId, type CompartmentId, toHex } from "@alcove/bytes";
import { testPort } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import { addMember, createCompartment, entitle, foundTestPractice, idFrom, type Signer } from "../testing/index.ts";
import { doAs, tryAs } from "../testing/refused.ts";
import type { Operation } from "./statement.ts";

const port = await testPort("emergency statements");
const untilDay = 20_000;

async function practiceWithChart() {
  const p = await foundTestPractice(port);
  const [clinician, asker] = [await addMember(p), await addMember(p)];
  const chart = idFrom<ChartId>(port);
  const clinical = await createCompartment(p, "clinical", chart, clinician);
  const give = (to: Signer, id = idFrom<CompartmentId>(port)): Operation => [
    "emergency.give",
    id,
    chart,
    to.member.account,
    untilDay,
  ];
  return { p, clinician, asker, chart, clinical, give };
}

test("ROS-33 who reads the progress notes gives in a compartment of its own, and no right in the chart arises", async () => {
  const { p, clinician, asker, chart, clinical, give } = await practiceWithChart();
  const before = p.roster.compartments.get(toHex(clinical.id));
  const id = idFrom<CompartmentId>(port);
  const index = await doAs(p, clinician, [give(asker, id)]);
  const [author, account] = [clinician.member.account, asker.member.account];
  expect(p.roster.compartments.get(toHex(id))).toEqual({
    compartment: id,
    kind: "emergency",
    chart,
    author,
    createdIndex: index,
    changedIndex: index,
    readers: [author, account],
    writers: [author],
    releasers: [],
    dated: [{ account, untilDay }],
  });
  expect(p.roster.compartments.get(toHex(clinical.id))).toEqual(before);
  const kinds = ["psychotherapy", "crisis", "access-log"] as const;
  for (const kind of kinds)
    expect(await tryAs(p, asker, [["compartment.create", idFrom<CompartmentId>(port), kind, chart]]), kind).toBe(
      "statement-refused",
    );
  expect(await tryAs(p, asker, [["entitle", account, "read", null, [clinical.id]]])).toBe("statement-refused");
});

test("ROS-33 nobody gives who does not read the progress notes now, and what they hold besides does not count", async () => {
  const { p, clinician, asker, chart, clinical, give } = await practiceWithChart();
  const officer = await addMember(p, "privacy-officer");
  const supervisor = await addMember(p, "supervisor");
  expect(await tryAs(p, p.founder, [give(asker)]), "an owner who does not treat").toBe("statement-refused");
  expect(await tryAs(p, asker, [give(supervisor)])).toBe("statement-refused");
  const log = await createCompartment(p, "access-log", chart, clinician);
  await doAs(p, clinician, [
    ["entitle", supervisor.member.account, "read", null, [log.id]],
    ["entitle", officer.member.account, "read", null, [clinical.id]],
  ]);
  expect(await tryAs(p, supervisor, [give(asker)]), "who reads the access log alone").toBe("statement-refused");
  expect(await tryAs(p, officer, [give(asker)]), "of a role that does not treat").toBe("statement-refused");
  await entitle(p, supervisor.member, "read", [clinical.id], { signer: clinician });
  expect(await tryAs(p, supervisor, [give(asker)])).toBe("applied");
  // What was given makes its reader no giver.
  expect(await tryAs(p, asker, [give(supervisor)])).toBe("statement-refused");
});

test("ROS-33 to a present member who may read records, and not to oneself", async () => {
  const { p, clinician, asker, give } = await practiceWithChart();
  const auditor = await addMember(p, "auditor");
  expect(await tryAs(p, clinician, [give(clinician)])).toBe("statement-refused");
  expect(await tryAs(p, clinician, [give(auditor)])).toBe("statement-refused");
  await doAs(p, p.founder, [["member.remove", asker.member.account]]);
  expect(await tryAs(p, clinician, [give(asker)])).toBe("statement-refused");
  const deskmate = await addMember(p, "front-desk");
  expect(await tryAs(p, clinician, [give(deskmate)])).toBe("applied");
});

test("ROS-33 it begins in no other way, once, and nobody is let into it later; its author ends it", async () => {
  const { p, clinician, asker, chart, clinical, give } = await practiceWithChart();
  const supervisor = await addMember(p, "supervisor");
  await entitle(p, supervisor.member, "read", [clinical.id], { signer: clinician });
  const id = idFrom<CompartmentId>(port);
  for (const signer of [clinician, asker, p.founder])
    expect(await tryAs(p, signer, [["compartment.create", id, "emergency" as never, chart]])).toBe("request-malformed");
  await doAs(p, supervisor, [give(asker, id)]);
  expect(await tryAs(p, clinician, [give(asker, id)]), "the same place again").toBe("statement-refused");
  for (const signer of [supervisor, clinician, p.founder, asker])
    expect(await tryAs(p, signer, [["entitle", clinician.member.account, "read", null, [id]]])).toBe(
      "statement-refused",
    );
  expect(await tryAs(p, supervisor, [["entitle", asker.member.account, "read-write", null, [id]]])).toBe(
    "statement-refused",
  );
  expect(await tryAs(p, clinician, [["disentitle", asker.member.account, [id]]])).toBe("statement-refused");
  expect(await tryAs(p, supervisor, [["disentitle", asker.member.account, [id]]])).toBe("applied");
  expect(p.roster.compartments.get(toHex(id))?.readers).toEqual([supervisor.member.account]);
});

test("ROS-10 two gifts of one place, or beside the removal of whom it is for, are refused", async () => {
  const { p, clinician, asker, chart, give } = await practiceWithChart();
  const id = idFrom<CompartmentId>(port);
  expect(await tryAs(p, clinician, [give(asker, id), give(asker, id)])).toBe("statement-refused");
  await doAs(p, p.founder, [["member.role", clinician.member.account, "owner"]]);
  expect(await tryAs(p, clinician, [give(asker), ["member.remove", asker.member.account]])).toBe("statement-refused");
  expect(await tryAs(p, clinician, [give(asker), ["compartment.create", id, "psychotherapy", chart]])).toBe("applied");
});
