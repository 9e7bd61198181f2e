// One of several goes on alone: only what is theirs, by who may, and never out of a guard into the open. A minor comes of age.

import { inFile } from "./in-file.mjs";

const guides = "packages/vault/src/features/guides";
const rules = "tests/rules/guides.test.ts";

export const guideChecks = [
  ...inFile(`${guides}/own-chart.ts`, { tests: [rules] }, [
    {
      id: "guides/about-them-alone",
      find: 'if (going.some(({ goes }) => goes === undefined)) return fail(failure("note-about-others"));',
      replace: "",
      titles: "SEP-2",
    },
    {
      id: "guides/all-looked-at-first",
      find: 'if (going.some(({ goes }) => goes === "others")) return fail(failure("note-with-others"));',
      replace: "",
      titles: "SEP-2",
    },
    {
      id: "guides/who-writes-goes-on",
      find: 'if (!mayWrite(view, chart, "progress")) return fail(failure("not-entitled"));',
      replace: "",
      titles: "SEP-3",
    },
    {
      id: "guides/no-way-out-of-a-guard",
      find: 'if (running.isGuardedChart(several)) return fail(failure("own-chart-first"));',
      replace: "",
      titles: "SEP-4",
    },
    {
      id: "guides/not-the-other-s-telephone",
      find: "there.value.reach.filter((one) => !both.has(reachKey(one)))",
      replace: "there.value.reach",
      titles: "SEP-1",
    },
  ]),
  ...inFile(`${guides}/separation.ts`, { tests: [rules] }, [
    {
      id: "guides/addenda-too",
      find: "return withAddenda(rows, row).every((one) => {",
      replace: "return [row].every((one) => {",
      titles: "SEP-2",
    },
    {
      id: "guides/about-nobody-else",
      find: "return about.length === 1 && about[0] === toHex(person);",
      replace: "return about.includes(toHex(person));",
      titles: "SEP-2",
    },
  ]),
  ...inFile(`${guides}/of-age.ts`, { tests: [rules] }, [
    {
      id: "guides/their-own-from-that-day",
      find: "head.on >= day && ",
      replace: "",
      titles: "AGE-2",
    },
  ]),
];
