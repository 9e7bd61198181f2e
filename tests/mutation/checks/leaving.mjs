// Who leaves: whose word each part of it is, what is passed on, and what a report rests on.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src/features/leaving";
const hostile = "tests/hostile/leaving.test.ts";
const rules = "tests/rules/leaving.test.ts";

export const leavingChecks = [
  ...inFile(`${vault}/leaving.ts`, { tests: [hostile] }, [
    {
      id: "leaving/said-by-whom",
      find: "if (!isOwn && !(role && managesMembers(role))) continue;",
      replace: "",
      titles: "LEA-1",
    },
    {
      id: "leaving/decided-by-its-author",
      find: "if (isOwn) said = { ...said, decided",
      replace: "said = { ...said, decided",
      titles: "LEA-3",
    },
    {
      id: "leaving/who-may-say-it",
      find: 'if (!isOwn && !managesMembers(me.role)) return fail(failure("not-entitled"));',
      replace: "",
      tests: [rules],
      titles: "LEA-1",
    },
    {
      id: "leaving/last-owner",
      find: 'if (target.role === "owner" && owners.length === 1) return fail(failure("last-owner"));',
      replace: "",
      tests: [rules],
      titles: "LEA-1",
    },
    {
      id: "leaving/own-psychotherapy-only",
      find: 'if (own.length === 0) return fail(failure("not-entitled"));',
      replace: "",
      tests: [rules],
      titles: "LEA-3",
    },
  ]),
  ...inFile("apps/server/src/http/routes/served.ts", { tests: ["apps/server/src/http/routes/served.test.ts"] }, [
    {
      id: "served/own-devices",
      find: "all.filter(({ device }) => seesAll || isOwn(device))",
      replace: "all",
      titles: "IN-01",
    },
  ]),
  ...inFile(`${vault}/could-have-read.ts`, { tests: [rules] }, [
    {
      id: "could-have-read/leaves-are-the-servers",
      find: 'if (!areWhole(disk, checkpoint)) return fail(failure("store-damaged"));',
      replace: "",
      titles: "changed on its disk",
    },
    {
      id: "could-have-read/device-until-it-is-out",
      find: "index < untilIndex &&\n      deliveriesOf",
      replace: "deliveriesOf",
    },
  ]),
];
