// Colleagues who stop, and witnesses: what counts as seen, who says that somebody is away, whose cosignature confirms what.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src/features";
const hostile = "tests/hostile/freshness.test.ts";
const rules = "tests/rules/presence.test.ts";

export const freshnessChecks = [
  ...inFile(`${vault}/presence.ts`, { tests: [hostile] }, [
    {
      id: "freshness/away-said-by-whom",
      find: 'if (!by || !(equalBytes(by, account) || roster.members.get(toHex(by))?.role === "owner")) continue;',
      replace: "if (!by) continue;",
      titles: "IN-01",
    },
    {
      id: "freshness/away-has-an-end",
      find: 'Math.min(dayOf(String(row["away_until"])), from + longestAway - 1)',
      replace: 'dayOf(String(row["away_until"]))',
      titles: "IN-01",
    },
    {
      id: "freshness/clock-ahead",
      find: " && day <= today + 1",
      replace: "",
      tests: [rules],
      titles: "FRE-1",
    },
    {
      id: "freshness/their-heartbeats",
      find: "if (of && equalBytes(of, account) &&",
      replace: "if (of &&",
      titles: "HS-14",
    },
    {
      id: "freshness/red",
      find: 'level: days < redAfter ? "amber" : "red"',
      replace: 'level: "amber"',
      titles: "HS-14",
    },
  ]),
  ...inFile(`${vault}/set-presence.ts`, { tests: [rules], titles: "FRE-3" }, [
    {
      id: "freshness/who-may-say-it",
      find: 'if (!isOwner && !equalBytes(target.account, keys.account)) return fail(failure("not-entitled"));',
      replace: "",
    },
    {
      id: "freshness/days-that-are",
      find: 'if (!isFit || !(days >= 1 && days <= longestAway)) return fail(failure("presence-unfit"));',
      replace: "",
    },
  ]),
];
