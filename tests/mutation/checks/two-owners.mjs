// What takes two owners: whose a proposal is, what it does, who may answer it and when.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src/features";
const hostile = "tests/hostile/proposals.test.ts";
const rules = "tests/rules/two-owners.test.ts";
const ending = "tests/rules/guard-ending.test.ts";

export const twoOwnersChecks = [
  ...inFile(`${vault}/two-owners/proposals.ts`, { tests: [hostile] }, [
    {
      id: "proposal/of-an-owner",
      find: 'return member?.role === "owner" && member.suspendedIndex === undefined ? member : undefined;',
      replace: "return member;",
      titles: "who is no owner",
    },
    {
      id: "proposal/signed",
      find: 'return verifySigned(crypto, "statement", roster.practice, statement, keys);',
      replace: "return true;",
      titles: "stolen device",
    },
    {
      id: "proposal/signed-by-its-author",
      find: "if (!equalBytes(statement.body.account, account)) return false;",
      replace: "",
      titles: "stolen device",
    },
    {
      id: "proposal/by-a-device-that-counts",
      find: "if (!device || device.revoked || !equalBytes(device.account, account)) return false;",
      replace: "if (!device) return false;",
      tests: [rules],
      titles: "a former device",
    },
    {
      id: "proposal/does-the-same",
      find: "return body.sequence >= first.body.sequence && equalBytes(acts(body), acts(first.body));",
      replace: "return body.sequence >= first.body.sequence;",
      titles: "IN-01",
    },
    {
      id: "proposal/no-by-an-owner",
      find: "const isDeclined = declined.some(",
      replace: "const isDeclined = declined.length > 0 || declined.some(",
      titles: "who is no owner",
    },
    {
      id: "proposal/no-stays-no",
      find: "wasOwner(disk, roster, account, position) ||",
      replace: "",
      tests: [rules],
      titles: "a no stays one",
    },
    {
      id: "proposal/what-stands-is-over",
      find: "if (all.some((one) => isSameLater(first.statement, one) && stands(disk, roster, one))) continue;",
      replace: "",
      tests: [rules],
      titles: "TWO-1 TWO-2",
    },
    {
      id: "proposal/said-in-words-before-it-is-signed",
      find: '|| !actsOf(opened, roster, operations)) return fail(failure("proposal-unknown"));',
      replace: ') return fail(failure("proposal-unknown"));',
      titles: "IN-01",
    },
    {
      id: "proposal/not-twice-by-one",
      find: 'if (one.isOwn) return fail(failure("second-owner-needed"));',
      replace: "",
      tests: [rules],
      titles: "TWO-1 TWO-2",
    },
    {
      id: "proposal/answered-by-no-provisional-device",
      find: '    if (sync.isProvisional()) return fail(failure("device-provisional"));',
      replace: "",
      tests: [rules],
      titles: "TWO-6",
    },
    {
      id: "proposal/made-by-no-provisional-device",
      find: '  if (opened.sync.isProvisional()) return fail(failure("device-provisional"));',
      replace: "",
      tests: [rules],
      titles: "TWO-6",
    },
    {
      id: "proposal/over-the-head-that-is",
      find: "body.sequence === roster.sequence + 1 && equalBytes(body.previous as Hash, roster.head);",
      replace: "body.sequence > 0;",
      tests: [rules],
      titles: "TWO-3",
    },
    {
      id: "proposal/taken-back-for-good",
      find: "if (!one.isOwn || !follows(one.statement, roster)) return ok();",
      replace: "return ok();",
      tests: [rules],
      titles: "TWO-4",
    },
  ]),
  ...inFile(`${vault}/two-owners/proposals.ts`, { tests: [ending] }, [
    {
      id: "proposal/of-who-may-end-a-guard",
      find: 'return member?.role === "owner" || isByClinician(roster, body) ? member : undefined;',
      replace: 'return member?.role === "owner" || member?.role === "clinician" ? member : undefined;',
      tests: [hostile],
      titles: "TWO-7",
    },
    {
      id: "proposal/answered-by-owners",
      find: 'if (!roster || (answer === "sign" && !ownerIn(roster, keys.account))) return fail(failure("not-entitled"));',
      replace: 'if (!roster) return fail(failure("not-entitled"));',
      tests: [rules],
      titles: "TWO-1 TWO-2",
    },
    {
      id: "proposal/seen-by-owners",
      find: "if (!isOwner && !isOwn) continue;",
      replace: "",
      titles: "owners see it",
    },
    {
      id: "proposal/behind",
      find: 'if (one.by.role !== "owner" || destroysChart(operations)) return fail(failure("proposal-behind"));',
      replace: "",
      titles: "signs anew",
    },
  ]),
  ...inFile(`${vault}/two-owners/acts.ts`, { tests: [hostile], titles: "TWO-7" }, [
    {
      id: "proposal/end-by-a-clinician",
      find: 'if (roster.members.get(toHex(body.account))?.role !== "clinician") return false;',
      replace: "",
    },
    {
      id: "proposal/end-by-a-reader",
      find: "        if (!isAmong(found.readers, account)) return false;\n",
      replace: "",
    },
    {
      id: "proposal/end-by-the-author",
      find: 'return found.kind !== "psychotherapy" || equalBytes(found.author, account);',
      replace: "return true;",
    },
    {
      id: "proposal/end-of-this-guard",
      find: " || found.guard.sinceIndex >= checkpoint.size",
      replace: "",
      tests: [ending],
      titles: "TWO-7",
    },
    {
      id: "proposal/end-alone",
      find: 'operation[0] === "guard.unset" &&',
      replace: 'operation[0] !== "guard.unset" ||',
    },
  ]),
  ...inFile(`packages/vault/src/engine/replay.ts`, { tests: [ending] }, [
    {
      id: "guard/ended-is-closed",
      find: "for (const id of closed) forgetKeysOf(toHex(id));",
      replace: "",
      titles: "TWO-7",
    },
  ]),
  ...inFile(`${vault}/two-owners/acts.ts`, { tests: [hostile], titles: "IN-01" }, [
    { id: "proposal/every-act-in-words", find: "if (!act) return undefined;", replace: "if (!act) continue;" },
    {
      id: "proposal/still-to-be-done",
      find: "if (!target || target.role === operation[2]) return undefined;",
      replace: "if (!target) return undefined;",
      tests: [rules],
      titles: "what both propose",
    },
  ]),
];
