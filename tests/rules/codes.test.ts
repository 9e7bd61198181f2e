/** The table of codes (docs/spec, COD): what comes with the app, and the official file that one device reads in for all. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, enrolByKit, found, must, setStage, settle, type Stage } from "./devices.ts";
import { join } from "./people.ts";

let stage: Stage;
let ada: Device;
let finn: Device;
let kit = "";

beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ kit } = await found(stage, ada));
  finn = await join(stage, ada, "Finn", "front-desk");
});
afterAll(() => stage.close());

/** As long as a whole one, in the official form: A00.0000 and on, two that people use, and two that they do not. */
function codeFile(isWhole = true): string {
  const made = Array.from({ length: isWhole ? 60_000 : 100 }, (_, i) => `A${String(i).padStart(6, "0")} Disease ${i}`);
  return [
    ...made,
    "B001    Unheard-of anxiety disorder",
    "F411    Generalized anxiety disorder",
    "F4310   Post-traumatic stress disorder, unspecified",
    "Z999    Dependence on something new",
  ].join("\n");
}
const find = async ({ vault }: Device, typed: string) =>
  must(await vault.findCodes({ typed, limit: 3 })).map(({ code, edition }) => `${code} ${edition}`);
const tableOf = async ({ vault }: Device) => must(await vault.codeTable());
const codeOf = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  outcome.ok ? "ok" : outcome.error?.code;

test("COD-1 before anything was read in there are the codes that come with the app, with edition, source and notice", async () => {
  expect(await find(ada, "ptsd")).toEqual(["F43.10 2027", "F43.11 2027", "F43.12 2027"]);
  expect(await find(ada, "dependence on something")).toEqual([]);
  const table = await tableOf(ada);
  expect(table).toMatchObject({ edition: "2027", isBuiltIn: true });
  expect(table.codes).toBeGreaterThan(300);
  expect(`${table.source} ${table.notice}`).toContain("National Center for Health Statistics");
});

test("COD-2 what is not the official file, whole and by its name, is not read in at all", async () => {
  const name = "icd10cm-codes-2028.txt";
  for (const [file, code] of [
    [{ name: "codes.txt", text: codeFile() }, "codes-name"],
    [{ name, text: codeFile(false) }, "codes-few"],
    [{ name, text: codeFile().replace("F411 ", "F41.1") }, "codes-unfit"],
    [{ name, text: `${codeFile()}\nF411    Generalized anxiety disorder` }, "codes-unfit"],
    [{ name, text: "" }, "codes-few"],
  ] as const)
    expect(codeOf(await ada.vault.importCodes(file))).toBe(code);
  expect(await tableOf(ada)).toMatchObject({ isBuiltIn: true });
});

test("COD-3 COD-4 the official file of a year is read in once, for all devices; the newest edition counts, the codes used most come first", async () => {
  const text = codeFile();
  expect(must(await finn.vault.importCodes({ name: "icd10cm-codes-2028.txt", text }))).toEqual({
    edition: "2028",
    codes: 60_004,
    added: true,
  });
  expect(await find(finn, "disease 59999")).toEqual(["A05.9999 2028"]);
  await settle(finn.vault);
  await settle(ada.vault);
  expect(await tableOf(ada)).toMatchObject({ edition: "2028", codes: 60_004, isBuiltIn: false });
  expect(await find(ada, "dependence on something")).toEqual(["Z99.9 2028"]);
  expect(await find(ada, "anxiety disorder")).toEqual(["F41.1 2028", "B00.1 2028"]);
  for (const name of ["icd10cm-codes-2028.txt", "icd10cm-codes-2027.txt"])
    expect(must(await ada.vault.importCodes({ name, text }))).toMatchObject({ edition: "2028", added: false });
  must(await ada.vault.importCodes({ name: "icd10cm-codes-April-1-2028.txt", text }));
  await settle(ada.vault);
  await settle(finn.vault);
  expect(await tableOf(finn)).toMatchObject({ edition: "2028, April", isBuiltIn: false });
});

test("COD-3 a device that can't fetch the table goes on with the codes that come with the app, and has it when it can", async () => {
  const phone = await stage.open();
  await enrolByKit(kit, ada, phone);
  await settle(phone.vault);
  phone.network = "down";
  expect(await tableOf(phone)).toMatchObject({ isBuiltIn: true });
  expect(await find(phone, "ptsd")).toEqual(["F43.10 2027", "F43.11 2027", "F43.12 2027"]);
  phone.network = "up";
  await settle(phone.vault);
  expect(await tableOf(phone)).toMatchObject({ edition: "2028, April" });
  phone.network = "down";
  await phone.vault.lock("person");
  must(await phone.vault.unlock("walnut ferry quilt amber gravel"));
  expect(await tableOf(phone), "and keeps it").toMatchObject({ edition: "2028, April" });
});
