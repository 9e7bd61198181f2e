/** Whose a chart is: its maker's, or of what a front desk made of who writes first; nobody begins its notes a second time. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { alarmsOf, join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let cleo: Device;
/** At the front desk: what he makes has no notes of his. */
let finn: Device;

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
  ben = await join(stage, ada, "Ben", "clinician");
  cleo = await join(stage, ada, "Cleo", "clinician");
  finn = await join(stage, ada, "Finn", "front-desk");
});
afterAll(() => stage.close());

test("OUT-6 who makes a chart and treats has it before there is a note: a colleague writes nothing in it and is let in as ever", async () => {
  ben.network = "down";
  const { id: chart } = must(await ben.vault.createChart({ name: "S. Client" }));
  const { id: second } = must(await ben.vault.createChart({ name: "R. Client" }));
  ben.network = "up";
  await settle(ben.vault);
  await settle(cleo.vault);
  const seen = async ({ vault }: Device, id: string) => must(await vault.chart(id));
  for (const id of [chart, second]) {
    expect(await seen(ben, id)).toMatchObject({ opens: true, writes: true, progressNotes: 0 });
    expect(await seen(cleo, id)).toMatchObject({ opens: false, writes: false });
  }
  const note = {
    chart,
    kind: "progress",
    date: "2026-03-02",
    title: "",
    body: { text: "Mine now?" },
    basedOn: [],
  } as const;
  expect(await cleo.vault.saveNote(note)).toMatchObject({ error: { code: "not-entitled" } });
  const member = await memberOf(ben, "Cleo");
  must(await ben.vault.shareChart({ chart, member, kind: "progress", right: "read-write" }));
  await settle(cleo.vault);
  must(await cleo.vault.saveNote(note));
  for (const { vault } of [cleo, ben]) await settle(vault);
  expect((await seen(ben, chart)).progressNotes).toBe(1);
  // What a front desk makes is begun by who writes in it, and an enquiry by nobody before it is given.
  const { id: desk } = must(await finn.vault.createChart({ name: "Q. Client" }));
  for (const { vault } of [finn, cleo]) await settle(vault);
  expect(await seen(cleo, desk)).toMatchObject({ writes: true });
  expect([await alarmsOf(ben), await alarmsOf(cleo)]).toEqual([[], []]);
});

test("OUT-6 what counts is what its maker is when the chart is sent: who is at the front desk by then begins no notes, and who treats by then does", async () => {
  const [dora, emil] = [
    await join(stage, ada, "Dora", "clinician"),
    await join(stage, ada, "Emil", "front-desk"),
  ] as const;
  const offline = async (device: Device, name: string) => {
    device.network = "down";
    return must(await device.vault.createChart({ name })).id;
  };
  const [desks, theirs] = [await offline(dora, "V. Client"), await offline(emil, "W. Client")];
  const become = async (name: string, role: "front-desk" | "clinician") =>
    must(await ada.vault.giveRole({ member: await memberOf(ada, name), role }));
  await become("Dora", "front-desk");
  await become("Emil", "clinician");
  for (const device of [dora, emil]) device.network = "up";
  for (const { vault } of [dora, emil, cleo]) await settle(vault);
  expect(must(await dora.vault.chart(desks))).toMatchObject({ opens: false, writes: false });
  expect(must(await cleo.vault.chart(desks)), "as of any chart that a front desk makes").toMatchObject({
    writes: true,
  });
  expect(must(await emil.vault.chart(theirs))).toMatchObject({ opens: true, writes: true });
  expect(must(await cleo.vault.chart(theirs))).toMatchObject({ opens: false, writes: false });
  for (const device of [dora, emil, cleo]) expect(await alarmsOf(device)).toEqual([]);
});

test("ROS-21 who would share a chart that another has begun meanwhile is told that it is not theirs, and begins nothing", async () => {
  const { id: chart } = must(await finn.vault.createChart({ name: "T. Client" }));
  await settle(finn.vault);
  for (const { vault } of [ben, cleo]) must(await vault.sync());
  ben.network = "down";
  await save(cleo, chart, "Cleo's first");
  await settle(cleo.vault);
  ben.network = "up";
  const request = { chart, member: await memberOf(ben, "Ada Owner"), kind: "progress", right: "read" } as const;
  expect(await ben.vault.shareChart(request)).toMatchObject({ error: { code: "not-entitled" } });
  // Of the care team now, by the right: the roster would let a second compartment stand.
  const { id: other } = must(await finn.vault.createChart({ name: "U. Client" }));
  await settle(finn.vault);
  for (const { vault } of [ben, cleo]) must(await vault.sync());
  ben.network = "down";
  await save(cleo, other, "Cleo's first");
  await settle(cleo.vault);
  must(
    await cleo.vault.shareChart({
      chart: other,
      member: await memberOf(cleo, "Ben"),
      kind: "progress",
      right: "read-write",
    }),
  );
  ben.network = "up";
  const statements = async () => must(await cleo.vault.verifyLedger()).statements;
  await settle(cleo.vault);
  const before = await statements();
  must(await ben.vault.shareChart({ ...request, chart: other }));
  await settle(cleo.vault);
  // And another for the chart's access log (ACL-4).
  expect(await statements(), "one entitlement, no second compartment").toBe(before + 2);
  expect([await alarmsOf(ben), await alarmsOf(cleo)]).toEqual([[], []]);
});
