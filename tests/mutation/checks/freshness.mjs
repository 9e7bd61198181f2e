// Colleagues who stop, and witnesses: what counts as seen, who says that somebody is away, whose cosignature confirms what.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src/features";
const hostile = "tests/hostile/freshness.test.ts";
const older = "tests/hostile/older-store.test.ts";
const rules = "tests/rules/presence.test.ts";
const crypto = "packages/crypto/src/ledger";
const protocol = "packages/protocol/src";
const server = "apps/server/src";
const serverTests = [`${server}/witness/witness.test.ts`];

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
      find: " || day > today + 1",
      replace: "",
      tests: [rules],
      titles: "FRE-1",
    },
    {
      id: "freshness/their-heartbeats",
      find: "lastSeenDays(opened, roster, today).get(toHex(account))",
      replace: "Math.max(...lastSeenDays(opened, roster, today).values())",
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
  ...inFile(`${crypto}/cosignature.ts`, { tests: [`${crypto}/cosignature.test.ts`], titles: "WIT-2" }, [
    {
      id: "witness/cosignature",
      find: "if (await verify(port, key, line.subarray(8), signedText(note.text, at))) newest = at;",
      replace: "newest = at;",
    },
  ]),
  ...inFile(`${crypto}/checkpoint.ts`, { tests: [`${crypto}/cosignature.test.ts`], titles: "WIT-1" }, [
    {
      id: "witness/key-hash",
      find: "toHex(noteKeyHash(name, publicKey, type)) === keyHash ?",
      replace: "true ?",
    },
    { id: "witness/key-type", find: " || material[0] !== noteKeyTypes[type]", replace: "" },
    { id: "witness/key-name", find: "!noteKeyName.test(name) || ", replace: "" },
  ]),
  ...inFile(`${protocol}/add-checkpoint.ts`, { tests: [`${protocol}/add-checkpoint.test.ts`], titles: "WIT-3" }, [
    { id: "witness/known-ledger", find: "logs.find((one) => one.origin === origin)", replace: "logs[0]" },
    {
      id: "witness/its-key",
      find: "if (!(await openLogCheckpoint(port, log.key, origin, request.note))) return fail({ status: 403 });",
      replace: "",
    },
    {
      id: "witness/begins-where-it-ended",
      find: "if (request.oldSize !== size) return fail({ status: 409, size });",
      replace: "",
    },
    {
      id: "witness/same-size-same-root",
      find: "!equalBytes(before.root, checkpoint.root)",
      replace: "false",
    },
    { id: "witness/continues", find: "return grows ?", replace: "return true ?" },
    {
      id: "witness/not-beyond",
      find: "if (request.oldSize > checkpoint.size) return fail({ status: 400 });",
      replace: "",
    },
    { id: "witness/proof-length", find: " || proof.length > maxProof", replace: "" },
  ]),
  ...inFile(`${protocol}/roster/witnesses.ts`, { tests: [`${protocol}/roster/witnesses.test.ts`], titles: "WIT-1" }, [
    {
      id: "witness/named-by-an-owner",
      find: 'if (signers.member.role !== "owner") return undefined;',
      replace: "",
    },
    {
      id: "witness/names-differ",
      find: "if (new Set(named.map(([name]) => name)).size < named.length) return undefined;",
      replace: "",
    },
    {
      id: "witness/keys-differ",
      find: "if (new Set(named.map(([, key]) => toHex(key))).size < named.length) return undefined;",
      replace: "",
    },
    { id: "witness/nobody-else-s-key", find: " || isUsedKey(roster, publicKey)", replace: "" },
  ]),
  ...inFile(`${protocol}/roster/subjects.ts`, { tests: [`${protocol}/roster/witnesses.test.ts`], titles: "WIT-1" }, [
    {
      id: "witness/once-a-statement",
      find: 'return { alters: ["witnesses"], restsOn: [] };',
      replace: "return { alters: [], restsOn: [] };",
    },
  ]),
  ...inFile(`${server}/store/witnessed.ts`, { tests: [`${server}/store/own-rows.test.ts`], titles: "WIT-4" }, [
    {
      id: "witness/one-has-its-way",
      find: '.where("witnessed.size", "=", before.size)\n        .where("witnessed.root", "=", before.root);',
      replace: ";",
    },
  ]),
  ...inFile(`${server}/http/routes/cosigned.ts`, { tests: serverTests, titles: "WIT-5" }, [
    {
      id: "witness/handed-in-of-this-ledger",
      find: "isOurs ? await takeCosigned",
      replace: "key ? await takeCosigned",
    },
    { id: "witness/given-while-named", find: "all.filter(({ witness }) => named.has(witness))", replace: "all" },
  ]),
  ...inFile(
    "packages/vault/src/engine/sync/witnessed.ts",
    { tests: ["tests/hostile/witness.test.ts"], titles: "HS-04 WIT-6" },
    [
      {
        id: "witness/own-tree",
        find: 'if (!equalBytes(tail.rootAt(size), root)) return void tail.raise(failure("alarm-ledger-forked", { size }));',
        replace: "",
      },
      { id: "witness/under-seven-days", find: "if (ageMs < freshMs) vouch(", replace: "vouch(" },
      { id: "witness/no-time-to-come", find: " || ageMs < -aheadMs) continue;", replace: ") continue;" },
      { id: "witness/holds-the-enrolment", find: "enrolledIndex < size && ", replace: "" },
    ],
  ),
  ...inFile(
    "packages/vault/src/features/witnesses.ts",
    { tests: ["tests/rules/witness-rules.test.ts"], titles: "WIT-1" },
    [
      {
        id: "witness/who-may-name",
        find: 'if (roster.members.get(toHex(keys.account))?.role !== "owner") return fail(failure("not-entitled"));',
        replace: "",
      },
    ],
  ),
  ...inFile(
    "packages/vault/src/ledger-file.ts",
    { tests: ["packages/vault/src/ledger-file.test.ts"], titles: "WIT-9" },
    [
      {
        id: "ledger-file/signed",
        find: "parts && (await openLogCheckpoint(crypto, logKey, log.name, note));",
        replace: "parts?.checkpoint;",
      },
      {
        id: "ledger-file/same-root",
        find: 'if (!equalBytes(rootOf(frontier), root)) problems.push({ code: "alarm-ledger-forked", size });',
        replace: "",
      },
      {
        id: "ledger-file/over-all-leaves",
        find: 'if (checkpoints.at(-1)?.size !== whole) problems.push({ code: "alarm-leaf-missing", size: whole });',
        replace: "",
      },
      { id: "ledger-file/key-from-elsewhere", find: "trusted.ledger ?? file.ledger", replace: "file.ledger" },
      {
        id: "ledger-file/witness-from-elsewhere",
        find: "trusted.witnesses ?? file.witnesses",
        replace: "file.witnesses",
      },
    ],
  ),
  ...inFile(
    "packages/vault/src/features/ledger-report.ts",
    { tests: ["tests/rules/witness-rules.test.ts"], titles: "WIT-" },
    [
      {
        id: "ledger-report/signed-checkpoint",
        find: "key && parts && (await openCheckpoint(crypto, key, keys.practice, note));",
        replace: "parts?.checkpoint;",
      },
    ],
  ),
  ...inFile("packages/vault/src/engine/sync/tail.ts", { tests: [older] }, [
    {
      id: "behind/heartbeats",
      find: ": seen.size <= largestNamed(disk);",
      replace: ": true;",
      titles: "until another device",
    },
    {
      id: "behind/no-lost-sign-of-life",
      find: ": seen.size <= largestNamed(disk);",
      replace: ": false;",
      titles: "whose answer is lost",
    },
    {
      id: "behind/no-lost-batch",
      find: "disk.pending.get()?.bodies.some((sent) => equalBytes(sent.entry, entry))",
      replace: "false",
      titles: "whose answer is lost",
    },
    {
      id: "behind/batches",
      find: "disk.pending.get()?.bodies.some((sent) => equalBytes(sent.entry, entry))",
      replace: "true",
      titles: "a copy in use elsewhere",
    },
    {
      id: "behind/not-from-its-own-disk",
      find: '!mine && source === "from the server") judgeOwn',
      replace: "!mine) judgeOwn",
      tests: ["tests/rules/paired-again.test.ts"],
      titles: "all keys were replaced",
    },
    {
      id: "behind/its-own",
      find: "if (!equalBytes(author, keys.device)) return;",
      replace: "",
      titles: "FRE-4",
    },
    {
      id: "behind/across-restarts",
      find: "if (state.behind !== behind) keepBehind(disk, state.behind);",
      replace: ";",
      titles: "after a restart",
    },
  ]),
  ...inFile("packages/vault/src/engine/sync/pending.ts", { tests: [older] }, [
    {
      id: "behind/sent-is-exactly-this",
      find: "if (equalBytes(bytes.subarray(at, at + leafBytes), leaf))",
      replace: "",
      titles: "a copy in use elsewhere",
    },
  ]),
  ...inFile("packages/vault/src/engine/replay.ts", { tests: [older] }, [
    {
      id: "behind/by-what-came-after",
      find: "&& index >= state.behind.size)",
      replace: ")",
      titles: "older copy",
    },
  ]),
  ...inFile("packages/vault/src/engine/sync/witnessed.ts", { tests: [older] }, [
    {
      id: "behind/by-a-witness-of-more",
      find: "if (!state.behind || state.behind.size > size) return;",
      replace: "",
      titles: "WIT-6",
    },
  ]),
  ...inFile("packages/vault/src/engine/state.ts", { tests: [older] }, [
    {
      id: "behind/is-provisional",
      find: "if (isBehind(state, roster, device)) return true;",
      replace: "",
      titles: "older copy",
    },
    {
      id: "behind/confirmed-since",
      find: "(roster.devices.get(device)?.confirmedIndex ?? 0) < behind.size",
      replace: "roster.devices.get(device)?.confirmedIndex === undefined",
      titles: "a second time anew",
    },
  ]),
];
