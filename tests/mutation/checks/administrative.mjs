// People and numbers: who has them and by what, where they lie, and that records count where they belong.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";
const rules = "tests/rules/administrative.test.ts";

export const administrativeChecks = [
  ...inFile(`${vault}/features/access.ts`, { tests: [rules] }, [
    {
      id: "administrative/alone-for-who-sees-no-clients",
      find: '!(kind === "administrative" && treats(target.role)) &&',
      replace: "",
      titles: "ADM-3 who opens",
    },
    {
      id: "administrative/ends-with-the-notes",
      find: 'const beside = kind === "clinical" ? [...crisisOf(roster, chart), ...withNotesOf(roster, chart)] : [];',
      replace: 'const beside = kind === "clinical" ? crisisOf(roster, chart) : [];',
      titles: "ADM-3",
    },
  ]),
  ...inFile(`${vault}/engine/sync/log-rights.ts`, { tests: [rules] }, [
    {
      id: "administrative/follows",
      find: 'const isBeside = place.kind === "access-log" || place.kind === "administrative";',
      replace: 'const isBeside = place.kind === "access-log";',
      titles: "ADM-3 a chart that was shared before",
    },
    {
      id: "administrative/let-in-by-a-person",
      find: "return !isEnquiry(roster, place) && !isForDays && (role === undefined || treats(role));",
      replace: "return !isEnquiry(roster, place) && !isForDays;",
      titles: "ADM-3 who opens",
    },
  ]),
  ...inFile(`${vault}/features/administrative.ts`, { tests: [rules] }, [
    {
      id: "administrative/writers-only",
      find: "if (isThere) return compartmentFor(roster, keys.account, place, chart) !== undefined;",
      replace: "if (isThere) return true;",
      titles: "ADM-3 who opens",
    },
  ]),
  ...inFile(`${vault}/features/administrative.ts`, { tests: [rules], titles: "ADM-2 who is taken out" }, [
    {
      id: "administrative/taken-out-beside",
      find: "const [first, ...others] = [value,",
      replace: "const [first, ...others] = value.gone ? [] : [value,",
    },
  ]),
  ...inFile(`${vault}/features/guarded/people-inside.ts`, { tests: [rules], titles: "ADM-2 who is taken out" }, [
    {
      id: "administrative/each-of-several-inside",
      find: "for (const value of all) {",
      replace: "for (const value of all.slice(0, 1)) {",
    },
  ]),
  ...inFile(`${vault}/features/structured.ts`, { tests: [rules] }, [
    {
      id: "administrative/over-what-was-seen",
      find: 'const seen = all.filter((row) => basedOn.includes(toHex(row["revision"] as Bytes)));',
      replace: "const seen = fold.standing(record);",
      titles: "ADM-2 of two",
    },
    {
      id: "facts/unseen-beside",
      find: 'const seen = all.filter((row) => basedOn.includes(toHex(row["revision"] as Bytes)));',
      replace: "const seen = fold.standing(record);",
      tests: ["tests/rules/facts.test.ts"],
      titles: "FCT-3 two who change",
    },
  ]),
  ...inFile(`${vault}/methods/administrative.ts`, { tests: [rules] }, [
    {
      id: "administrative/closed-with-the-guard",
      find: "const view = running && id && within(running, id);",
      replace: "const view = running && id && (within(running, id) ?? running);",
      titles: "ADM-4",
    },
  ]),
  ...inFile(`${vault}/features/guarded/opening.ts`, { tests: [rules] }, [
    {
      id: "administrative/taken-inside",
      find: "await takePeopleInside(ports, opened, chart);",
      replace: "",
      titles: "ADM-4",
    },
  ]),
  ...inFile(`${vault}/engine/sync/tail.ts`, { tests: ["tests/hostile/access-log.test.ts"] }, [
    {
      id: "records/where-they-belong",
      find: "if (!found || !belongsIn(found, revision)) return [];",
      replace: "if (!found) return [];",
      titles: "REC-5",
    },
  ]),
];
