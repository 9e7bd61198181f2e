// The calendar: where what is planned counts, who plans in whose calendar, what leaves it as a file.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";
const rules = "tests/rules/calendar.test.ts";

export const calendarChecks = [
  ...inFile(`${vault}/views/homes.ts`, { tests: ["packages/vault/src/views/homes.test.ts"] }, [
    {
      id: "calendar/of-whom-it-names",
      find: 'return kind !== "schedule" || ("member" in revision && equalBytes(revision.member, author));',
      replace: "return true;",
      titles: "CAL-1",
    },
  ]),
  ...inFile(`${vault}/features/schedule/kept.ts`, { tests: [rules] }, [
    {
      id: "calendar/planned-by-who-may",
      find: " && isAmong(one.writers, keys.account),",
      replace: ",",
      titles: "nobody, until its author lets them in",
    },
    {
      id: "calendar/opens-to-readers",
      find: '.filter((one) => one.kind === "schedule" && isAmong(one.readers, keys.account))',
      replace: '.filter((one) => one.kind === "schedule")',
      titles: "nobody, until its author lets them in",
    },
  ]),
  ...inFile(`${vault}/features/schedule/kept.ts`, { tests: ["packages/vault/src/features/schedule/kept.test.ts"] }, [
    {
      id: "calendar/one-calendar-each",
      find: "const name = `${toHex(record)} ${toHex(value.member)}`;",
      replace: "const name = toHex(record);",
      titles: "CAL-1",
    },
  ]),
  ...inFile(`${vault}/views/record-key.ts`, { tests: ["packages/vault/src/features/schedule/kept.test.ts"] }, [
    {
      id: "calendar/beside-other-types",
      find: "return concatBytes(record, revision.member, utf8(revision.type));",
      replace: "return record;",
      titles: "is no appointment hides nothing",
    },
    {
      id: "calendar/beside-other-calendars",
      find: "concatBytes(record, revision.member, utf8(revision.type))",
      replace: "concatBytes(record, utf8(revision.type))",
      titles: "CAL-1",
    },
  ]),
  ...inFile(
    "packages/records/src/schedule/calendar.ts",
    { tests: ["packages/records/src/schedule/calendar.test.ts"] },
    [
      {
        id: "calendar/stands-in-its-own",
        find: "`${member} ${id} ${occurrence}`",
        replace: "`${id} ${occurrence}`",
        titles: "in another calendar",
      },
    ],
  ),
  ...inFile(`${vault}/engine/state.ts`, { tests: [rules] }, [
    {
      id: "calendar/own-schedule",
      find: ' || kind === "will" || kind === "schedule") && !isOwn',
      replace: ' || kind === "will") && !isOwn',
      titles: "nobody, until its author lets them in",
    },
  ]),
  ...inFile(`${vault}/features/open-charts.ts`, { tests: [rules] }, [
    {
      id: "calendar/author-lets-in",
      find: 'if (compartment.kind === "schedule" && isAuthor) return isAmong(compartment.readers, account);',
      replace: "",
      titles: "nobody, until its author lets them in",
    },
  ]),
  ...inFile(`${vault}/features/schedule/calendar-file.ts`, { tests: [rules] }, [
    {
      id: "calendar/file-of-ones-own",
      find: "equalBytes(saidOf(entry).member, opened.keys.account) &&",
      replace: "",
      titles: "nobody, until its author lets them in",
    },
  ]),
  ...inFile("packages/records/src/schedule/shapes.ts", { tests: ["packages/records/src/schedule/shapes.test.ts"] }, [
    {
      id: "calendar/no-name-beside-a-chart",
      find: 'chart === undefined || title === "";',
      replace: "true;",
      titles: "CAL-1",
    },
  ]),
];
