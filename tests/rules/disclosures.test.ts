/** What was given out of a chart (docs/spec, DIS) on real devices: who writes it down, who reads it, and that it stays. */

import type { DisclosureWords } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let pia: Device;
let fay: Device;
let chart = "";

/** Ada owns the practice and the chart; Ben reads it; Pia is privacy officer; Fay has its people and numbers alone. */
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  await save(ada, chart, "progress");
  must(
    await ada.vault.saveFaceSheet({
      chart,
      basedOn: [],
      status: "active",
      form: "individual",
      since: "2026-03-02",
      tags: [],
      custom: [],
    }),
  );
  await settle(ada.vault);
  ben = await join(stage, ada, "Ben", "clinician");
  pia = await join(stage, ada, "Pia", "privacy-officer");
  fay = await join(stage, ada, "Fay", "front-desk");
  must(await ada.vault.shareChart({ chart, member: await memberOf(ada, "Ben"), kind: "progress", right: "read" }));
  must(
    await ada.vault.shareChart({
      chart,
      member: await memberOf(ada, "Fay"),
      kind: "administrative",
      right: "read-write",
    }),
  );
  await all();
});
afterAll(() => stage.close());

const all = async () => {
  for (let i = 0; i < 3; i++) for (const { vault } of [ada, ben, pia, fay]) await settle(vault);
};
const byText = (a: unknown, b: unknown) => String(a).localeCompare(String(b));
const report: DisclosureWords = {
  on: "2026-03-04",
  to: "County child protection",
  address: "7 Court Street",
  what: "A summary of the session of 2 March",
  basis: "abuse-report",
  purpose: "Report of suspected neglect",
  authorisation: "",
};

test("DIS-1 DIS-2 who reads the notes writes it down, privacy officers read it, front desk has nothing of it", async () => {
  const { id } = must(await ben.vault.recordDisclosure({ chart, ...report }));
  await all();
  for (const { vault } of [ada, ben, pia])
    expect(await vault.disclosures(chart)).toMatchObject([
      { ...report, id, owed: true, rule: "164.512(b)(1)(ii), (c)", author: "Ben", mistaken: false },
    ]);
  expect(await fay.vault.disclosures(chart)).toEqual([]);
  for (const { vault } of [pia, fay])
    expect(await vault.recordDisclosure({ chart, ...report })).toMatchObject({ error: { code: "not-entitled" } });
});

test("DIS-1 what an account is owed of says what it was for; whoever got it and what it was is never blank", async () => {
  const unfit: [Partial<DisclosureWords>, string][] = [
    [{ to: " " }, "disclosure-unfit"],
    [{ what: "" }, "disclosure-unfit"],
    [{ purpose: " " }, "disclosure-unfit"],
    [{ address: "x".repeat(2001) }, "disclosure-unfit"],
    [{ on: "2026-02-30" }, "day-unfit"],
  ];
  for (const [words, code] of unfit)
    expect(await ada.vault.recordDisclosure({ chart, ...report, ...words }), JSON.stringify(words)).toMatchObject({
      error: { code },
    });
  const own = { ...report, basis: "client", purpose: "", to: "Q. Client" } as const;
  const { id } = must(await ada.vault.recordDisclosure({ chart, ...own }));
  expect((await ada.vault.disclosures(chart)).find((one) => one.id === id)).toMatchObject({ owed: false });
  expect(await ada.vault.recordDisclosure({ chart: "00".repeat(16), ...own })).toMatchObject({
    error: { code: "chart-unknown" },
  });
});

test("DIS-3 what was written down by mistake stays, and says so", async () => {
  const { id } = must(await ada.vault.recordDisclosure({ chart, ...report, to: "Nobody" }));
  must(await ben.vault.sync());
  must(await ada.vault.sync());
  await all();
  must(await ben.vault.withdrawDisclosure({ chart, id }));
  await all();
  expect((await pia.vault.disclosures(chart)).find((one) => one.id === id)).toMatchObject({
    to: "Nobody",
    mistaken: true,
  });
  expect(await pia.vault.withdrawDisclosure({ chart, id })).toMatchObject({ error: { code: "not-entitled" } });
  expect(await ada.vault.withdrawDisclosure({ chart, id: "00".repeat(16) })).toMatchObject({
    error: { code: "disclosure-unknown" },
  });
});

test("DIS-2 of a guarded chart it lies inside; what went out before stands outside, is shown and can be withdrawn while it is open", async () => {
  const { id: guarded } = must(await ada.vault.createChart({ name: "V. Client" }));
  await save(ada, guarded, "progress");
  await settle(ada.vault);
  const before = must(await ada.vault.recordDisclosure({ chart: guarded, ...report, to: "Before" }));
  await settle(ada.vault);
  must(await ada.vault.guardChart({ chart: guarded }));
  const inside = must(await ada.vault.recordDisclosure({ chart: guarded, ...report, to: "Inside" }));
  await all();
  const seen = async () =>
    (await ada.vault.disclosures(guarded)).map(({ to, mistaken }) => [to, mistaken]).toSorted(byText);
  expect(await seen()).toEqual([
    ["Before", false],
    ["Inside", false],
  ]);
  expect(await pia.vault.disclosures(guarded)).toEqual([]);
  for (const { id } of [before, inside]) must(await ada.vault.withdrawDisclosure({ chart: guarded, id }));
  await settle(ada.vault);
  expect(await seen()).toEqual([
    ["Before", true],
    ["Inside", true],
  ]);
  await ada.vault.closeGuarded();
  expect(await seen()).toEqual([]);
  expect(await ada.vault.recordDisclosure({ chart: guarded, ...report })).toMatchObject({
    error: { code: "guard-closed" },
  });
  must(await ada.vault.openGuarded(guarded));
  must(await ada.vault.unguardChart(guarded));
  await all();
  expect(await seen()).toHaveLength(2);
  expect((await pia.vault.disclosures(guarded)).map(({ to }) => to)).toEqual(["Before"]);
});

test("DIS-2 of a chart with nothing in it yet it begins the notes' place", async () => {
  const { id: empty } = must(await ada.vault.createChart({ name: "E. Client" }));
  must(await ada.vault.recordDisclosure({ chart: empty, ...report }));
  await settle(ada.vault);
  expect(await ada.vault.heldSaves()).toEqual([]);
  expect(await ada.vault.disclosures(empty)).toHaveLength(1);
});

test("ACL-1 an export of a chart that has facts, people or numbers and nothing else is written down too", async () => {
  const said = { kind: "flag", about: "medical", words: "Faints", since: "2026-03-02" } as const;
  const begin = [
    (of: string) => ada.vault.saveFact({ chart: of, said, basedOn: [] }),
    (of: string) =>
      ada.vault.saveFaceSheet({
        chart: of,
        basedOn: [],
        status: "enquiry",
        form: "individual",
        since: "2026-03-02",
        tags: [],
        custom: [],
      }),
    (of: string) => ada.vault.attach({ chart: of, name: "a.txt", mediaType: "text/plain", bytes: new Uint8Array([1]) }),
  ];
  for (const one of begin) {
    const { id } = must(await ada.vault.createChart({ name: "F. Client" }));
    const kept = await one(id);
    expect(kept.ok).toBe(true);
    must(await ada.vault.recordAccess({ chart: id, act: "exported", kind: "progress" }));
    await settle(ada.vault);
    const acts = (await ada.vault.accessLog(id)).sittings.flatMap((sitting) => sitting.acts.map(({ act }) => act));
    expect(acts).toContain("exported");
  }
});
