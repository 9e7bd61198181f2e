// An author's own set for psychotherapy notes, and the will (docs/spec 21).

import { inFile } from "./in-file.mjs";

const roster = "packages/protocol/src/roster";
const features = "packages/vault/src/features";
const ofRoster = { tests: [`${roster}/successor.test.ts`] };
const ofKeyLog = { tests: ["packages/protocol/src/keylog/successor.test.ts"] };
const rules = { tests: ["tests/rules/successor.test.ts"] };
const wills = { tests: ["tests/rules/will.test.ts", "tests/hostile/successor.test.ts"] };

export const successorChecks = [
  ...inFile(`${roster}/successor-authority.ts`, ofRoster, [
    { id: "successor/not-oneself", find: "named === member || ", replace: "" },
    { id: "successor/no-auditor-named", find: ' || !mayBeEntitled(named.role, "psychotherapy")', replace: "" },
    {
      id: "successor/end-by-its-author",
      find: "if (!own || !equalBytes(own.set, set)) return undefined;",
      replace: "if (!own) return undefined;",
    },
    {
      id: "successor/no-auditor-uses",
      find: 'if (!used || !mayBeEntitled(role, "psychotherapy")) return undefined;',
      replace: "if (!used) return undefined;",
    },
    {
      id: "successor/after-a-recovery-nothing-of-before",
      find: "afterIndex: member.recoveredIndex ?? -1",
      replace: "afterIndex: -1",
    },
    { id: "successor/one-at-a-time", find: "if (before) endSuccessorSet(next, before, index);", replace: "" },
  ]),
  ...inFile(`${roster}/successor-set.ts`, ofRoster, [
    { id: "successor/psychotherapy-only", find: 'place.kind !== "psychotherapy" || ', replace: "", quick: true },
    { id: "successor/its-authors-only", find: " || !equalBytes(place.author, set.author)", replace: "" },
    {
      id: "successor/up-to-a-recovery",
      find: " && place.createdIndex <= (set.upToIndex ?? place.createdIndex)",
      replace: "",
    },
    {
      id: "successor/own-not-of-before-a-recovery",
      find: "!one.ended && one.upToIndex === undefined && ",
      replace: "!one.ended && ",
    },
    {
      id: "successor/used-once",
      find: "if (!found || found.ended) return undefined;",
      replace: "if (!found) return undefined;",
    },
    {
      id: "successor/whom-it-names",
      find: "return found.successor === null || equalBytes(found.successor, account) ? found : undefined;",
      replace: "return found;",
      quick: true,
    },
  ]),
  ...inFile(`${roster}/signers.ts`, ofRoster, [
    {
      id: "successor/the-sets-key-signs",
      find: "    keys.push({ kind: signerKinds.recoverySet, id: spent.set, key: spent.sign });\n",
      replace: "",
      quick: true,
    },
    {
      id: "successor/alone-in-its-statement",
      find: "operations.length === 1 ? usableBy(roster, member, use[1]) : undefined",
      replace: "usableBy(roster, member, use[1])",
    },
  ]),
  ...inFile(`${roster}/effects.ts`, ofRoster, [
    {
      id: "successor/use-makes-stale",
      find: "    next.compartments.set(id, { ...compartment, changedIndex: index, staleIndex: index });\n    if (!usedBy) continue;",
      replace: "    if (!usedBy) continue;",
    },
    {
      id: "successor/use-gives-no-writing",
      find: 'const kind = isAmong(compartment.writers, usedBy) ? "read-write" : "read";',
      replace: 'const kind = "read-write";',
    },
    {
      id: "successor/out-of-reach-after-recovery",
      find: "one.upToIndex === undefined ? { ...one, upToIndex: index } : one,",
      replace: "one.upToIndex === undefined ? one : one,",
    },
  ]),
  ...inFile(`${roster}/recovery-authority.ts`, ofRoster, [
    {
      id: "successor/drill-of-its-cards",
      find: "return fits(own) ? { effect, needsSecondOwner: false } : undefined;",
      replace: "return { effect, needsSecondOwner: false };",
    },
  ]),
  ...inFile(`${roster}/used-keys.ts`, ofRoster, [
    { id: "successor/keys-held-for-ever", find: "  ...successorSets,\n", replace: "" },
  ]),
  ...inFile(`${roster}/roster.ts`, ofKeyLog, [
    {
      id: "successor/no-key-to-the-practices-set",
      find: "isRecoverable(place.kind) ? roster.recoverySet : successorSetOf(roster, place)",
      replace: "roster.recoverySet ?? successorSetOf(roster, place)",
    },
  ]),
  ...inFile(`${features}/successor/use.ts`, rules, [
    {
      id: "successor/named-before-cards-are-put-together",
      find: 'if (!usableBy(state.roster, keys, set)) return fail(failure("successor-not-named"));',
      replace: "",
    },
  ]),
  ...inFile(`${features}/recovery/put-together.ts`, rules, [
    {
      id: "successor/enough-cards",
      find: 'if (cards.length < needed) return fail(failure("recovery-cards-few", { needed, given: cards.length }));',
      replace: "",
    },
  ]),
  ...inFile("apps/server/src/http/routes/ledger.ts", { tests: ["tests/rules/weighty-acts.test.ts"] }, [
    { id: "successor/factor-again-to-make", find: '  "successor.set",\n', replace: "" },
    { id: "successor/factor-again-to-use", find: '  "successor.use",\n', replace: "" },
  ]),
  ...inFile(`${roster}/successor-set.ts`, { tests: ["tests/rules/successor-again.test.ts"] }, [
    {
      id: "successor/made-with-the-identity-of-now",
      find: " && set.afterIndex === (recoveredIndex ?? -1)",
      replace: "",
    },
  ]),
  ...inFile(`${features}/will/let-owners-in.ts`, wills, [
    { id: "will/owners-only", find: '.filter(({ role }) => role === "owner")', replace: "" },
  ]),
  ...inFile(`${features}/will/when-due.ts`, wills, [
    {
      id: "will/its-authors-word-only",
      find: "return by !== undefined && equalBytes(by, account);",
      replace: "return by !== undefined;",
    },
  ]),
];
