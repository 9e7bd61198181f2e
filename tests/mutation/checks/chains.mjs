// The chains that server and readers both judge: roster, key logs, batches, heartbeats; and the shapes of messages.

import { inFile } from "./in-file.mjs";

const protocol = "packages/protocol/src";

export const chainChecks = [
  ...inFile(`${protocol}/schema.ts`, { tests: [`${protocol}/messages.test.ts`] }, [
    { id: "schema/exact-length", find: "value.length === length", replace: "true" },
    { id: "schema/most-bytes", find: " && value.length <= max)", replace: ")" },
    { id: "schema/most-text", find: "z.string().check(z.maxLength(maxLength))", replace: "z.string()" },
    { id: "schema/index-not-negative", find: "z.int().check(z.nonnegative())", replace: "z.int()" },
    { id: "schema/count-from-one", find: "z.int().check(z.positive())", replace: "z.int()" },
  ]),
  ...inFile(`${protocol}/messages.ts`, { tests: [`${protocol}/messages.test.ts`] }, [
    { id: "messages/no-further-field", find: "SyncRequest: z.strictObject(", replace: "SyncRequest: z.object(" },
    {
      id: "messages/most-entries",
      find: "z.array(appendEntry).check(z.minLength(1), z.maxLength(limits.entriesPerAppend))",
      replace: "z.array(appendEntry).check(z.minLength(1))",
      tests: ["apps/server/src/http/routes/ledger.test.ts"],
      titles: "what is no append",
    },
  ]),

  ...inFile(`${protocol}/roster/statement.ts`, { tests: [`${protocol}/roster/statement.test.ts`] }, [
    { id: "signatures/no-third", find: "more.length > 0 || ", replace: "" },
    { id: "signatures/identity-first", find: "first.kind !== signerKinds.identity || ", replace: "" },
    { id: "signatures/device-second", find: " || second.kind !== signerKinds.device)", replace: ")" },
    { id: "signatures/identity-by-name", find: "!sameId(first.id, signer.account) || ", replace: "" },
    { id: "signatures/device-by-name", find: " || !sameId(second.id, signer.device)", replace: "" },
    {
      id: "signatures/identity-signed",
      find: "verify(port, signer.identity, first.signature, message),",
      replace: "",
      quick: true,
    },
    { id: "signatures/device-signed", find: "verify(port, signer.deviceKey, second.signature, message),", replace: "" },
    {
      id: "statement/version",
      find: "export const statementBodySchema = z.tuple([\n  z.literal(1),",
      replace: "export const statementBodySchema = z.tuple([\n  index,",
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
  ]),

  ...inFile(`${protocol}/roster/roster.ts`, { tests: [`${protocol}/roster/roster.test.ts`] }, [
    { id: "roster/sequence", find: "sequence === roster.sequence + 1 && ", replace: "" },
    { id: "roster/previous", find: " && equalBytes(previous, roster.head);", replace: ";" },
    {
      id: "roster/later-place",
      find: "if (!follows() || index <= roster.headIndex || ",
      replace: "if (!follows() || ",
    },
    { id: "roster/checkpoint-not-to-come", find: " || checkpoint.size > index) return fail", replace: ") return fail" },
    {
      id: "roster/signer",
      find: 'if (!(await verifyAsPerson(port, "statement", roster.practice, statement, signer)))\n    return fail(failure("signature-wrong"));',
      replace: "",
      quick: true,
    },
    { id: "roster/one-subject-once", find: " || subjects.some((subject) => named.has(subject))", replace: "" },
    { id: "roster/still-the-head", find: 'if (!follows()) return fail(failure("head-moved"));', replace: "" },
    {
      id: "roster/signer-not-revoked",
      find: "if (enrolled.revoked || !equalBytes(enrolled.account, account)) return undefined;",
      replace: "if (!equalBytes(enrolled.account, account)) return undefined;",
    },
    {
      id: "roster/signer-of-that-account",
      find: "if (enrolled.revoked || !equalBytes(enrolled.account, account)) return undefined;",
      replace: "if (enrolled.revoked) return undefined;",
    },
    {
      id: "roster/newcomer-enrols-only",
      find: 'only[0] !== "device.enrol" || !equalBytes(only[2], device)) return undefined;',
      replace: 'only[0] !== "device.enrol") return undefined;',
    },
    {
      id: "roster/newcomer-does-nothing-more",
      find: "if (!only || more.length > 0 || only[0]",
      replace: "if (!only || only[0]",
    },
    {
      id: "enrol/strict-key",
      find: "if (!key || !equalBytes(account, signer.account) || roster",
      replace: "if (!equalBytes(account, signer.account) || roster",
    },
    {
      id: "enrol/own-account",
      find: "if (!key || !equalBytes(account, signer.account) || roster",
      replace: "if (!key || roster",
    },
    {
      id: "enrol/new-device",
      find: " || roster.devices.has(toHex(device))) return undefined;",
      replace: ") return undefined;",
    },
    { id: "enrol/transcript-by-pairing-only", find: '(via === "pairing") !== (transcript !== null) || ', replace: "" },
    { id: "enrol/pairing-by-an-enrolled-device", find: ' || (via === "pairing") !== signer.enrolled', replace: "" },
    { id: "enrol/key-never-used", find: "if (isUsedKey(roster, publicKey)) return undefined;", replace: "" },
    {
      id: "revoke/not-twice",
      find: "if (!target || target.revoked || !equalBytes(target.account, account)) return undefined;\n      if",
      replace: "if (!target || !equalBytes(target.account, account)) return undefined;\n      if",
    },
    {
      id: "revoke/device-of-that-account",
      find: "if (!target || target.revoked || !equalBytes(target.account, account)) return undefined;\n      if",
      replace: "if (!target || target.revoked) return undefined;\n      if",
    },
    {
      id: "revoke/own-or-as-owner",
      find: 'if (!equalBytes(account, signer.account) && roster.members.get(toHex(signer.account))?.role !== "owner")\n        return undefined;',
      replace: "",
    },
    { id: "revoke/makes-stale", find: 'if (reason !== "retired") makeStale(next, account, index);', replace: "" },
    { id: "compartment/new", find: "roster.compartments.has(toHex(compartment)) || ", replace: "" },
    { id: "compartment/chart-where-it-belongs", find: " || belongsToChart !== (chart !== null)", replace: "" },
    {
      id: "confirm/not-revoked",
      find: "!target || target.revoked || !equalBytes(account, signer.account) ||",
      replace: "!target || !equalBytes(account, signer.account) ||",
    },
    {
      id: "confirm/own-account",
      find: "target.revoked || !equalBytes(account, signer.account) || ",
      replace: "target.revoked || ",
    },
    {
      id: "confirm/device-of-that-account",
      find: " || !equalBytes(target.account, account))\n        return undefined;",
      replace: ")\n        return undefined;",
    },
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
    { id: "device/counts-from-after-enrolment", find: "found.enrolledIndex >= index || ", replace: "" },
    {
      id: "device/counts-until-revocation",
      find: " || (found.revoked && found.revoked.index <= index)",
      replace: "",
      quick: true,
    },
  ]),

  ...inFile(`${protocol}/keylog/entry.ts`, { tests: [`${protocol}/keylog/key-log.test.ts`] }, [
    {
      id: "key-log/version",
      find: "export const keyLogBodySchema = z.tuple([\n  z.literal(1),",
      replace: "export const keyLogBodySchema = z.tuple([\n  index,",
    },
    { id: "key-log/a-delivery", find: "z.minLength(1), ", replace: "" },
  ]),
  ...inFile(`${protocol}/keylog/key-log.ts`, { tests: [`${protocol}/keylog/key-log.test.ts`] }, [
    {
      id: "key-log/compartment",
      find: 'if (log && !equalBytes(log.compartment, body.compartment)) return fail(failure("request-malformed"));',
      replace: "",
    },
    { id: "key-log/sequence", find: "body.sequence !== (log ? log.sequence + 1 : 0) || ", replace: "" },
    { id: "key-log/previous", find: " || !equalBytes(body.previous, log?.head ?? zeroHash())", replace: "" },
    { id: "key-log/after-the-roster", find: "index <= roster.headIndex || ", replace: "" },
    { id: "key-log/later-place", find: " || (log && index <= log.headIndex)", replace: "" },
    {
      id: "key-log/device-counts",
      find: "const device = deviceAt(roster, body.device, index);",
      replace: "const device = roster.devices.get(toHex(body.device));",
    },
    { id: "key-log/device-of-that-account", find: "!equalBytes(device.account, body.account) ||", replace: "" },
    { id: "key-log/signer-is-a-reader", find: "||\n    !isAmong(compartment.readers, body.account)", replace: "" },
    {
      id: "key-log/signed",
      find: 'if (!(await verifyAsPerson(port, "key-log", roster.practice, entry, signer))) return fail(failure("signature-wrong"));',
      replace: "",
      quick: true,
    },
    {
      id: "key-log/sealed-keys",
      find: 'if (!(await sealedKeysFit(port, deliveries, sealedKeys))) return fail(failure("envelope-mismatch"));',
      replace: "",
    },
    {
      id: "key-log/as-many-sealed-keys",
      find: "if (deliveries.length !== sealedKeys.length) return false;",
      replace: "",
    },
    {
      id: "key-log/sealed-key-length",
      find: "if (sealedKeys.some((sealed) => sealed.length !== sealedEpochKeyBytes)) return false;",
      replace: "",
    },
    {
      id: "key-log/sealed-key-hash",
      find: "return deliveries.every(([, , expected], i) => equalBytes(expected, hashes[i] as Hash));",
      replace: "return hashes.length > 0;",
    },
    {
      id: "key-log/recipients",
      find: 'if (!deliveriesAllowed(roster, compartment.readers, deliveries)) return fail(failure("not-entitled"));',
      replace: "",
    },
    { id: "key-log/recipient-once", find: "seen.has(id) || ", replace: "" },
    { id: "key-log/recipient-is-a-reader", find: " || !isAmong(readers, recipient)", replace: "" },
    {
      id: "key-log/recipient-key",
      find: "return equalBytes(hash(memberOf(roster, recipient).identitySeal), keyHash);",
      replace: "return true;",
    },
    { id: "deliver/epoch-there-is", find: "if (!log || operation[1] > last)", replace: "if (!log)" },
    { id: "rotate/next-epoch", find: "epoch !== last + 1 || ", replace: "" },
    { id: "rotate/back-link", find: " || (backLink === null) !== (epoch === 1)", replace: "" },
    {
      id: "rotate/knows-the-removal",
      find: 'if (compartment.staleIndex !== undefined && relied.index < compartment.staleIndex) return fail(failure("head-moved"));',
      replace: "",
    },
    {
      id: "rotate/every-reader",
      find: 'if (!compartment.readers.every((reader) => deliveries.some(([recipient]) => equalBytes(recipient, reader))))\n    return fail(failure("statement-refused"));',
      replace: "",
    },
    {
      id: "stale/until-rotated",
      find: "return staleIndex !== undefined && currentEpoch(log).index <= staleIndex;",
      replace: "return false;",
    },
  ]),

  ...inFile(`${protocol}/batch-rules.ts`, { tests: [`${protocol}/batch-rules.test.ts`] }, [
    {
      id: "batch/signed",
      find: 'return (await verifyBatch(port, placed.value, roster.practice, batch)) ? undefined : failure("signature-wrong");',
      replace: "return undefined;",
      quick: true,
    },
    { id: "batch/after-the-roster", find: "index <= roster.headIndex || ", replace: "" },
    { id: "batch/after-the-key-log", find: " || (log && index <= log.headIndex)", replace: "" },
    {
      id: "batch/device-counts",
      find: "const device = deviceAt(roster, body.author, index);",
      replace: "const device = roster.devices.get(toHex(body.author));",
    },
    { id: "batch/writer", find: " || !isAmong(compartment.writers, device.account)", replace: "" },
    { id: "batch/current-epoch", find: "body.epoch !== currentEpoch(log).epoch || ", replace: "" },
    { id: "batch/not-stale", find: " || isStale(roster, log))", replace: ")" },
    { id: "batch/next-of-device", find: "body.deviceCounter !== place.deviceCounter + 1 ||", replace: "" },
    {
      id: "batch/next-in-compartment",
      find: "body.compartmentCounter !== place.compartmentCounter + 1 ||",
      replace: "",
    },
    { id: "batch/previous", find: "||\n    !equalBytes(body.previous, place.previous)", replace: "" },
    {
      id: "batch/roster-head",
      find: "if (!relied || body.checkpoint.size > index)",
      replace: "if (body.checkpoint.size > index)",
    },
    {
      id: "batch/checkpoint-not-to-come",
      find: "if (!relied || body.checkpoint.size > index)",
      replace: "if (!relied)",
    },
    {
      id: "batch/as-many-envelopes",
      find: 'if (envelopes.length !== body.envelopes.length) return failure("envelope-mismatch");',
      replace: "",
    },
    {
      id: "batch/envelope-size",
      find: 'if (envelope.length > limits.envelopeBytes)\n      return failure("request-too-large", { bytes: envelope.length, limit: limits.envelopeBytes });',
      replace: "",
    },
    {
      id: "batch/envelope-hash",
      find: 'if (!equalBytes(hashes[i] as Hash, body.envelopes[i] as Hash)) return failure("envelope-mismatch");',
      replace: "",
    },
    { id: "batch/envelope-compartment", find: "!equalBytes(header.compartment, body.compartment) ||", replace: "" },
    { id: "batch/envelope-epoch", find: "header.epoch !== body.epoch ||", replace: "" },
    { id: "batch/envelope-author", find: "||\n      !equalBytes(header.author, body.author)", replace: "" },
  ]),
  ...inFile(`${protocol}/heartbeat-rules.ts`, { tests: [`${protocol}/heartbeat.test.ts`] }, [
    {
      id: "heartbeat/after-the-roster",
      find: 'if (index <= roster.headIndex) return failure("head-moved");',
      replace: "",
    },
    {
      id: "heartbeat/device-counts",
      find: "const device = deviceAt(roster, body.device, index);",
      replace: "const device = roster.devices.get(toHex(body.device));",
    },
    {
      id: "heartbeat/next",
      find: 'if (body.sequence !== sequence + 1) return failure("counter-wrong", { sequence });',
      replace: "",
    },
    {
      id: "heartbeat/roster-head",
      find: "if (!relied || body.checkpoint.size > index)",
      replace: "if (body.checkpoint.size > index)",
    },
    {
      id: "heartbeat/checkpoint-not-to-come",
      find: "if (!relied || body.checkpoint.size > index)",
      replace: "if (!relied)",
    },
    {
      id: "heartbeat/signed",
      find: 'return (await verifyHeartbeat(port, device.key, roster.practice, heartbeat)) ? undefined : failure("signature-wrong");',
      replace: "return undefined;",
    },
  ]),

  ...inFile(`${protocol}/session/transcript.ts`, { tests: [`${protocol}/session/transcript.test.ts`] }, [
    { id: "login/bound-to-origin", find: "encodeCbor([h.origin, h.account,", replace: "encodeCbor([h.account," },
    {
      id: "login/bound-to-server-nonce",
      find: "h.deviceNonce, h.serverNonce, h.deviceEphemeral, h.serverEphemeral]),\n  );\n}\n\n/** `undefined` when",
      replace: "h.deviceNonce, h.deviceEphemeral, h.serverEphemeral]),\n  );\n}\n\n/** `undefined` when",
    },
    {
      id: "request/bound-to-counter",
      find: "[r.session, r.counter, r.method, r.pathAndQuery, r.bodyHash]",
      replace: "[r.session, r.method, r.pathAndQuery, r.bodyHash]",
    },
    {
      id: "request/bound-to-method",
      find: "[r.session, r.counter, r.method, r.pathAndQuery, r.bodyHash]",
      replace: "[r.session, r.counter, r.pathAndQuery, r.bodyHash]",
    },
    {
      id: "request/bound-to-path",
      find: "[r.session, r.counter, r.method, r.pathAndQuery, r.bodyHash]",
      replace: "[r.session, r.counter, r.method, r.bodyHash]",
    },
    {
      id: "request/bound-to-body",
      find: "[r.session, r.counter, r.method, r.pathAndQuery, r.bodyHash]",
      replace: "[r.session, r.counter, r.method, r.pathAndQuery]",
    },
    {
      id: "answer/bound-to-counter",
      find: "[a.session, a.counter, a.status, a.bodyHash]",
      replace: "[a.session, a.status, a.bodyHash]",
    },
    {
      id: "answer/bound-to-status",
      find: "[a.session, a.counter, a.status, a.bodyHash]",
      replace: "[a.session, a.counter, a.bodyHash]",
    },
    {
      id: "answer/bound-to-body",
      find: "[a.session, a.counter, a.status, a.bodyHash]",
      replace: "[a.session, a.counter, a.status]",
    },
    { id: "request/header-shape", find: "([1-9][0-9]{0,14})", replace: "([0-9]{1,15})" },
  ]),
];
