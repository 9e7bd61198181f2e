// In an emergency: who gives what to whom, whose word a request or a no is, and what is taken for given.

import { inFile } from "./in-file.mjs";

const roster = "packages/protocol/src/roster";
const features = "packages/vault/src/features/emergency";
const statements = `${roster}/emergency.test.ts`;
const rules = "tests/rules/emergency.test.ts";
const hostile = "tests/hostile/emergency.test.ts";

export const emergencyChecks = [
  ...inFile(`${roster}/emergency-authority.ts`, { tests: [statements] }, [
    { id: "emergency/not-to-oneself", find: "equalBytes(account, giver) || ", replace: "" },
    { id: "emergency/no-auditor", find: ' || !mayBeEntitled(target.role, "emergency")', replace: "" },
    { id: "emergency/a-new-place", find: "roster.compartments.has(toHex(compartment)) || ", replace: "" },
    { id: "emergency/who-treats", find: " || !treats(signers.member.role)", replace: "" },
    {
      id: "emergency/of-progress-notes",
      find: 'kind === "clinical" && isAmong(readers, giver)',
      replace: "isAmong(readers, giver)",
    },
    {
      id: "emergency/who-reads-them",
      find: 'kind === "clinical" && isAmong(readers, giver)',
      replace: 'kind === "clinical"',
    },
  ]),
  ...inFile(`${roster}/authority.ts`, { tests: [statements] }, [
    {
      id: "emergency/nobody-is-let-in-later",
      find: ' || (right && compartment.kind === "emergency")',
      replace: "",
    },
    {
      id: "emergency/its-author-ends-it",
      find: 'compartment.kind === "emergency" && isAuthor',
      replace: 'compartment.kind === "emergency"',
    },
  ]),
  ...inFile(`${features}/requests.ts`, { tests: [hostile] }, [
    {
      id: "emergency/device-counts",
      find: "first.counts && asker !== undefined",
      replace: "asker !== undefined",
      titles: "taken out",
    },
    {
      id: "emergency/not-suspended",
      find: " && asker.suspendedIndex === undefined;",
      replace: ";",
      titles: "taken out",
    },
    {
      id: "emergency/first-in-the-ledger",
      find: "inLedgerOrder(opened.fold.revisionsOf(record))",
      replace: "opened.fold.revisionsOf(record)",
      titles: "in vain",
    },
    {
      id: "emergency/for-who-asked",
      find: "return others.every((one) => equalBytes(one, asker)) ? place : undefined;",
      replace: "return place;",
      titles: "EMG-4",
    },
    {
      id: "emergency/words-where-they-belong",
      find: 'row["compartment"] === null || equalBytes(row["compartment"] as Bytes, compartment)',
      replace: "true",
      titles: "HS-21",
    },
  ]),
  ...inFile(`${features}/requests.ts`, { tests: [rules] }, [
    {
      id: "emergency/who-sees-it",
      find: "seesAll || equalBytes(asker, me.account) || isAmong(givers, me.account)",
      replace: "me",
      titles: "EMG-2",
    },
    {
      id: "emergency/who-answers",
      find: 'became === "waits" && isAmong(givers, account) && ',
      replace: 'became === "waits" && ',
      titles: "EMG-2",
    },
  ]),
  ...inFile(`${features}/give.ts`, { tests: [rules], titles: "EMG-5" }, [
    {
      id: "emergency/of-this-chart",
      find: 'equalBytes(row["chart"] as Bytes, chart) && row["kind"] === "progress"',
      replace: 'row["kind"] === "progress"',
    },
    {
      id: "emergency/never-psychotherapy",
      find: 'equalBytes(row["chart"] as Bytes, chart) && row["kind"] === "progress"',
      replace: 'equalBytes(row["chart"] as Bytes, chart)',
    },
  ]),
  ...inFile("packages/vault/src/features/destroying/given.ts", { tests: [rules], titles: "DES-9" }, [
    {
      id: "emergency/destroyed-on-hold",
      find: 'if (isHeld(view, own.chart)) return fail(failure("legal-hold"));',
      replace: "",
    },
    {
      id: "emergency/destroyed-by-who-gave-it",
      find: "&& equalBytes(place.author, keys.account);",
      replace: "&& equalBytes(place.compartment, id);",
    },
  ]),
];
