// What is destroyed: who may, what goes, what stays, and that it does not come back.

import { inFile } from "./in-file.mjs";

const protocol = "packages/protocol/src/roster";
const roster = `${protocol}/destroy.test.ts`;
const route = "apps/server/src/http/routes/destroy.test.ts";
const hostile = "tests/hostile/destroy.test.ts";
const rules = "tests/rules/destroy.test.ts";
const charts = "tests/rules/destroy-chart.test.ts";
const owners = "tests/rules/destroy-chart-owners.test.ts";

export const destroyChecks = [
  ...inFile(`${protocol}/destroy-authority.ts`, { tests: [roster], titles: "ROS-34" }, [
    {
      id: "destroy/author-only",
      find: "if (!isAuthor || isShared(compartment, account)) return undefined;",
      replace: "if (isShared(compartment, account)) return undefined;",
    },
    {
      id: "destroy/no-author-by-recovery",
      find: "const isAuthor = isItsAuthor(roster, compartment, account);",
      replace: "const isAuthor = equalBytes(compartment.author, account);",
    },
    {
      id: "destroy/reads-them",
      find: "if (!compartment || !isAmong(compartment.readers, account)) return undefined;",
      replace: "if (!compartment) return undefined;",
    },
    { id: "destroy/nobody-else-reads", find: " || isShared(compartment, account)) return", replace: ") return" },
  ]),
  ...inFile(`${protocol}/destroy-authority.ts`, { tests: [roster], titles: "ROS-35" }, [
    { id: "destroy/given-by-who-gave-it", find: "    if (!isAuthor) return undefined;\n", replace: "" },
    {
      id: "destroy/kinds-of-a-chart",
      find: "if (!goesWithItsChart(compartment) || !isAmong",
      replace: "if (!isAmong",
    },
    {
      id: "destroy/writes-in-it",
      find: " || !isAmong(compartment.writers, account)) return undefined;",
      replace: ") return undefined;",
    },
    {
      id: "destroy/owner-or-clinician",
      find: '    if (member.role !== "owner" && member.role !== "clinician") return undefined;\n',
      replace: "",
    },
    {
      id: "destroy/another-owner-too",
      find: "needsSecondOwner = otherOwners(roster, account).length > 0;",
      replace: "needsSecondOwner = false;",
    },
  ]),
  ...inFile(`${protocol}/roster.ts`, { tests: [roster], titles: "ROS-35" }, [
    {
      id: "destroy/a-chart-begins-never-again",
      find: "if (isDestroyedChart(roster, chart)) return false;",
      replace: "",
    },
  ]),
  ...inFile(`${protocol}/authority.ts`, { tests: [roster] }, [
    {
      id: "destroy/no-right-after",
      find: "if (compartment.destroyedIndex !== undefined) return undefined;",
      replace: "",
      titles: "ROS-34",
    },
  ]),
  ...inFile(`${protocol}/effects.ts`, { tests: [roster] }, [
    {
      id: "destroy/no-cards-after",
      find: "if (!reads(set, compartment) || compartment.destroyedIndex !== undefined) continue;",
      replace: "if (!reads(set, compartment)) continue;",
      titles: "SUC-5",
    },
  ]),
  ...inFile(`${protocol}/subjects.ts`, { tests: [roster], titles: "ROS-10" }, [
    {
      id: "destroy/no-right-beside",
      find: "restsOn: [account, ...compartments.map(toHex)],",
      replace: "restsOn: [account],",
    },
    {
      id: "destroy/no-guard-beside",
      find: "restsOn: [toHex(signer), ...operation[1].map(toHex)],",
      replace: "restsOn: [toHex(signer)],",
    },
  ]),
  ...inFile("apps/server/src/http/routes/ledger.ts", { tests: ["tests/rules/weighty-acts.test.ts"] }, [
    { id: "destroy/second-factor-again", find: '  "compartment.destroy",\n', replace: "", titles: "SES-15" },
  ]),
  ...inFile("apps/server/src/practice/stage-entry.ts", { tests: [route], titles: "DES-3" }, [
    {
      id: "destroy/only-what-was-seen",
      find: "if (leaves.length !== count || !equalBytes(destroyedDigest(draft.practice, compartment, leaves), digest))",
      replace: "if (leaves.length !== count)",
    },
    {
      id: "destroy/counted",
      find: "if (leaves.length !== count || !equalBytes(destroyedDigest(draft.practice, compartment, leaves), digest))",
      replace: "if (!equalBytes(destroyedDigest(draft.practice, compartment, leaves), digest))",
    },
  ]),
  ...inFile("apps/server/src/commit/append-queue.ts", { tests: [route], titles: "DES-1" }, [
    {
      id: "destroy/pages-are-overwritten",
      find: "const pages = [...erased.pages, ...added.pages];",
      replace: "const pages = added.pages;",
    },
    {
      id: "destroy/the-last-page-too",
      find: "addBodies(erased.tail, bodies)",
      replace: "addBodies(state.bodyTail, bodies)",
    },
  ]),
  ...inFile("apps/server/src/practice/state.ts", { tests: [route], titles: "DES-1" }, [
    {
      id: "destroy/of-this-commit-too",
      find: "destroyed.some((id) => isWithin(one, id)) ? new Uint8Array(one.bodyBytes) : one.body",
      replace: "one.body",
    },
  ]),
  ...inFile("apps/server/src/server.ts", { tests: [route] }, [
    { id: "destroy/out-of-the-log", find: "await database.foldLog();", replace: "", titles: "DES-1" },
    { id: "destroy/chunks-go", find: "await sweepDestroyedBlobs(db, blobs);", replace: "", titles: "DES-5" },
  ]),
  ...inFile("apps/server/src/practice/load.ts", { tests: [route] }, [
    {
      id: "destroy/zeros-elsewhere-are-damage",
      find: "if (state.roster.compartments.get(compartment)?.destroyedIndex === undefined)",
      replace: "if (state.roster === undefined)",
      titles: "damage",
    },
  ]),
  ...inFile("packages/vault/src/engine/replay.ts", { tests: [hostile] }, [
    {
      id: "destroy/nothing-comes-back",
      find: "if (!known || isDestroyed ||",
      replace: "if (!known ||",
      titles: "HS-20",
    },
    { id: "destroy/devices-forget", find: "...[...named, ...destroyed]", replace: "...named", titles: "HS-20" },
  ]),
  ...inFile("packages/vault/src/disk.ts", { tests: [rules], titles: "DES-6" }, [
    { id: "destroy/free-pages", find: ".run(bytes);", replace: ".run(bytes % 2);" },
    { id: "destroy/device-log", find: 'sql.exec("PRAGMA wal_checkpoint(TRUNCATE)");', replace: "" },
  ]),
  ...inFile("packages/vault/src/life.ts", { tests: ["tests/faults/destroy-kill.test.ts"], titles: "DES-6" }, [
    { id: "destroy/wiped-at-the-next-start", find: "    disk.wipeOwed();\n", replace: "" },
  ]),
  ...inFile("packages/vault/src/engine/sync/push.ts", { tests: [rules], titles: "DES-6" }, [
    {
      id: "destroy/edits-are-kept",
      find: "isCutOff(folds(), outbox, one) || ",
      replace: "",
    },
  ]),
  ...inFile("packages/vault/src/engine/cut-off.ts", { tests: [rules], titles: "DES-" }, [
    {
      id: "destroy/what-goes-on-from-what-is-held",
      find: ' || !outbox.held().includes(Number(row["outbox"])));',
      replace: ' || row["outbox"] !== null);',
    },
    {
      id: "destroy/files-of-what-is-gone",
      find: "return note !== undefined && !folds",
      replace: "return false && !folds",
    },
  ]),
  ...inFile("packages/vault/src/engine/sync/tail.ts", { tests: ["tests/rules/destroy-files.test.ts"] }, [
    { id: "destroy/what-waits-keeps-its-bytes", find: "(blob) => waiting.has(toHex(blob))", replace: "() => false" },
  ]),
  ...inFile("packages/vault/src/features/destroying/apart.ts", { tests: [rules], titles: "DES-7" }, [
    {
      id: "destroy/nothing-unseen",
      find: 'if (writtenElsewhere(disk, opened, own) !== seen) return fail(failure("notes-came"));',
      replace: "void seen;",
    },
    {
      id: "destroy/behind-a-guard",
      find: 'if (!own.every((one) => isOpenHere(state, one))) return fail(failure("guard-closed"));',
      replace: "",
    },
    { id: "destroy/unsent-words", find: "if (unsent) return fail(unsent);", replace: "" },
  ]),
  ...inFile("packages/vault/src/features/destroying/chart.ts", { tests: [charts], titles: "CDS-" }, [
    {
      id: "destroy-chart/hold",
      find: '...(isHeld(view, chart) ? [failure("legal-hold")] : []),',
      replace: "...[],",
    },
    {
      id: "destroy-chart/going",
      find: '...(line.state === "active" ? [failure("chart-going")] : []),',
      replace: "...[],",
    },
    {
      id: "destroy-chart/open-case",
      find: '...(cases.length > 0 ? [failure("case-open", { cases: cases.length })] : []),',
      replace: "...[],",
    },
    {
      id: "destroy-chart/unsent-words",
      find: "...(unsent ? [unsent] : []),",
      replace: "...[],",
    },
    {
      id: "destroy-chart/reason",
      find: 'if (!isDue(opened, line) && reason.trim() === "") return fail(failure("reason-empty"));',
      replace: "",
    },
    {
      id: "destroy-chart/nothing-unseen",
      find: 'if (writtenElsewhere(disk, opened, parts.goes) !== seen) return fail(failure("notes-came"));',
      replace: "void seen;",
    },
    {
      id: "destroy-chart/behind-a-guard",
      find: 'if (!view || !line || !parts.goes.every((one) => isOpenHere(state, one))) return [failure("guard-closed")];',
      replace: "if (!view || !line) return [];",
    },
    {
      id: "destroy-chart/disclosures-owed",
      find: ".filter(({ value }) => yearsAfter(value.on, paperYears) >= today)",
      replace: ".filter(() => false)",
    },
  ]),
  ...inFile("packages/vault/src/features/two-owners/proposals.ts", { tests: [owners] }, [
    {
      id: "destroy-chart/second-owner-sees-a-hold",
      find: "    if (held) return fail(held);\n",
      replace: "",
      titles: "CASE-6",
    },
    {
      id: "destroy-chart/signed-anew-by-its-proposer",
      find: 'one.by.role !== "owner" || destroysChart(operations)',
      replace: 'one.by.role !== "owner"',
      titles: "TWO-8",
    },
  ]),
  ...inFile("packages/vault/src/engine/sync/log-rights.ts", { tests: [charts], titles: "CDS-" }, [
    {
      id: "destroy-chart/rights-in-the-log-stay",
      find: "return !(place.chart && isDestroyedChart(roster, place.chart));",
      replace: "return true;",
    },
  ]),
];
