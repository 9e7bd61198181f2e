// Guarded charts: who guards, keys of two parts, release parts at the server, and what a device forgets.

import { inFile } from "./in-file.mjs";

const protocol = "packages/protocol/src";
const crypto = "packages/crypto/src";
const vault = "packages/vault/src";
const server = "apps/server/src";
const statements = `${protocol}/roster/guard.test.ts`;
const keyLog = `${protocol}/keylog/guarded.test.ts`;
const release = `${server}/http/routes/release.test.ts`;

export const guardedChecks = [
  ...inFile(`${protocol}/roster/roster.ts`, { tests: [statements] }, [
    {
      id: "guard/not-from-before",
      find: 'return kind !== "psychotherapy" || createdIndex > (members.get(toHex(account))?.recoveredIndex ?? -1);',
      replace: "return true;",
    },
  ]),
  ...inFile(`${vault}/engine/opened.ts`, { tests: ["tests/rules/guard-recovery.test.ts"] }, [
    {
      id: "guard/notes-from-before-close-nothing",
      find: "isItsAuthor(roster, one, keys.account) && isAmong(one.readers, keys.account);",
      replace: "equalBytes(one.author, keys.account);",
    },
  ]),
  ...inFile(`${vault}/features/guarded/own-places.ts`, { tests: ["tests/rules/guard-own-cards.test.ts"] }, [
    {
      id: "guard/notes-from-before-are-not-let-go",
      find: "isItsAuthor(roster, one, keys.account)),",
      replace: 'one.kind === "psychotherapy"),',
    },
  ]),
  ...inFile(`${vault}/engine/replay.ts`, { tests: ["tests/rules/guard-suspended.test.ts"] }, [
    {
      id: "guard/who-gets-no-part-forgets",
      find: "if (isRotation && !mine && !past && currentEpoch(log).guard) forgetKeysOf(name);",
      replace: "",
    },
  ]),
  ...inFile(`${vault}/engine/sync/forget.ts`, { tests: ["tests/rules/openings-kept.test.ts"] }, [
    {
      id: "guard/openings-stay-with-overseers",
      find: "if (oversees && (parseOpening(entry) ?? parseRelease(entry))) continue;",
      replace: "",
    },
  ]),
  ...inFile(`${protocol}/roster/guard-authority.ts`, { tests: [statements] }, [
    {
      id: "guard/kinds",
      find: "!mayBeGuarded(compartment.kind) || ",
      replace: "",
      titles: "no other kind",
    },
    { id: "guard/not-twice", find: "if ((compartment.guard?.isSet ?? false) === sets) return undefined;", replace: "" },
    { id: "guard/a-reader", find: "if (!isAmong(compartment.readers, account)) return false;", replace: "" },
    {
      id: "guard/their-author",
      find: "return isItsAuthor(roster, compartment, account);",
      replace: "return true;",
    },
    {
      id: "guard/who-treats",
      find: 'return member.role === "owner" || member.role === "clinician";',
      replace: "return true;",
    },
    {
      id: "guard/an-owner-ends-it",
      find: 'needsSecondOwner: !sets && signers.member.role !== "owner" && !followsTheChart,',
      replace: "needsSecondOwner: false,",
    },
    {
      id: "guard/of-their-own-once-the-charts-was-ended",
      find: "return guards.length > 0 && !guards.includes(true);",
      replace: "return true;",
    },
    {
      id: "guard/where-there-was-one",
      find: "guards.length > 0 && ",
      replace: "",
    },
  ]),
  ...inFile(`${protocol}/keylog/key-log.ts`, { tests: [keyLog] }, [
    {
      id: "guard/two-parts-where-guarded",
      find: 'if (isGuarded !== (compartment.guard?.isSet ?? false)) return fail(failure("statement-refused"));',
      replace: "",
      titles: "LOG-11",
    },
    {
      id: "guard/keys-gone-before-it-only",
      find: "compartment?.guard !== undefined && index < compartment.guard.sinceIndex",
      replace: "compartment?.guard !== undefined",
      titles: "LOG-12",
    },
  ]),
  ...inFile(`${protocol}/opening.ts`, { tests: [keyLog], titles: "GRD-2" }, [
    {
      id: "opening/device-counts",
      find: 'if (!device) return failure("device-revoked");',
      replace: "if (!device) return undefined;",
    },
    { id: "opening/own-account", find: " || !equalBytes(device.account, body.account)", replace: "" },
    {
      id: "opening/reads",
      find: 'if (!isAmong(activeReadersOf(roster, compartment), body.account)) return failure("not-entitled");',
      replace: "",
    },
    { id: "opening/newest-epoch", find: "return epoch === body.epoch && ", replace: "return " },
    {
      id: "opening/guarded-epoch",
      find: "guard !== undefined && guard.releasers.length > 0",
      replace: "(guard?.releasers.length ?? 0) > 0",
    },
    {
      id: "opening/asks-its-keepers",
      find: " && guard.releasers.length > 0 === (body.key !== undefined)",
      replace: "",
      tests: [`${protocol}/keylog/release.test.ts`],
    },
    { id: "opening/checkpoint", find: 'if (body.checkpoint.size > index) return failure("head-moved");', replace: "" },
    {
      id: "opening/signature",
      find: 'if (!(await verify(port, device.key, opening.signature, message))) return failure("signature-wrong");',
      replace: "",
    },
    {
      id: "opening/counted",
      find: 'last !== undefined && body.sequence !== last + 1 ? failure("counter-wrong", { last }) : undefined',
      replace: "undefined",
    },
  ]),
  ...inFile(`${crypto}/open/guard.ts`, { tests: [`${crypto}/guard.test.ts`] }, [
    {
      id: "guard/part-length",
      find: "if (opened?.length !== 32) return undefined;",
      replace: "if (!opened) return undefined;",
    },
    {
      id: "guard/part-commitment",
      find: "return equalBytes(await commit(port, part, place), commitment) ? part : undefined;",
      replace: "return part;",
    },
  ]),
  ...inFile(`${server}/practice/stage-entry.ts`, { tests: [release], titles: "LOG-13 a guarded rotation" }, [
    {
      id: "release/part-of-server-or-people",
      find: 'if (guard && guard.releasers.length > 0 === (prepared.sealedPart !== undefined))\n        return failure("request-malformed");',
      replace: "",
    },
    {
      id: "release/part-fits",
      find: "if (equalBytes(await releasePartCommitment(port, part, place), operation[7])) {",
      replace: "{",
    },
  ]),
  ...inFile(`${server}/http/routes/ledger.ts`, { tests: [release] }, [
    {
      id: "release/no-part-too-many",
      find: 'if (release.left.length > 0) return fail(failure("request-malformed"));',
      replace: "",
      titles: "LOG-13 a guarded rotation",
    },
  ]),
  ...inFile(`${server}/practice/sync.ts`, { tests: [release] }, [
    {
      id: "release/keys-of-before-are-kept-back",
      find: "index < (guarded.get(toHex(compartment)) ?? 0)",
      replace: "false",
      titles: "LOG-12",
    },
  ]),
  ...inFile(`${server}/http/routes/release.ts`, { tests: [release] }, [
    {
      id: "release/own-session",
      find: 'if (!equalBytes(account, session.account) || !equalBytes(device, session.scope.device))\n        return fail(failure("not-entitled"));',
      replace: "",
      titles: "of another epoch",
    },
    {
      id: "release/slows-down",
      find: 'if (seconds > 0) return fail(failure("slow-down", { seconds }));',
      replace: "",
      titles: "twenty",
    },
    {
      id: "release/recorded-first",
      find: "if (!recorded.ok) return recorded;",
      replace: "",
      titles: "of another epoch",
    },
  ]),
  ...inFile(`${server}/http/routes/release.ts`, { tests: [release], titles: "GRD-11" }, [
    {
      id: "release/count-kept",
      find: "draft.openings.set(openingName(opening.body), { device, compartment, sequence, asked });",
      replace: "",
    },
  ]),
  ...inFile(`${vault}/engine/openings.ts`, { tests: ["tests/hostile/openings.test.ts"] }, [
    {
      id: "opening/owed-to-readers",
      find: 'if (expected?.kind === "opening") return { outcome: "withheld", compartment: expected.compartment };',
      replace: "",
      titles: "from a reader",
    },
    {
      id: "opening/owed-to-who-answers",
      find: "return !isPast && oversees() ?",
      replace: "return false ?",
      titles: "answers for the practice",
    },
    {
      id: "opening/gap",
      find: "const last = state.openings.get(place) ?? (expected ? 0 : undefined);",
      replace: "const last = undefined;",
      titles: "GRD-11",
    },
    {
      id: "opening/its-tag",
      find: "if (failed || !isItsTag)",
      replace: "if (failed)",
      titles: "nobody but a reader's device",
    },
  ]),
  ...inFile(`${vault}/features/guarded/opening.ts`, { tests: ["tests/hostile/openings.test.ts"], titles: "GRD-13" }, [
    { id: "opening/leaf-before-part", find: "if (!recorded.ok || seed) return recorded;", replace: "" },
  ]),
  ...inFile(`${vault}/engine/sync/catch-up.ts`, { tests: ["tests/rules/guard-recovery.test.ts"], titles: "GRD-14" }, [
    {
      id: "guard/words-of-cards-in-no-lists",
      find: "takePast(state, { ...past, found }, still);\n    const folded = tail.foldIn(revisions);",
      replace: "const folded = tail.foldIn(revisions);\n    takePast(state, { ...past, found }, still);",
    },
  ]),
  ...inFile(`${vault}/features/guarded/view.ts`, { tests: ["tests/rules/guard-recovery.test.ts"], titles: "GRD-14" }, [
    { id: "guard/cards-open-nothing-by-themselves", find: "if (!guardedFold()) return false;", replace: "" },
  ]),
  ...inFile(`${vault}/engine/state-snapshot.ts`, { tests: [`${vault}/engine/state-snapshot.test.ts`] }, [
    {
      id: "guard/no-snapshot-of-keys",
      find: "isGuarded(state, log.compartment) ? [] : (state.epochKeys.get(toHex(log.compartment)) ?? [])",
      replace: "state.epochKeys.get(toHex(log.compartment)) ?? []",
      titles: "GRD-5",
    },
  ]),
  ...inFile(`${vault}/engine/sync/tail.ts`, { tests: ["tests/hostile/guarded.test.ts"] }, [
    {
      id: "guard/keys-leave-the-disk",
      find: "if (closed.length > 0) forgetKeysOnDisk(disk, state, closed);\n      whenStored();",
      replace: "whenStored();",
      titles: "SD-01",
    },
  ]),
];
