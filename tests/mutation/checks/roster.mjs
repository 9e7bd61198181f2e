// The roster: shapes, signatures, and who may do what (docs/spec 04).

import { inFile } from "./in-file.mjs";

const roster = "packages/protocol/src/roster";
const people = { tests: [`${roster}/people.test.ts`] };
const rights = { tests: [`${roster}/rights.test.ts`] };
const devices = { tests: [`${roster}/roster.test.ts`] };
const shapes = { tests: [`${roster}/statement.test.ts`] };

export const rosterChecks = [
  ...inFile(`${roster}/signed.ts`, shapes, [
    {
      id: "signatures/as-many-as-named",
      find: "if (signed.signatures.length !== signers.length) return false;",
      replace: "",
    },
    { id: "signatures/kind", find: "given.kind === kind && ", replace: "" },
    { id: "signatures/by-name", find: " && equalBytes(given.id, id)", replace: "" },
    { id: "signatures/signed", find: " && verify(port, key, given.signature, message)", replace: "", quick: true },
    {
      id: "signatures/every-one",
      find: "return (await Promise.all(right)).every(Boolean);",
      replace: "return (await Promise.all(right)).some(Boolean);",
    },
    { id: "signatures/kinds", find: "z.literal([1, 2, 3, 4])", replace: "z.literal([0, 1, 2, 3, 4, 5])" },
  ]),
  ...inFile(`${roster}/statement.ts`, shapes, [
    {
      id: "statement/version",
      find: "  z.tuple([\n    z.literal(1),",
      replace: "  z.tuple([\n    index,",
    },
    {
      id: "statement/an-operation",
      find: "z.minLength(1), z.maxLength(limits.operationsPerStatement)",
      replace: "z.maxLength(limits.operationsPerStatement)",
    },
    {
      id: "statement/most-operations",
      find: "z.minLength(1), z.maxLength(limits.operationsPerStatement)",
      replace: "z.minLength(1)",
    },
    {
      id: "entitle/a-compartment",
      find: "z.minLength(1), z.maxLength(limits.compartmentsPerEntitlement)",
      replace: "z.maxLength(limits.compartmentsPerEntitlement)",
    },
    {
      id: "entitle/most-compartments",
      find: "z.minLength(1), z.maxLength(limits.compartmentsPerEntitlement)",
      replace: "z.minLength(1)",
    },
  ]),

  ...inFile(`${roster}/apply-statement.ts`, devices, [
    {
      id: "roster/room-for-devices",
      find: " || crowds(roster, statement.body)",
      replace: "",
      titles: "ROS-6 a member has at most fifty",
    },
    { id: "roster/sequence", find: "sequence === roster.sequence + 1 && ", replace: "" },
    { id: "roster/previous", find: " && equalBytes(previous, roster.head);", replace: ";" },
    {
      id: "roster/later-place",
      find: "if (!follows() || index <= roster.headIndex || ",
      replace: "if (!follows() || ",
    },
    { id: "roster/checkpoint-not-to-come", find: " || checkpoint.size > index) return fail", replace: ") return fail" },
    {
      id: "roster/signed",
      find: 'if (!(await verifySigned(port, "statement", roster.practice, statement, signers.keys)))\n    return fail(failure("signature-wrong"));',
      replace: "",
      quick: true,
    },
    { id: "roster/side-by-side", find: "clash(statement.body) || ", replace: "" },
    {
      id: "roster/an-owner-stays",
      find: " || endsOwnership(roster, statement.body)",
      replace: "",
      ...people,
      titles: "ROS-20",
      quick: true,
    },
    {
      id: "roster/an-heir-is-not-enough",
      find: '(each[0] === "member.role" && each[2] !== "owner")',
      replace: "false",
      ...people,
      titles: "ROS-20",
    },
    {
      id: "roster/second-owner-where-needed",
      find: "if (verdicts.some(({ needsSecondOwner }) => needsSecondOwner) !== signers.withSecondOwner) return refused;",
      replace:
        "if (!verdicts.some(({ needsSecondOwner }) => needsSecondOwner) && signers.withSecondOwner) return refused;",
      ...people,
      quick: true,
    },
    {
      id: "roster/no-second-owner-elsewhere",
      find: "if (verdicts.some(({ needsSecondOwner }) => needsSecondOwner) !== signers.withSecondOwner) return refused;",
      replace:
        "if (verdicts.some(({ needsSecondOwner }) => needsSecondOwner) && !signers.withSecondOwner) return refused;",
      ...people,
    },
    { id: "roster/still-the-head", find: 'if (!follows()) return fail(failure("head-moved"));', replace: "" },
  ]),

  ...inFile(`${roster}/subjects.ts`, people, [
    { id: "side-by-side/one-alters", find: "if (altered.has(subject)) return true;", replace: "" },
    {
      id: "side-by-side/none-rests-on-it",
      find: "return [...restedOn].some((subject) => altered.has(subject));",
      replace: "return false;",
    },
    {
      id: "side-by-side/enrolled-device-rests-on-member",
      find: "alters: [toHex(operation[2]), toHex(operation[3])], restsOn: [toHex(operation[1])]",
      replace: "alters: [toHex(operation[2]), toHex(operation[3])], restsOn: []",
    },
    {
      id: "side-by-side/confirmed-device-rests-on-member",
      find: "{ alters: [toHex(operation[2])], restsOn: [toHex(operation[1])] }",
      replace: "{ alters: [toHex(operation[2])], restsOn: [] }",
    },
    {
      id: "side-by-side/compartment-rests-on-signer",
      find: "alters: [toHex(operation[1])], restsOn: [toHex(signer)]",
      replace: "alters: [toHex(operation[1])], restsOn: []",
    },
    { id: "side-by-side/right-rests-on-member", find: "restsOn: [account, ...", replace: "restsOn: [..." },
    {
      id: "side-by-side/new-members-share-nothing",
      find: "alters: [account, sign, hash(seal), device, key].map(toHex)",
      replace: "alters: [account].map(toHex)",
    },
    {
      id: "side-by-side/new-members-share-no-account",
      find: "alters: [account, sign, hash(seal), device, key].map(toHex)",
      replace: "alters: [sign, hash(seal), device, key].map(toHex)",
    },
  ]),

  ...inFile(`${roster}/signers.ts`, devices, [
    {
      id: "signer/not-revoked",
      find: "(enrolled.revoked || !equalBytes(enrolled.account, account))",
      replace: "(!equalBytes(enrolled.account, account))",
    },
    {
      id: "signer/of-that-account",
      find: "(enrolled.revoked || !equalBytes(enrolled.account, account))",
      replace: "enrolled.revoked",
    },
    {
      id: "signer/newcomer-enrols-only",
      find: 'only[0] !== "device.enrol" || !equalBytes(only[2], body.device)) return undefined;',
      replace: 'only[0] !== "device.enrol") return undefined;',
    },
    {
      id: "signer/newcomer-does-nothing-more",
      find: "if (!only || more.length > 0 || only[0]",
      replace: "if (!only || only[0]",
    },
    { id: "signer/begins-an-identity", find: "  if (rekey) {\n", replace: "  if (rekey && !rekey) {\n", ...people },
    { id: "second-owner/not-suspended", find: " || second.suspendedIndex !== undefined", replace: "", ...people },
    { id: "second-owner/is-owner", find: 'one.role === "owner" && ', replace: "", ...people },
    { id: "second-owner/another", find: " && !equalBytes(one.account, account)", replace: "", ...people },
  ]),

  ...inFile(`${roster}/authority.ts`, devices, [
    {
      id: "suspended/gives-nothing",
      find: "if (at.signers.member.suspendedIndex !== undefined && !takesAwayOrReplaces(at, operation)) return undefined;",
      replace: "",
      ...people,
      quick: true,
    },
    {
      id: "suspended/what-is-left",
      find: 'if (name !== "device.enrol" && name !== "device.revoke" && name !== "member.rekey") return false;',
      replace: "",
      ...people,
    },
    {
      id: "suspended/own-only",
      find: "return equalBytes(account, signers.account);\n}\n\nasync function judgeEnrol",
      replace: "return true;\n}\n\nasync function judgeEnrol",
      ...people,
    },
    {
      id: "enrol/strict-key",
      find: "if (!key || !equalBytes(account, signers.account) || roster",
      replace: "if (!equalBytes(account, signers.account) || roster",
    },
    {
      id: "enrol/own-account",
      find: "if (!key || !equalBytes(account, signers.account) || roster",
      replace: "if (!key || roster",
    },
    {
      id: "enrol/new-device",
      find: "!equalBytes(account, signers.account) || roster.devices.has(toHex(device))) return undefined;",
      replace: "!equalBytes(account, signers.account)) return undefined;",
    },
    { id: "enrol/transcript-by-pairing-only", find: '(via === "pairing") !== (transcript !== null) || ', replace: "" },
    { id: "enrol/pairing-by-an-enrolled-device", find: ' || (via === "pairing") !== signers.enrolled', replace: "" },
    {
      id: "enrol/key-never-used",
      find: "if (isUsedKey(roster, publicKey)) return undefined;\n  const enrolled",
      replace: "const enrolled",
    },
    {
      id: "revoke/not-twice",
      find: "if (!target || target.revoked || !equalBytes(target.account, account)) return undefined;\n  const own",
      replace: "if (!target || !equalBytes(target.account, account)) return undefined;\n  const own",
    },
    {
      id: "revoke/device-of-that-account",
      find: "if (!target || target.revoked || !equalBytes(target.account, account)) return undefined;\n  const own",
      replace: "if (!target || target.revoked) return undefined;\n  const own",
    },
    {
      id: "revoke/own-or-as-owner",
      find: "if (!own && !managesMembers(signers.member.role)) return undefined;",
      replace: "",
    },
    { id: "revoke/retired-makes-nothing-stale", find: 'if (reason === "retired") return;', replace: "" },
    { id: "revoke/makes-stale", find: "makeStale(next, account, index);\n    if (!own", replace: "if (!own" },
    {
      id: "revoke/suspends",
      find: "if (!own && next.members.has(toHex(account)))",
      replace: "if (!own && own)",
      ...people,
    },
    {
      id: "revoke/own-suspends-nobody",
      find: "if (!own && next.members.has(toHex(account)))",
      replace: "if (next.members.has(toHex(account)))",
      ...people,
    },
    { id: "compartment/new", find: "roster.compartments.has(toHex(compartment)) || ", replace: "" },
    { id: "compartment/chart-where-it-belongs", find: " || isOfChart(kind) !== (chart !== null)", replace: "" },
    { id: "compartment/role", find: "if (!mayCreate(member.role, kind)) return undefined;", replace: "", ...rights },
    {
      id: "compartment/of-ones-own-chart",
      find: "if (chart !== null && !isOpenTo(roster, chart, account)) return undefined;",
      replace: "",
      ...rights,
      quick: true,
    },
    {
      id: "confirm/not-revoked",
      find: "!target || target.revoked || !equalBytes(account, signers.account) ||",
      replace: "!target || !equalBytes(account, signers.account) ||",
    },
    {
      id: "confirm/own-account",
      find: "target.revoked || !equalBytes(account, signers.account) || ",
      replace: "target.revoked || ",
    },
    {
      id: "confirm/device-of-that-account",
      find: " || !equalBytes(target.account, account))\n    return undefined;",
      replace: ")\n    return undefined;",
    },
    { id: "add/new-account", find: "isUsedAccount(roster, account) || ", replace: "", ...people, quick: true },
    {
      id: "add/new-device",
      find: "isUsedAccount(roster, account) || roster.devices.has(toHex(device))",
      replace: "isUsedAccount(roster, account)",
      ...people,
    },
    {
      id: "add/strict-device-key",
      find: "if (!key || !identity || isUsedKey",
      replace: "if (!identity || isUsedKey",
      ...people,
    },
    {
      id: "add/device-key-never-used",
      find: " || isUsedKey(roster, publicKey)) return undefined;\n  const member",
      replace: ") return undefined;\n  const member",
      ...people,
    },
    {
      id: "rekey/own-account",
      find: "if (!equalBytes(account, signers.account) || keyringVersion",
      replace: "if (keyringVersion",
      ...people,
    },
    { id: "rekey/keyring-rises", find: " || keyringVersion <= signers.member.keyringVersion", replace: "", ...people },
    { id: "rekey/former-is-remembered", find: 'endIdentity(next, account, "rekeyed", index);', replace: "", ...people },
    { id: "rekey/ends-suspension", find: "({ suspendedIndex: _, ...member })", replace: "(member)", ...people },
    {
      id: "rekey/makes-stale",
      find: "makeStale(next, account, index);\n  });\n}\n\nfunction judgeRights",
      replace: "});\n}\n\nfunction judgeRights",
      ...people,
    },
    {
      id: "roles/below-officer",
      find: "return managesMembers(role) ? false : undefined;",
      replace: "return false;",
      ...people,
      quick: true,
    },
    {
      id: "roles/officers-by-owners",
      find: 'return role === "owner" ? otherOwners(roster, signers.account).length > 0 : undefined;',
      replace: "return otherOwners(roster, signers.account).length > 0;",
      ...people,
    },
    {
      id: "roles/officers-by-two-owners",
      find: 'return role === "owner" ? otherOwners(roster, signers.account).length > 0 : undefined;',
      replace: 'return role === "owner" ? false : undefined;',
      ...people,
    },
    {
      id: "roles/what-was-counts",
      find: "decidesMembership(at, [target.role, role])",
      replace: "decidesMembership(at, [role])",
      ...people,
    },
    {
      id: "roles/what-will-be-counts",
      find: "decidesMembership(at, [target.role, role])",
      replace: "decidesMembership(at, [target.role])",
      ...people,
    },
    {
      id: "rights/of-a-member",
      find: "if (!target) return undefined;\n  const compartments",
      replace: "const compartments",
      ...rights,
    },
    { id: "rights/by-whom", find: "decides === undefined || ", replace: "", ...rights, quick: true },
    {
      id: "rights/auditor-sees-no-record",
      find: "right ? mayBeEntitled(target.role, compartment.kind, right.kind) :",
      replace: "right ? true :",
      ...rights,
    },
    {
      id: "rights/one-to-end",
      find: ": isEntitled(compartment, account);",
      replace: ": true;",
      ...rights,
    },
    {
      id: "rights/each-may-need-two",
      find: "needsSecondOwner ||= decides || needsOwner;",
      replace: "needsSecondOwner = decides && needsSecondOwner;",
      ...rights,
    },
    {
      id: "rights/psychotherapy-by-its-author",
      find: 'if (compartment.kind === "psychotherapy") return isAuthor ? false : undefined;',
      replace: "",
      ...rights,
      quick: true,
    },
    {
      id: "rights/who-gives-has-it",
      find: "if (isAmong(compartment.readers, account)) {",
      replace: "if (compartment.readers.length > 0) {",
      ...rights,
    },
    {
      id: "rights/for-good-alone",
      find: "isAmong(compartment.writers, account) && isForGood;",
      replace: "isAmong(compartment.writers, account);",
      ...rights,
    },
    {
      id: "rights/clinicians-in-charts",
      find: "isOfChart(compartment.kind) && treats",
      replace: "treats",
      ...rights,
    },
    {
      id: "rights/clinicians-only",
      find: 'const treats = member.role === "clinician" && ',
      replace: "const treats = ",
      ...rights,
    },
    {
      id: "rights/clinicians-who-write",
      find: " && isAmong(compartment.writers, account) && isForGood;",
      replace: " && isForGood;",
      ...rights,
    },
    {
      id: "rights/keepers-are-spared",
      find: "decides === undefined || isSparedBy(at, compartment, target)",
      replace: "decides === undefined",
      ...rights,
    },
    {
      id: "rights/who-treats-is-spared-in-an-enquiry",
      find: 'return compartment.kind === "administrative" && !treats(member.role) && treats(target.role);',
      replace: "return false;",
      ...rights,
      titles: "ROS-36",
    },
    {
      id: "rights/author-is-spared",
      find: " || equalBytes(compartment.author, target.account);",
      replace: ";",
      ...rights,
    },
    {
      id: "rights/owner-is-spared",
      find: 'target.role === "owner" || equalBytes(compartment.author, target.account)',
      replace: "equalBytes(compartment.author, target.account)",
      ...rights,
    },
    {
      id: "rights/author-of-a-schedule",
      find: '(compartment.kind === "schedule" || compartment.kind === "will") && isAuthor',
      replace: '(compartment.kind === "schedule" || compartment.kind === "will")',
      ...rights,
    },
    {
      id: "rights/author-of-nothing-else",
      find: '(compartment.kind === "schedule" || compartment.kind === "will") && isAuthor',
      replace: "isAuthor",
      ...rights,
    },
    {
      id: "rights/author-of-an-enquiry",
      find: "if (isAuthor && isAmong(compartment.writers, account) && isEnquiry(roster, compartment)) return false;",
      replace: "if (isEnquiry(roster, compartment)) return false;",
      ...rights,
    },
    {
      id: "rights/of-an-enquiry-alone",
      find: "if (isAuthor && isAmong(compartment.writers, account) && isEnquiry(roster, compartment)) return false;",
      replace: 'if (isAuthor && compartment.kind === "administrative") return false;',
      ...rights,
    },
    {
      id: "rights/two-owners-outside",
      find: 'return member.role === "owner" ? otherOwners(roster, account).length > 0 : undefined;',
      replace: 'return member.role === "owner" ? false : undefined;',
      ...rights,
      quick: true,
    },
    {
      id: "rights/owners-outside",
      find: 'return member.role === "owner" ? otherOwners(roster, account).length > 0 : undefined;',
      replace: "return otherOwners(roster, account).length > 0;",
      ...rights,
    },
  ]),

  ...inFile(`${roster}/roles.ts`, rights, [
    {
      id: "roles/auditor-has-the-programme",
      find: '(role !== "auditor" || kind === "programme")',
      replace: 'role !== "auditor"',
    },
  ]),

  ...inFile(`${roster}/used-keys.ts`, people, [
    {
      id: "identity/strict-key",
      find: "!key || isUsedKey(roster, sign)",
      replace: "isUsedKey(roster, sign)",
    },
    {
      id: "identity/key-never-used",
      find: "!key || isUsedKey(roster, sign)",
      replace: "!key",
    },
    { id: "identity/sealing-key", find: "!isSealingPublicKey(seal) || ", replace: "" },
    { id: "identity/sealing-key-never-used", find: " || isUsedSealingKey(roster, seal)", replace: "" },
    { id: "used/checkpoint-key", find: "is(roster.ledgerKey) || ", replace: "" },
    { id: "used/former-identity", find: " || roster.former.some(({ identitySign }) => is(identitySign))", replace: "" },
    {
      id: "used/identity",
      find: "for (const { identitySign } of roster.members.values()) if (is(identitySign)) return true;",
      replace: "",
    },
    {
      id: "used/device",
      find: "for (const device of roster.devices.values()) if (is(device.key)) return true;",
      replace: "",
    },
    {
      id: "used/former-sealing-key",
      find: "[...roster.members.values(), ...roster.former]",
      replace: "[...roster.members.values()]",
    },
    { id: "used/sealing-key", find: "[...roster.members.values(), ...roster.former]", replace: "roster.former" },
    {
      id: "used/former-account",
      find: " || roster.former.some((one) => equalBytes(one.account, account))",
      replace: "",
    },
    { id: "used/account", find: "roster.members.has(toHex(account)) || ", replace: "" },
  ]),

  ...inFile(`${roster}/effects.ts`, people, [
    {
      id: "effect/stale",
      find: "{ ...compartment, staleIndex: index, changedIndex: index }",
      replace: "{ ...compartment, changedIndex: index }",
    },
    {
      id: "effect/writers-too",
      find: "[readers, writers, releasers].some",
      replace: "[readers, releasers].some",
    },
    { id: "effect/loss-of-reading", find: "(isAmong(before.readers, account) && !reads) || ", replace: "", ...rights },
    { id: "effect/loss-of-writing", find: " || (isAmong(before.writers, account) && !writes)", replace: "", ...rights },
    {
      id: "effect/change-is-seen",
      find: "    changedIndex: index,\n    ...(loses",
      replace: "    ...(loses",
      ...rights,
    },
    { id: "remove/member", find: "next.members.delete(toHex(account));", replace: "" },
    {
      id: "remove/devices",
      find: 'revokeAll(next, account, "removed", index);',
      replace: "",
    },
    {
      id: "remove/rights",
      find: "if (isEntitled(compartment, account)) setRight(next, compartment.compartment, account, undefined, index);",
      replace: "{}",
    },
    { id: "remove/is-remembered", find: 'endIdentity(next, account, "removed", index);', replace: "" },
  ]),

  ...inFile(`${roster}/founding.ts`, devices, [
    { id: "founding/nothing-more", find: "if (!create || more.length > 0 || ", replace: "if (!create || " },
    { id: "founding/first-place", find: " || index !== 0) return refused;", replace: ") return refused;" },
    { id: "founding/nothing-seen", find: "if (statement.body.checkpoint.size !== 0) return refused;", replace: "" },
    { id: "founding/sequence", find: "statement.body.sequence !== 0 || ", replace: "" },
    { id: "founding/no-previous", find: " || !equalBytes(statement.body.previous, zeroHash())", replace: "" },
    { id: "founding/account", find: "!equalBytes(statement.body.account, account) || ", replace: "" },
    { id: "founding/device", find: " || !equalBytes(statement.body.device, device)", replace: "" },
    {
      id: "founding/three-keys",
      find: "if (!areDistinct([ledgerPublicKey, identitySign, devicePublicKey])) return refused;",
      replace: "",
    },
    {
      id: "founding/signed",
      find: 'if (!(await verifyAsPerson(port, "statement", practice, statement, { account, identity, device, deviceKey })))\n    return fail(failure("signature-wrong"));',
      replace: "",
    },
  ]),

  ...inFile(`${roster}/roster.ts`, devices, [
    { id: "device/counts-from-after-enrolment", find: "found.enrolledIndex >= index || ", replace: "" },
    {
      id: "device/counts-until-revocation",
      find: " || (found.revoked && found.revoked.index <= index)",
      replace: "",
      quick: true,
    },
    {
      id: "suspended/gets-no-key",
      find: "memberOf(roster, reader).suspendedIndex === undefined",
      replace: "memberOf(roster, reader) !== undefined",
      ...rights,
      quick: true,
    },
    {
      id: "care-team/of-the-clinical-ones",
      find: "const deciding = clinical.length > 0 ? clinical : all.filter(({ readers }) => readers.length > 0);",
      replace: "const deciding = all.filter(({ readers }) => readers.length > 0);",
      ...rights,
    },
    {
      id: "care-team/of-all-while-none-is-clinical",
      find: "const deciding = clinical.length > 0 ? clinical : all.filter(({ readers }) => readers.length > 0);",
      replace: "const deciding = clinical;",
      ...rights,
    },
    {
      id: "care-team/of-those-that-somebody-reads",
      find: ": all.filter(({ readers }) => readers.length > 0);",
      replace: ": all;",
      ...rights,
    },
    {
      id: "care-team/readers",
      find: "deciding.some(({ readers }) => isAmong(readers, account))",
      replace: "deciding.some(({ writers }) => isAmong(writers, account))",
      ...rights,
    },
  ]),
];
