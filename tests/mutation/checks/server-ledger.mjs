// What the server takes into a ledger, what it gives of it to whom, and what it believes of its own disk.

import { inFile } from "./in-file.mjs";

const server = "apps/server/src";
const ledgerTests = { tests: [`${server}/http/routes/ledger.test.ts`] };

export const serverLedgerChecks = [
  ...inFile(`${server}/practice/stage-entry.ts`, ledgerTests, [
    {
      id: "server/no-payload-where-none-belongs",
      find: 'if ((kind === "roster" || kind === "heartbeat") && payload.length > 0) return malformed;',
      replace: "",
      titles: "what is no append",
    },
    {
      id: "server/envelopes-are-the-signed-ones",
      find: "if (mismatch) return fail(mismatch);",
      replace: "",
      titles: "HS-08",
    },
    {
      id: "server/key-log-by-the-session",
      find: 'if (!isBy(author, body.account, body.device)) return failure("not-entitled");\n      const log',
      replace: "const log",
    },
    {
      id: "server/heartbeat-by-the-session",
      find: 'if (!equalBytes(body.device, author.device)) return failure("not-entitled");\n      const last',
      replace: "const last",
      titles: "heartbeats count",
    },
    {
      id: "server/heartbeat-judged",
      find: "if (refused) return refused;\n      draft.heartbeats",
      replace: "draft.heartbeats",
      titles: "heartbeats count",
    },
    {
      id: "server/statement-by-the-session",
      find: 'if (!isOwn && !isCountersigner(author, statement)) return failure("not-entitled");',
      replace: "",
      titles: "statements: an old head",
    },
    {
      id: "server/statement-by-the-second-owner",
      find: "return last?.kind === signerKinds.identity && equalBytes(last.id, author.account);",
      replace: "return last?.kind === signerKinds.identity;",
      tests: ["tests/hostile/proposals.test.ts"],
      titles: "HS-13",
    },
    {
      id: "server/batch-by-the-session",
      find: 'if (!equalBytes(body.author, author.device)) return failure("not-entitled");\n  const roster',
      replace: "const roster",
      titles: "another device of the same person",
    },
    {
      id: "server/batch-signed",
      find: 'if (!right) return failure("signature-wrong");',
      replace: "",
      titles: "HS-13",
      quick: true,
    },
    {
      id: "server/account-and-device",
      find: "equalBytes(author.account, account) && equalBytes(author.device, device)",
      replace: "equalBytes(author.account, account)",
      titles: "can't speak for another",
    },
  ]),
  ...inFile(`${server}/http/routes/ledger.ts`, ledgerTests, [
    {
      id: "server/from-what-there-is",
      find: 'if (from > draft.nextIndex) return failure("request-malformed");',
      replace: "",
      titles: "what is no append",
    },
    { id: "server/all-or-nothing", find: "if (refused) return refused;", replace: "", titles: "whole or not at all" },
    {
      id: "server/enrolling-appends-one-entry",
      find: 'if (only?.kind !== "roster" || more.length > 0) return undefined;',
      replace: 'if (only?.kind !== "roster") return undefined;',
      titles: "an enrolling session",
    },
    {
      id: "server/enrolling-appends-one-operation",
      find: " || others.length > 0) return undefined;",
      replace: ") return undefined;",
      titles: "an enrolling session",
    },
    {
      id: "server/enrolling-its-own-key",
      find: " || !equalBytes(key, session.deviceKey)",
      replace: "",
      titles: "an enrolling session",
    },
    {
      id: "server/enrolling-sees-the-roster-only",
      find: 'session.scope.kind === "full" ? audienceOf',
      replace: "session.scope.kind !== undefined ? audienceOf",
      tests: [`${server}/http/routes/access.test.ts`],
      titles: "an enrolling session",
    },
  ]),
  ...inFile(`${server}/practice/sync.ts`, { tests: [`${server}/practice/sync.test.ts`] }, [
    {
      id: "server/bodies-within-leaves",
      find: 'if (request.bodiesFrom > leavesTo) return fail(failure("request-malformed"));',
      replace: "",
    },
    {
      id: "server/bodies-to-readers-only",
      find: "!(ledger.mayReadAt(index, readable) || isBesides(index)) || ",
      replace: "",
    },
    {
      id: "server/readers-of-the-roster",
      find: "compartment !== undefined && isAmong(compartment.readers, account as AccountId)",
      replace: "compartment !== undefined",
    },
    {
      id: "server/roster-only",
      find: '(index) => account !== undefined || ledger.kindAt(index) === "roster"',
      replace: "() => true",
      tests: [`${server}/http/routes/invites.test.ts`, `${server}/http/routes/access.test.ts`],
    },
    {
      id: "server/most-bytes-of-a-sync",
      find: "if (indexes.length > 0 && bytes + size > most) return { indexes, complete: false, next: index };",
      replace: "",
    },
  ]),
  ...inFile(`${server}/commit/append-queue.ts`, { tests: [`${server}/http/routes/access.test.ts`] }, [
    {
      id: "server/practice-founded-once",
      find: 'if (job.founds && known) return fail(failure("practice-exists"));',
      replace: "",
      titles: "founding",
    },
    {
      id: "server/refused-leaves-nothing",
      find: "if (error) return fail(error);\n    part.draft.absorb(draft);",
      replace: "part.draft.absorb(draft);\n    if (error) return fail(error);",
      tests: [`${server}/commit/group-commit.test.ts`],
    },
    {
      id: "server/nothing-after-the-stop",
      find: 'if (stopped) return Promise.resolve(fail(failure("server-stopping")));',
      replace: "",
      tests: [`${server}/commit/append-queue.test.ts`],
    },
  ]),
  ...inFile(`${server}/practice/load.ts`, { tests: [`${server}/server.test.ts`] }, [
    {
      id: "server/checkpoint-of-its-own",
      find: 'if (!signed) throw new LedgerDamaged(practice, "has a checkpoint that this server\'s key did not sign");',
      replace: "",
    },
    { id: "server/rebuilds-size", find: "signed.size !== ledger.size || row.size !== ledger.size || ", replace: "" },
    { id: "server/rebuilds-root", find: " || !equalBytes(signed.root, rootOf(frontier))", replace: "" },
    {
      id: "server/body-is-the-leafs",
      find: "if (!equalBytes(hash(entry), ledger.leaves(index, index + 1).subarray(17)))\n      throw new LedgerDamaged(practice, `has another body at ${index} than its leaf names`);",
      replace: "",
    },
  ]),
  ...inFile(`${server}/store/stored-body.ts`, { tests: [`${server}/store/stored-body.test.ts`] }, [
    {
      id: "server/stored-body-whole",
      find: 'if (length < 0 || end >= body.length) throw new Error("a stored body is damaged");',
      replace: "",
    },
    {
      id: "server/stored-payload-is-a-list",
      find: 'if (!Array.isArray(payload)) throw new Error("a stored body is damaged");',
      replace: "",
    },
  ]),
];
