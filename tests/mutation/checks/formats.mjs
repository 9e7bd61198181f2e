// Encodings, primitives, envelopes, keys, ledger: what bytes may be, whoever they come from.

import { inFile } from "./in-file.mjs";

const crypto = "packages/crypto/src";

export const formatChecks = [
  ...inFile("packages/bytes/src/cbor.ts", { tests: ["packages/bytes/src/cbor.test.ts"] }, [
    {
      id: "cbor/nothing-behind",
      find: "return cursor.at === bytes.length ? value : undefined;",
      replace: "return value;",
      quick: true,
    },
    { id: "cbor/shortest-number", find: "value >= shorter && ", replace: "" },
    { id: "cbor/safe-number", find: " && value <= Number.MAX_SAFE_INTEGER", replace: "" },
    {
      id: "cbor/safe-negative-number",
      find: "argument < Number.MAX_SAFE_INTEGER ? -1 - argument : undefined",
      replace: "-1 - argument",
    },
    {
      id: "cbor/levels-of-arrays",
      find: "if (depth === 0 || length > cursor.bytes.length - cursor.at) return undefined;\n  const values: CborValue[]",
      replace: "if (length > cursor.bytes.length - cursor.at) return undefined;\n  const values: CborValue[]",
    },
    {
      id: "cbor/levels-of-maps",
      find: "if (depth === 0 || length > cursor.bytes.length - cursor.at) return undefined;\n  const values: {",
      replace: "if (length > cursor.bytes.length - cursor.at) return undefined;\n  const values: {",
    },
    { id: "cbor/key-is-text", find: 'typeof key !== "string" || ', replace: "" },
    { id: "cbor/key-is-no-prototype", find: 'key === "__proto__" || ', replace: "" },
    { id: "cbor/keys-ascend", find: " || !isAscending(before, encodedKey)", replace: "" },
  ]),
  ...inFile("packages/bytes/src/text.ts", { tests: ["packages/bytes/src/cbor.test.ts"] }, [
    { id: "text/well-formed", find: "fatal: true", replace: "fatal: false" },
    { id: "text/byte-order-mark-kept", find: "ignoreBOM: true", replace: "ignoreBOM: false" },
  ]),

  ...inFile(`${crypto}/primitives/sign.ts`, { tests: [`${crypto}/primitives/sign.test.ts`] }, [
    {
      id: "sign/verify",
      find: 'return port.subtle.verify("Ed25519", key.handle, new Uint8Array(signature), message);',
      replace: "return true;",
      quick: true,
    },
    { id: "sign/key-strict", find: "!isStrictPoint(publicKey) || ", replace: "" },
    { id: "sign/key-on-curve", find: " || !isOnCurve(publicKey)", replace: "" },
    { id: "sign/r-strict", find: "!isStrictPoint(signature.subarray(0, 32)) || ", replace: "" },
    { id: "sign/s-below-order", find: " || !isBelowOrder(signature.subarray(32))", replace: "" },
    { id: "sign/y-below-prime", find: "isBelow(y, fieldPrime) && ", replace: "" },
    {
      id: "sign/no-small-order",
      find: " && !smallOrderY.some((small) => small.every((byte, i) => byte === y[i]))",
      replace: "",
    },
  ]),
  ...inFile(`${crypto}/primitives/hpke.ts`, { tests: [`${crypto}/primitives/hpke.test.ts`] }, [
    {
      id: "sealing-key/canonical",
      find: "isCanonicalKey(key) && !isOfSmallOrder",
      replace: "!isOfSmallOrder",
    },
    {
      id: "sealing-key/no-small-order",
      find: " && !isOfSmallOrder(key.subarray(mlKem768KeyBytes))",
      replace: "",
    },
    {
      id: "sealing-key/no-small-order-with-top-bit",
      find: "(u[i] as number) & 0x7f",
      replace: "u[i]",
    },
    {
      id: "sealing-key/low-coefficients",
      find: "low + 256 * (middle & 15) >= mlKem768Modulus || ",
      replace: "",
    },
    {
      id: "sealing-key/high-coefficients",
      find: " || (middle >> 4) + 16 * high >= mlKem768Modulus",
      replace: "",
    },
  ]),
  ...inFile(`${crypto}/primitives/aead.ts`, { tests: [`${crypto}/primitives/aead.test.ts`] }, [
    { id: "aead/key-length", find: 'assert(raw.length === 32, "AES-256 takes 32 bytes");', replace: "" },
    {
      id: "aead/additional-data",
      find: '{ name: "AES-GCM", iv: nonce, additionalData, tagLength: 128 }, key, plaintext',
      replace: '{ name: "AES-GCM", iv: nonce, tagLength: 128 }, key, plaintext',
    },
  ]),
  ...inFile(`${crypto}/padding.ts`, { tests: [`${crypto}/padding.test.ts`] }, [
    {
      id: "padding/inside-too",
      find: "if (!isPaddedLength(padded.length)) return undefined;",
      replace: "",
    },
    { id: "padding/mark", find: "if (padded[end] !== 0x80) return undefined;", replace: "" },
    { id: "padding/floor", find: "length >= paddingFloorBytes && ", replace: "" },
    { id: "padding/bucket", find: " && padmeLength(length) === length", replace: "" },
  ]),

  ...inFile(`${crypto}/envelope.ts`, { tests: [`${crypto}/envelope.test.ts`] }, [
    {
      id: "envelope/bound-to-practice",
      find: 'context("envelope", practice, headerBytes)',
      replace: 'context("envelope", headerBytes)',
    },
    {
      id: "envelope/bound-to-header",
      find: 'context("envelope", practice, headerBytes)',
      replace: 'context("envelope", practice)',
      quick: true,
    },
    {
      id: "envelope/two-parts",
      find: " || outer.length !== 2) return undefined;",
      replace: ") return undefined;",
    },
    {
      id: "envelope/padded",
      find: "if (!isPaddedLength(sealed.length - sealOverheadBytes)) return undefined;",
      replace: "",
    },
    { id: "envelope/eight-fields", find: " || value.length !== 8", replace: "" },
    { id: "envelope/version", find: "version !== 1 || ", replace: "" },
    { id: "envelope/schema", find: "!isCount(schema) || ", replace: "" },
    { id: "envelope/epoch", find: "!isCount(epoch) || ", replace: "" },
    { id: "envelope/revision", find: " || !isCount(revision)", replace: "" },
    { id: "envelope/compartment-length", find: "!isBytes(compartment, 16) || ", replace: "" },
    { id: "envelope/record-length", find: "!isBytes(record, 16) || ", replace: "" },
    { id: "envelope/author-length", find: " || !isBytes(author, 16)", replace: "" },
    { id: "envelope/most-parents", find: " || parents.length > maxParents", replace: "" },
    { id: "envelope/parent-length", find: " || !parents.every((parent) => isBytes(parent, 32))", replace: "" },
    { id: "envelope/first-has-no-parents", find: "(revision === 1) !== (parents.length === 0) || ", replace: "" },
    { id: "envelope/parents-once", find: " || !areDistinct(parents as Uint8Array[])", replace: "" },
  ]),
  ...inFile(`${crypto}/batch.ts`, { tests: [`${crypto}/batch.test.ts`] }, [
    { id: "batch/two-parts", find: " || outer.length !== 2) return undefined;", replace: ") return undefined;" },
    { id: "batch/signature-length", find: " || !isBytes(signature, 64)", replace: "" },
    { id: "batch/fields", find: " || value.length !== 13", replace: "" },
    { id: "batch/version", find: "version !== 1 || ", replace: "" },
    { id: "batch/epoch", find: "!isCount(epoch) || ", replace: "" },
    { id: "batch/device-counter", find: "!isCount(deviceCounter) || ", replace: "" },
    { id: "batch/compartment-counter", find: "!isCount(compartmentCounter) || ", replace: "" },
    { id: "batch/checkpoint-size", find: " || !isCount(size))", replace: ")" },
    {
      id: "batch/most-in-compartment",
      find: "if (compartmentCounter > maxBatchesInCompartment) return undefined;",
      replace: "",
    },
    { id: "batch/compartment-length", find: "!isBytes(compartment, 16) ||", replace: "" },
    { id: "batch/author-length", find: "!isBytes(author, 16) ||", replace: "" },
    { id: "batch/previous-length", find: "!isBytes(previous, 32) ||", replace: "" },
    { id: "batch/roster-head-length", find: "!isBytes(rosterHead, 32) ||", replace: "" },
    { id: "batch/root-length", find: "!isBytes(root, 32) ||", replace: "" },
    { id: "batch/tag-length", find: "||\n    !isBytes(tag, 16)", replace: "" },
    { id: "batch/group-length", find: "if (group !== null && !isBytes(group, 16)) return undefined;", replace: "" },
    { id: "batch/not-empty", find: "envelopes.length === 0 ||", replace: "" },
    { id: "batch/most-envelopes", find: "envelopes.length > maxEnvelopesPerBatch ||", replace: "" },
    { id: "batch/envelope-hash-length", find: "!envelopes.every((hash) => isBytes(hash, 32)) ||", replace: "" },
    { id: "batch/envelopes-once", find: "||\n    !areDistinct(envelopes as Uint8Array[])", replace: "" },
  ]),

  ...inFile(`${crypto}/attachment.ts`, { tests: [`${crypto}/attachment.test.ts`] }, [
    { id: "chunk/nonce-says-last", find: "nonce[11] = place.last ? 1 : 0;", replace: "" },
    {
      id: "chunk/bound-to-practice-and-place",
      find: 'boundContext("chunk", place.practice, [place.blob, place.index, place.last])',
      replace: 'boundContext("chunk", new Uint8Array(16) as never, null)',
    },
    {
      id: "chunk/length-when-sealing",
      find: 'assert(isChunkLength(place, plaintext.length), "a chunk is full, or the last one");',
      replace: "",
    },
    {
      id: "keyed-hash/bound-to-compartment",
      find: "encodeCbor([compartment.kind, compartment.chart, file])",
      replace: "encodeCbor(file)",
    },
    { id: "keyed-hash/bound-to-device", find: 'context("file-hash", device)', replace: 'context("file-hash")' },
  ]),
  {
    id: "chunk/length-when-opening",
    file: `${crypto}/open/attachment.ts`,
    find: "if (!isChunkLength(place, sealed.length - tagBytes)) return undefined;",
    replace: "",
    tests: [`${crypto}/attachment.test.ts`],
  },

  ...inFile(`${crypto}/epoch.ts`, { tests: [`${crypto}/epoch.test.ts`] }, [
    {
      id: "epoch-key/delivery-bound-to-compartment",
      find: "place.compartment,\n    place.epoch,\n    place.commitment,",
      replace: "place.epoch,\n    place.commitment,",
    },
    { id: "epoch-key/delivery-bound-to-recipient", find: "place.recipient,\n", replace: "" },
    { id: "epoch-key/delivery-bound-to-deliverer", find: "place.deliverer,\n", replace: "" },
    { id: "epoch-key/delivery-bound-to-roster", find: "place.rosterHead,\n", replace: "" },
    {
      id: "epoch-key/back-link-bound-to-place",
      find: "[place.compartment, place.epoch]);\n\n/** What",
      replace: "[]);\n\n/** What",
    },
  ]),
  ...inFile(`${crypto}/open/epoch.ts`, { tests: [`${crypto}/epoch.test.ts`] }, [
    {
      id: "epoch-key/length",
      find: "if (opened?.length !== 32) return undefined;",
      replace: "if (!opened) return undefined;",
    },
    {
      id: "epoch-key/commitment",
      find: "return equalBytes(await commitmentOf(port, key, place), commitment) ? key : undefined;",
      replace: "return key;",
      quick: true,
    },
  ]),
  ...inFile(`${crypto}/keys/keyring.ts`, { tests: [`${crypto}/keys/keyring.test.ts`] }, [
    {
      id: "keyring/bound-to-account",
      find: "[place.account, place.keyringVersion]",
      replace: "[place.keyringVersion]",
    },
    { id: "keyring/bound-to-version", find: "[place.account, place.keyringVersion]", replace: "[place.account]" },
    {
      id: "slot/bound-to-account",
      find: "[place.account, place.slot, place.keyringVersion, place.kdfVersion]",
      replace: "[place.slot, place.keyringVersion, place.kdfVersion]",
    },
    {
      id: "slot/bound-to-slot",
      find: "[place.account, place.slot, place.keyringVersion, place.kdfVersion]",
      replace: "[place.account, place.keyringVersion, place.kdfVersion]",
    },
    {
      id: "slot/bound-to-keyring-version",
      find: "[place.account, place.slot, place.keyringVersion, place.kdfVersion]",
      replace: "[place.account, place.slot, place.kdfVersion]",
    },
    {
      id: "slot/bound-to-kdf-version",
      find: "[place.account, place.slot, place.keyringVersion, place.kdfVersion]",
      replace: "[place.account, place.slot, place.keyringVersion]",
    },
  ]),
  ...inFile(`${crypto}/open/keyring.ts`, { tests: [`${crypto}/keys/keyring.test.ts`] }, [
    {
      id: "slot/key-length",
      find: "return opened?.length === 32 ? (opened as KeyringKey) : undefined;",
      replace: "return opened as KeyringKey | undefined;",
    },
    { id: "keyring/fields", find: " || value.length !== 4", replace: "" },
    { id: "keyring/format", find: "format !== 1 || ", replace: "" },
    { id: "keyring/version-inside", find: "version !== place.keyringVersion || ", replace: "" },
    { id: "keyring/login-seed-length", find: "!is32(loginSeed) || ", replace: "" },
    { id: "keyring/pair", find: "pair.length !== 2 || ", replace: "" },
    { id: "keyring/signing-seed-length", find: "!is32(pair[0]) || ", replace: "" },
    { id: "keyring/sealing-seed-length", find: " || !is32(pair[1])", replace: "" },
    { id: "keyring/an-identity", find: "if (present === undefined) return undefined;", replace: "" },
  ]),
  {
    id: "kdf/known-version",
    file: `${crypto}/keys/root.ts`,
    find: "return Object.hasOwn(argon2idCosts, kdfVersion) ? argon2idCosts[kdfVersion] : undefined;",
    replace: "return argon2idCosts[kdfVersion] ?? argon2idCosts[1];",
    tests: [`${crypto}/keys/root.test.ts`],
  },

  ...inFile(`${crypto}/ledger/checkpoint.ts`, { tests: [`${crypto}/ledger/checkpoint.test.ts`] }, [
    { id: "checkpoint/note-length", find: "note.length > maxNoteLength ? null : ", replace: "" },
    {
      id: "checkpoint/practice",
      find: "if (parts?.origin !== origin) return undefined;",
      replace: "if (!parts) return undefined;",
    },
    { id: "checkpoint/size-is-safe", find: " || !Number.isSafeInteger(Number(size))", replace: "" },
    {
      id: "checkpoint/signature",
      find: "return (await verify(port, key, signature, utf8(parts.text))) ? parts.checkpoint : undefined;",
      replace: "return parts.checkpoint;",
    },
    { id: "checkpoint/no-leading-zero", find: "(0|[1-9][0-9]{0,15})", replace: "([0-9]{1,16})" },
  ]),
  ...inFile(`${crypto}/ledger/leaf.ts`, { tests: [`${crypto}/ledger/leaf.test.ts`] }, [
    { id: "leaf/length", find: "bytes.length !== leafBytes || ", replace: "" },
    { id: "leaf/kind", find: " || kind === undefined) return undefined;", replace: ") return undefined;" },
  ]),
  ...inFile(`${crypto}/ledger/merkle.ts`, { tests: [`${crypto}/ledger/merkle.test.ts`] }, [
    { id: "tree/node-is-no-leaf", find: "input[0] = 1;", replace: "" },
    { id: "tree/inclusion-index", find: "if (index >= size) return false;", replace: "" },
    {
      id: "tree/inclusion-root",
      find: "return last === 0 && equalBytes(result, root);",
      replace: "return last === 0;",
    },
    {
      id: "tree/inclusion-whole-proof",
      find: "return last === 0 && equalBytes(result, root);",
      replace: "return equalBytes(result, root);",
    },
    { id: "tree/never-shrinks", find: "if (oldSize > newSize) return false;", replace: "" },
    {
      id: "tree/same-size-same-root",
      find: "proof.length === 0 && equalBytes(oldRoot, newRoot)",
      replace: "proof.length === 0",
    },
    { id: "tree/old-root", find: " && equalBytes(oldResult, oldRoot)", replace: "" },
    { id: "tree/new-root", find: " && equalBytes(newResult, newRoot)", replace: "" },
  ]),
];
