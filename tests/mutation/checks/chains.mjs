// The chains that server and readers both judge beside the roster: key logs, batches, heartbeats; and the shapes of messages.

import { inFile } from "./in-file.mjs";

const protocol = "packages/protocol/src";
const readers = `${protocol}/keylog/readers.test.ts`;

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
    {
      id: "key-log/device-of-that-account",
      find: " || !equalBytes(device.account, body.account)) return fail",
      replace: ") return fail",
    },
    {
      id: "key-log/signer-is-a-reader",
      find: 'if (!reads && !spent) return fail(failure("not-entitled"));',
      replace: "",
    },
    {
      id: "key-log/signer-need-not-rekey",
      find: "const reads = isAmong(activeReadersOf(roster, compartment), body.account);",
      replace: "const reads = isAmong(compartment.readers, body.account);",
      tests: [readers],
    },
    {
      id: "key-log/signed",
      find: 'if (!(await verifySigned(port, "key-log", roster.practice, entry, signers))) return fail(failure("signature-wrong"));',
      replace: "",
      quick: true,
    },
    {
      id: "key-log/sealed-keys",
      find: 'if (sealedKeys !== "gone" && !(await sealedKeysFit(port, deliveries, sealedKeys)))\n    return fail(failure("envelope-mismatch"));',
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
      find: 'if (!deliveriesAllowed(sealingKeys, deliveries)) return fail(failure("not-entitled"));',
      replace: "",
    },
    { id: "key-log/recipient-once", find: "seen.has(id) || ", replace: "" },
    {
      id: "key-log/recipient-is-a-reader",
      find: "if (seen.has(id) || !named) return false;",
      replace: "if (seen.has(id)) return false;\n    if (!named) return true;",
      tests: [readers],
    },
    {
      id: "key-log/recipient-need-not-rekey",
      find: ": recipientsOf(roster, compartment).filter((one) => !named",
      replace: ": compartment.readers.filter((one) => !named",
      tests: [readers],
    },
    {
      id: "key-log/recipient-key",
      find: "return equalBytes(hash(named.key), keyHash);",
      replace: "return true;",
    },
    { id: "deliver/epoch-there-is", find: "!log || epoch > last)", replace: "!log)" },
    { id: "rotate/next-epoch", find: "epoch !== last + 1 || ", replace: "" },
    { id: "rotate/back-link", find: " || (backLink === null) !== (epoch === 1)", replace: "" },
    {
      id: "key-log/knows-the-last-change",
      find: 'if (relied.index < compartment.changedIndex) return fail(failure("head-moved"));',
      replace: "",
      tests: [readers],
    },
    {
      id: "rotate/every-reader",
      find: 'if (!deliversToAll(compartment, owed, deliveries)) return fail(failure("statement-refused"));',
      replace: "",
    },
    {
      id: "rotate/leaves-out-the-dated-only",
      find: "given.has(toHex(one)) || untilDayOf(compartment, one) !== undefined",
      replace: "given.has(toHex(one)) || compartment.dated.length > 0",
      tests: [readers],
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
    {
      id: "batch/next-of-device",
      find: 'sight === "partial" && body.deviceCounter > place.deviceCounter;',
      replace: "body.deviceCounter > 0;",
    },
    {
      id: "batch/gaps-only-to-a-partial-sight",
      find: 'sight === "partial" && ',
      replace: "",
    },
    {
      id: "batch/never-back-in-a-chain",
      find: " && body.deviceCounter > place.deviceCounter;",
      replace: ";",
    },
    {
      id: "batch/next-in-compartment",
      find: " || body.compartmentCounter !== place.compartmentCounter + 1) {",
      replace: ") {",
    },
    { id: "batch/previous", find: "? equalBytes(body.previous, place.previous)", replace: "? true" },
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
      find: "h.deviceKey, h.deviceNonce, h.serverNonce, h.deviceEphemeral",
      replace: "h.deviceKey, h.deviceNonce, h.deviceEphemeral",
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
