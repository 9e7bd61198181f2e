// Access logs: what is written down before it is shown, where an entry counts, and whose right in a log follows a chart.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";
const rules = "tests/rules/access-log.test.ts";
const hostile = "tests/hostile/access-log.test.ts";
const rights = `${vault}/engine/sync/log-rights.test.ts`;

export const accessLogChecks = [
  ...inFile(`${vault}/methods/notes.ts`, { tests: [rules] }, [
    {
      id: "access-log/written-before-shown",
      find: "const [answer] = await Promise.all([open(), written]);",
      replace: "const answer = await open();\n    void written;",
      titles: "ACL-2 it is on the disk",
    },
    {
      id: "access-log/lists",
      find: 'await noteShown(running, () => accessToAll(running, "listed", id, "progress"));',
      replace: ";",
      titles: "ACL-1",
    },
    {
      id: "access-log/searches",
      find: "await noteShown(running.value, () => accessesFound(running.value, found.value));",
      replace: ";",
      titles: "ACL-1",
    },
  ]),
  ...inFile(`${vault}/features/access-log/record.ts`, { tests: [rules] }, [
    {
      id: "access-log/own-psychotherapy-beside-it",
      find: 'kind: isOwn ? "psychotherapy" : "access-log"',
      replace: 'kind: "access-log"',
      titles: "ACL-6",
    },
  ]),
  ...inFile(`${vault}/views/lists/accesses.ts`, { tests: [rules] }, [
    { id: "access-log/clock-set-back", find: "at > ? AND at <= ?", replace: "at > ? AND at <> ?", titles: "ACL-3" },
  ]),
  ...inFile(`${vault}/features/access-log/view.ts`, { tests: [hostile] }, [
    {
      id: "access-log/counts-where-it-belongs",
      find: "return isLog || (apart",
      replace: "return true || (apart",
      titles: "ACL-7",
    },
  ]),
  ...inFile(`${vault}/features/held-saves.ts`, { tests: [rules] }, [
    {
      id: "access-log/not-given-up",
      find: 'if (revision?.type === "access") continue;',
      replace: "",
      titles: "ACL-2 what its device can",
    },
  ]),
  ...inFile(`${vault}/engine/state.ts`, { tests: [rights] }, [
    {
      id: "access-log/after-progress-notes",
      find: 'if (kind === "access-log" && !hasNotes) return false;',
      replace: "",
      titles: "ACL-4 whoever begins",
    },
    {
      id: "access-log/without-readers",
      find: 'if ((kind === "access-log" || kind === "administrative") && compartment.readers.length === 0) return false;',
      replace: "",
      titles: "ACL-4 whoever begins",
    },
  ]),
  ...inFile(`${vault}/engine/sync/log-rights.ts`, { tests: [rights] }, [
    {
      id: "access-log/rights-by-a-reader",
      find: "|| !isAmong(place.readers, account)) continue;",
      replace: ") continue;",
      titles: "ACL-4 readers of notes",
    },
    {
      id: "access-log/last-reader",
      find: "|| isOnlyReader(state, place, of)) continue;",
      replace: ") continue;",
      titles: "ACL-4 the only reader",
    },
    {
      id: "access-log/author-apart",
      find: 'if (notes.kind === "psychotherapy" && equalBytes(account, notes.author)) continue;',
      replace: "",
      titles: "ACL-4 readers of notes",
    },
  ]),
];
