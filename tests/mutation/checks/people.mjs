// Several people: joining, rights that come, end and have a last day, what a member reads late and reads no more.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";
const server = "apps/server/src";
const hostile = (/** @type {string} */ name) => `tests/hostile/${name}.test.ts`;
const members = "tests/rules/member-rules.test.ts";

export const peopleChecks = [
  ...inFile(`${vault}/engine/replay.ts`, { tests: [hostile("not-theirs")] }, [
    {
      id: "people/statements-are-owed",
      find: ': { outcome: "withheld" };',
      replace: ': { outcome: "not-owed" };',
      tests: [hostile("withheld-from-members")],
      titles: "a right that was taken back",
    },
    {
      id: "people/not-theirs-is-the-leafs",
      find: "(isRead && isReadable) || !equalBytes(hash(body.entry), leaf.bodyHash))\n      return putAside",
      replace: "(isRead && isReadable))\n      return putAside",
      titles: "LED-10 a body of a compartment",
    },
    {
      id: "people/own-chain-by-own-signature",
      find: "if (key && (await verifyBatch(crypto, key, keys.practice, batch))) advance",
      replace: "if (key) advance",
      titles: "BAT-5",
    },
    {
      id: "people/key-log-let-go",
      find: "state.keyLogs.delete(id);",
      replace: "",
      titles: "LED-12 what a member reads no more",
    },
    {
      id: "people/epoch-keys-let-go",
      find: "state.memberParts.delete(id);\n      forgetKeysOf(id);",
      replace: "state.memberParts.delete(id);",
      titles: "LED-12 what a member reads no more",
    },
    {
      id: "people/right-again-is-unread",
      find: "(!reads(one) && now(one)) || (!releases(one)",
      replace: "(!releases(one)",
      tests: [members],
      titles: "LED-12 a chart",
    },
    {
      id: "people/bad-delivery-is-told",
      find: 'if (!fits) return putAside("alarm-key-log-invalid", index);',
      replace: "",
      tests: [hostile("member-keys")],
      titles: "EX-01",
    },
  ]),
  ...inFile(`${vault}/engine/past.ts`, { tests: [hostile("new-reader")] }, [
    {
      id: "people/past-missing",
      find: 'if (applied.outcome === "withheld" && applied.compartment) miss(applied.compartment, index);',
      replace: "",
      titles: "first batch is left out",
    },
    {
      id: "people/past-forged-is-missing",
      find: "if (stops) miss(stops, index);",
      replace: "",
      titles: "a batch holds other envelopes",
    },
    {
      id: "people/past-refused-is-told",
      find: "(stops ? doubts : alarms).push(applied.alarm);",
      replace: "",
      titles: "HS-16 of what has been",
    },
    {
      id: "people/past-no-part-of-a-chart",
      find: "batches?.revisions.filter(({ compartment }) => whole.has(toHex(compartment))) ?? []",
      replace: "batches?.revisions ?? []",
      titles: "newest batch is left out",
    },
    {
      id: "people/past-found-is-whole",
      find: ".filter(({ compartment }) => !missing.has(toHex(compartment)))\n    .map",
      replace: ".map",
      titles: "newest batch is left out",
    },
    {
      id: "people/past-stays-unread",
      find: "if (past.missing.has(name) || closed.has(name)) continue;",
      replace: "if (closed.has(name)) continue;",
      titles: "first batch is left out",
    },
    {
      id: "people/past-bad-delivery-is-told",
      find: 'if (!opened) alarms.push(failure("alarm-key-log-invalid", { index: log.headIndex }));',
      replace: "",
      tests: [hostile("member-keys")],
      titles: "EX-01",
    },
    {
      id: "people/past-any-delivery-that-opens",
      find: "theirs.toSorted((a, b) => b.epoch - a.epoch)",
      replace: "theirs.slice(0, 1)",
      tests: [hostile("member-keys")],
      titles: "EX-01",
    },
  ]),
  ...inFile(`${vault}/engine/sync/catch-up.ts`, { tests: [hostile("new-reader")] }, [
    {
      id: "people/past-withheld-is-told",
      find: 'return tail.raise(failure("alarm-body-withheld", { count: past.missing.size, index }));',
      replace: "return ok();",
      titles: "first batch is left out",
    },
    {
      id: "people/past-forged-is-told",
      find: "session ? [...past.alarms, ...past.doubts] : past.alarms",
      replace: "past.alarms",
      titles: "a batch holds other envelopes",
    },
    {
      id: "people/past-as-its-leaf",
      find: "leaf !== undefined &&\n      equalBytes(hash(body.entry), leaf.bodyHash)",
      replace: "leaf !== undefined",
      titles: "nothing is kept that no leaf names",
    },
    {
      id: "people/past-goes-on",
      find: 'if (bodiesNext <= bodiesFrom) return fail(failure("server-rubbish"));',
      replace: "if (bodiesNext <= bodiesFrom) return ok();",
      titles: "LED-12 pages",
    },
  ]),
  ...inFile(`${vault}/features/ledger-report.ts`, { tests: [hostile("not-theirs")], titles: "LED-10 LED-12" }, [
    {
      id: "people/verified-past-is-whole",
      find: 'for (const index of past.missing.values()) problem("alarm-body-withheld", index);',
      replace: "",
    },
    {
      id: "people/verified-past-is-unread",
      find: "new Set(state.unread),\n    opened.state.appliedTo",
      replace: "new Set(),\n    opened.state.appliedTo",
    },
  ]),
  ...inFile(`${vault}/engine/sync/forget.ts`, { tests: [hostile("not-theirs")], titles: "LED-12 what a member" }, [
    { id: "people/others-bodies-forgotten", find: 'disk.bodies.forget(others, "all of it");', replace: "" },
    { id: "people/own-envelopes-forgotten", find: 'disk.bodies.forget(own, "parts only");', replace: "" },
    {
      id: "people/snapshots-forgotten",
      find: "disk.chunks.remove(blobs);\n  disk.snapshots.removeAllBut([]);",
      replace: "disk.chunks.remove(blobs);",
    },
  ]),
  ...inFile(`${vault}/engine/sync/tail.ts`, { tests: [hostile("not-theirs")], titles: "LED-12 what a member" }, [
    {
      id: "people/lists-forgotten",
      find: "if (lost.length + closed.length > 0) await letGo([...lost, ...closed]);\n    return outcome;",
      replace: "return outcome;",
    },
    {
      id: "people/withheld-is-unread",
      find: "replay.readLater(applied.compartment);",
      replace: ";",
      tests: [hostile("new-reader")],
      titles: "held back from what is new",
    },
  ]),
  ...inFile(
    `${vault}/engine/sync/keys-out.ts`,
    { tests: [hostile("leavers")], titles: "EX-01 a right whose day is past" },
    [
      {
        id: "people/past-right-no-key-later",
        find: "(one) => mayGetKey(parts, compartment, one) && !(byTap",
        replace: "(one) => !(byTap",
      },
      {
        id: "people/past-right-no-rotation",
        find: "recipientsOf(roster, compartment).filter((one) => mayGetKey(parts, compartment, one))",
        replace: "recipientsOf(roster, compartment)",
      },
      {
        id: "people/past-right-no-key-at-once",
        find: " || !isNotPast(parts, untilDay)) return [];",
        replace: ") return [];",
      },
      {
        id: "people/past-right-makes-no-key",
        find: "if (!mayGetKey(parts, compartment, keys.account)) return undefined;",
        replace: "",
        tests: ["tests/rules/past-day.test.ts"],
        titles: "LOG-7",
      },
      {
        id: "people/psychotherapy-by-a-tap",
        find: 'compartment.kind === "psychotherapy" || isGuarded(state, compartment.compartment)',
        replace: "isGuarded(state, compartment.compartment)",
        tests: [hostile("curious-members")],
        titles: "tap only",
      },
    ],
  ),
  ...inFile(`${vault}/features/past-rights.ts`, { tests: ["tests/rules/last-day.test.ts"], titles: "ROS-31" }, [
    { id: "people/last-day-is-whole", find: "untilDay < today", replace: "untilDay <= today" },
    {
      id: "people/past-right-of-one-s-own",
      find: "!equalBytes(account, keys.account) && mayChange",
      replace: "mayChange",
      tests: ["tests/rules/past-day.test.ts"],
      titles: "LOG-7",
    },
    { id: "people/last-reader-stays", find: "staysOpen || !isAmong(one.readers, account)", replace: "true" },
  ]),
  ...inFile(`${vault}/engine/sync/push.ts`, { tests: ["tests/rules/past-day.test.ts"], titles: "LOG-7" }, [
    {
      id: "people/past-right-no-rotation-to-write",
      find: "makesKeys && mayGetKey(parts, compartment, keys.account)",
      replace: "makesKeys",
    },
  ]),
  ...inFile(`${vault}/engine/sync/push.ts`, { tests: [members], titles: "OUT-4" }, [
    {
      id: "people/barred-saves-wait",
      find: "if (isHeldUp(save)) {",
      replace: "if (false) {",
    },
  ]),
  ...inFile(
    `${vault}/features/pairing/new-member.ts`,
    { tests: [hostile("member-pairing")], titles: "names the newcomer" },
    [
      {
        id: "people/joined-identity",
        find: "!equalBytes(member.identitySign.publicKey, newcomer.identitySign) ||",
        replace: "",
      },
      {
        id: "people/joined-sealing-key",
        find: "!equalBytes(member.identitySeal, newcomer.identitySeal) ||",
        replace: "",
      },
      {
        id: "people/joined-device-key",
        find: "!equalBytes(device.key.publicKey, newcomer.deviceKey) ||",
        replace: "",
      },
      {
        id: "people/joined-device-of-theirs",
        find: "||\n      !equalBytes(device.account, newcomer.account)",
        replace: "",
      },
    ],
  ),
  ...inFile(`${vault}/features/pairing/newcomer.ts`, { tests: [hostile("member-pairing")], titles: "used once" }, [
    {
      id: "people/invited-for-this",
      find: 'if (invitation.purpose.kind !== purpose) return fail(failure("invitation-for-another"));',
      replace: "",
    },
  ]),
  ...inFile(`${vault}/features/members.ts`, { tests: [members], titles: "the last owner" }, [
    {
      id: "people/last-owner-stays",
      find: 'if (target.role === "owner" && owners(roster).length === 1) return',
      replace: "if (false) return",
    },
    {
      id: "people/last-owner-stays-owner",
      find: 'if (target.role === "owner" && role !== "owner" && owners(roster).length === 1) return',
      replace: "if (false) return",
    },
    {
      id: "people/names-with-a-role",
      find: "return stated.ok ? giveDirectory(opened, id as AccountId, role) : stated;",
      replace: "return stated;",
      titles: "an auditor who becomes",
    },
  ]),
  ...inFile(`${vault}/features/devices.ts`, { tests: [members], titles: "another's device is revoked" }, [
    {
      id: "people/revoked-by-who-manages",
      find: 'if (!manages && !equalBytes(target.account, account)) return fail(failure("not-entitled"));',
      replace: "",
    },
    {
      id: "people/revoked-once",
      find: "if (target.revoked) return ok({ operations: [] });",
      replace: "",
    },
  ]),
  ...inFile(`${vault}/engine/sync/sync.ts`, { tests: ["tests/rules/begun-meanwhile.test.ts"] }, [
    {
      id: "people/begun-by-somebody-else",
      find: "if (!state.roster || !mayBegin(state.roster, keys.account, { kind, chart })) return ok();",
      replace: "if (!state.roster) return ok();",
    },
  ]),
  ...inFile(`${vault}/engine/sync/sync.ts`, { tests: ["tests/rules/ended-meanwhile.test.ts"] }, [
    {
      id: "people/right-ended-meanwhile",
      find: "(await endedMeanwhile(result.error))",
      replace: "false",
    },
  ]),
  ...inFile(`${server}/http/routes/access.ts`, { tests: [hostile("member-pairing")], titles: "the account" }, [
    {
      id: "people/account-by-its-identity",
      find: "!(await verify(parts.port, member.identitySign, signature, accountBytes(request)))",
      replace: "(await verify(parts.port, member.identitySign, signature, accountBytes(request))) === undefined",
    },
    {
      id: "people/account-once",
      find: 'equalBytes(there.loginKey, loginKey) ? ok() : fail(failure("account-exists"));',
      replace: "equalBytes(there.loginKey, loginKey) ? ok() : ok();",
    },
  ]),
  ...inFile(`${server}/http/routes/ledger.ts`, { tests: [hostile("curious-members")] }, [
    {
      id: "people/past-to-enrolled-devices",
      find: '"/v1/past",\n    { bodyLimit: 64 * 1024 },\n    fullRoute(',
      replace: '"/v1/past",\n    { bodyLimit: 64 * 1024 },\n    sessionRoute(',
      titles: "not enrolled yet",
    },
  ]),
  ...inFile(`${server}/session/login.ts`, { tests: [`${server}/http/routes/accounts.test.ts`] }, [
    {
      id: "people/device-of-that-account",
      find: " && equalBytes(device.account, handshake.account))",
      replace: ")",
    },
  ]),
  ...inFile(`${server}/http/routes/ledger.ts`, { tests: [`${server}/http/routes/accounts.test.ts`] }, [
    {
      id: "people/enrolling-its-own-account",
      find: " || !equalBytes(account, session.account)",
      replace: "",
    },
  ]),
  ...inFile(
    `${server}/practice/sync.ts`,
    { tests: [hostile("curious-members")], titles: "a supervisor .* by raw requests" },
    [
      {
        id: "people/past-to-readers-only",
        find: 'if (!isAmong([...readers, ...releasers], account)) return fail(failure("not-entitled"));',
        replace: "void [readers, releasers];",
      },
      {
        id: "people/past-only-what-was-asked",
        find: '(id) => asked.has(id) && reads(id), "only these"',
        replace: 'reads, "only these"',
      },
    ],
  ),
  ...inFile(
    `${server}/practice/stage-entry.ts`,
    { tests: [hostile("leavers")], titles: "EX-01 a right whose day is past" },
    [
      {
        id: "people/server-no-key-after-the-day",
        find: 'if (deliversTooLate(rosterIn(draft), body, today)) return failure("not-entitled");',
        replace: "",
      },
    ],
  ),
];
