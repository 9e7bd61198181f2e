// How a device comes into a practice and opens: founding, Emergency Kit, pairing, passphrase.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";
const hostile = (/** @type {string} */ name) => `tests/hostile/${name}.test.ts`;
const rules = "tests/rules/device-rules.test.ts";

export const enrolmentChecks = [
  ...inFile(`${vault}/kit.ts`, { tests: [`${vault}/kit.test.ts`] }, [
    {
      id: "kit/checksum",
      find: "if (!equalBytes(hash(body).subarray(0, checksumBytes), bytes.subarray(-checksumBytes))) return undefined;",
      replace: "",
      quick: true,
    },
    { id: "kit/fields", find: " || value.length !== 11", replace: "" },
    { id: "kit/version", find: "version !== 1 ||", replace: "" },
    { id: "kit/origin", find: "!isOrigin(origin) ||", replace: "" },
    { id: "kit/cost-is-a-number", find: 'typeof kdfVersion !== "number" ||', replace: "" },
    { id: "kit/ledger-not-empty", find: "||\n    size < 1\n", replace: "\n" },
    {
      id: "kit/id-lengths",
      find: "if (!isBytes(practice, 16) || !isBytes(account, 16) || !isBytes(secretKey, 16)) return undefined;",
      replace: "",
    },
    {
      id: "kit/hash-lengths",
      find: "if (!isBytes(founding, 32) || !isBytes(identity, 32) || !isBytes(ledgerKey, 32) || !isBytes(root, 32))\n    return undefined;",
      replace: "",
    },
  ]),
  ...inFile(`${vault}/passphrase.ts`, { tests: [`${vault}/passphrase.test.ts`] }, [
    {
      id: "passphrase/length",
      find: 'if ([...text].length < minCharacters) return refuse("passphrase-short");',
      replace: "",
    },
    {
      id: "passphrase/names",
      find: 'if (holdsNames(lower, about)) return refuse("passphrase-names");',
      replace: "",
    },
    {
      id: "passphrase/common",
      find: 'if (isCommon(lower)) return refuse("passphrase-common");',
      replace: "",
    },
    {
      id: "passphrase/sentences",
      file: "packages/vault/src/passphrase-estimator.ts",
      find: "estimator.check(withoutFiller(passphrase), ",
      replace: "estimator.check(passphrase, ",
    },
    {
      id: "passphrase/guesses",
      find: "return countGuesses(text, about) >= minGuesses ? { ok: true } : ",
      replace: "return minGuesses > 0 ? { ok: true } : ",
    },
  ]),
  ...inFile(`${vault}/methods/beginning.ts`, { tests: [hostile("founding")], titles: "nothing is founded" }, [
    {
      id: "founding/names",
      find: 'if ([request.practiceName, request.ownerName].some((name) => name.trim() === ""))\n        return fail(failure("name-empty"));',
      replace: "",
    },
    {
      id: "founding/passphrase",
      find: "if (!verdict.ok) return fail(failure(verdict.code));\n      const founded",
      replace: "const founded",
    },
  ]),
  ...inFile(`${vault}/methods/own-keys.ts`, { tests: [hostile("founding")] }, [
    {
      id: "kit/confirmed-by-what-it-says",
      find: "if (distinct.size < 4 || !same) return",
      replace: "if (distinct.size < 4) return",
      titles: "KIT-3",
    },
    {
      id: "kit/confirmed-by-four-groups",
      find: "if (distinct.size < 4 || !same) return",
      replace: "if (!same) return",
      titles: "KIT-3",
    },
  ]),
  ...inFile(`${vault}/features/found.ts`, { tests: [hostile("founding")], titles: "the first checkpoint" }, [
    {
      id: "found/server-version",
      find: 'if (facts.value.version !== 1) return fail(failure("server-version"));',
      replace: "",
    },
    { id: "found/first-size", find: "checkpoint.size !== 1 || ", replace: "" },
    { id: "found/first-root", find: " || !equalBytes(checkpoint.root, rootOf(frontier)))", replace: ")" },
  ]),
  ...inFile(`${vault}/features/unlock.ts`, { tests: [hostile("keyring")], titles: "HS-1" }, [
    {
      id: "unlock/known-cost",
      find: 'if (!argon2idCost(stored.kdfVersion)) return fail(failure("kdf-version-unknown"));\n  const derived = await derivePassphraseKeys(crypto, { ...stored, passphrase });',
      replace: "const derived = await derivePassphraseKeys(crypto, { ...stored, kdfVersion: 1, passphrase });",
      titles: "HS-12",
    },
    {
      id: "unlock/keyring-fits",
      find: "return equalBytes(identityHash(publicKeyOf(sign), await sealingPublicKeyOf(sealing)), pinned);",
      replace: "return true;",
      tests: [hostile("pinned-keys")],
    },
  ]),
  ...inFile(`${vault}/features/enrol.ts`, { tests: [hostile("new-device")], titles: "HS-04" }, [
    {
      id: "enrol/known-cost",
      find: 'if (!argon2idCost(kit.kdfVersion)) return fail(failure("kdf-version-unknown"));\n  const derived = await derivePassphraseKeys(crypto, { ...kit, passphrase',
      replace: "const derived = await derivePassphraseKeys(crypto, { ...kit, kdfVersion: 1, passphrase",
      tests: [hostile("keyring")],
      titles: "HS-12",
    },
    {
      id: "enrol/cost-as-pinned",
      find: 'if (kdfVersion !== kit.kdfVersion) return fail(failure("kdf-version-unknown"));',
      replace: "",
      tests: [hostile("keyring")],
      titles: "HS-12",
    },
    {
      id: "enrol/keyring-as-pinned",
      find: 'if (!(await keyringFits(keyring, kit.identity))) return fail(failure("kit-replaced"));',
      replace: "",
      tests: [hostile("pinned-keys")],
      titles: "keyring",
    },
    {
      id: "enrol/member-as-pinned",
      find: "if (!member || !equalBytes(identityHash(member.identitySign.publicKey, member.identitySeal), kit.identity))",
      replace: "if (!member)",
      tests: [hostile("pinned-keys")],
      titles: "another founding",
    },
    {
      id: "enrol/past-as-pinned",
      find: 'if (frontier.size === pinned.checkpoint.size && !equalBytes(rootOf(frontier), pinned.checkpoint.root))\n        return fail(failure("alarm-ledger-forked", { size: frontier.size }));',
      replace: "",
    },
    {
      id: "enrol/not-older-than-pinned",
      find: 'if (checkpoint.size < pinned.checkpoint.size)\n      return fail(failure("alarm-ledger-shorter", { had: pinned.checkpoint.size, shown: checkpoint.size }));',
      replace: "",
    },
    {
      id: "enrol/leaves-rebuild-the-root",
      find: 'if (checkpoint.size === frontier.size && !equalBytes(checkpoint.root, rootOf(frontier)))\n      return fail(failure("alarm-ledger-forked", { size: checkpoint.size }));',
      replace: "",
    },
    {
      id: "enrol/statement-is-the-leafs",
      find: "if (!entry || !equalBytes(hash(entry), leaf.bodyHash))",
      replace: "if (!entry)",
    },
    {
      id: "enrol/statement-not-withheld",
      find: 'if (!entry || !equalBytes(hash(entry), leaf.bodyHash))\n        return fail(failure("alarm-body-withheld", { count: 1, index }));',
      replace: "if (!entry || !equalBytes(hash(entry), leaf.bodyHash)) continue;",
    },
    {
      id: "enrol/a-page-goes-on",
      find: 'if (until <= bodiesFrom && until < checkpoint.size) return fail(failure("server-rubbish"));',
      replace:
        "if (until <= bodiesFrom && until < checkpoint.size && roster) return ok({ roster, frontier, checkpoint });",
    },
    {
      id: "enrol/founding-as-pinned",
      find: "if (!first || !equalBytes(hash(first), pinned.founding)) return undefined;",
      replace: "if (!first) return undefined;",
      tests: [hostile("keyring")],
      titles: "Kit that was tampered",
    },
    {
      id: "enrol/checkpoint-key-as-pinned",
      find: "if (pinned.ledgerKey && !equalBytes(key.publicKey, pinned.ledgerKey)) return undefined;",
      replace: "",
      tests: [hostile("pinned-keys")],
      titles: "checkpoint key",
    },
    {
      id: "enrol/enrolment-under-a-checkpoint",
      find: "if (!checkpoint || checkpoint.size !== grown.size || !equalBytes(checkpoint.root, rootOf(grown)))",
      replace: "if (!checkpoint)",
    },
    {
      id: "enrol/enrolment-stands",
      find: 'if (!read || read.kind !== "roster" || !equalBytes(read.bodyHash, hash(statement)))\n    return fail(failure("alarm-leaf-missing", { index: first }));',
      replace: "",
    },
    { id: "enrol/enrolment-is-that-one", find: " || !equalBytes(read.bodyHash, hash(statement)))", replace: ")" },
  ]),

  ...inFile(`${vault}/features/pairing/pairing.ts`, { tests: [hostile("pairing")], titles: "HS-19" }, [
    {
      id: "pairing/dead-invite-ends-it",
      find: "if (!answered.ok && isDead(answered.error)) return answered;",
      replace: "",
      titles: "message of the|too late",
    },
  ]),
  ...inFile(`${vault}/features/pairing/inviter.ts`, { tests: [hostile("pairing")], titles: "HS-19" }, [
    {
      id: "pairing/provisional-invites-nobody",
      find: 'if (isProvisional(opened.state, roster, toHex(opened.keys.device))) return fail(failure("device-provisional"));',
      replace: "",
      tests: [rules],
      titles: "KIT-6",
    },
    {
      id: "pairing/newcomer-knows-the-secret",
      find: 'if (!parsed) return fail(failure("invitation-dead"));\n    const body',
      replace: "const body",
      titles: "message of the newcomer",
    },
    {
      id: "pairing/newcomer-shows-what-it-committed-to",
      find: "newcomerNonce.length !== 32 || !equalBytes(commitTo(parsed.newcomer, newcomerNonce), parsed.commitment)",
      replace: "false",
      titles: "message of the newcomer",
    },
    {
      id: "pairing/nonce-length",
      find: "newcomerNonce.length !== 32 || ",
      replace: "",
      titles: "nonce of another length",
    },
    {
      id: "pairing/words-are-the-same",
      find: 'if (picked.value !== words.join(" ")) return fail(failure("pairing-words-differ"));',
      replace: "",
      titles: "other words on the other device",
      quick: true,
    },
    {
      id: "pairing/alive-while-comparing",
      find: "await Promise.race([answered, untilDead(side.ports, person.ended, state)])",
      replace: "await answered",
      titles: "too late",
    },
    { id: "pairing/alive-at-the-end", find: "if (!alive.ok) return alive;", replace: "", titles: "at that moment" },
    {
      id: "pairing/invite-ended-on-failure",
      find: "else await withdrawInvitation(side.disk, opened, keys.id);",
      replace: "",
      titles: "other words on the other device",
    },
    {
      id: "pairing/answered-once",
      find: "markAnswered(side.disk, keys.id);",
      replace: "",
      tests: ["tests/rules/open-invitations.test.ts"],
      titles: "interrupted is gone on with by nobody",
    },
    {
      id: "pairing/shown-until-its-day",
      find: " || kept.expiresAt <= side.ports.clock.now()",
      replace: "",
      tests: ["tests/rules/open-invitations.test.ts"],
      titles: "came to its day",
    },
    {
      id: "pairing/of-keys-before-withdrawn",
      find: "if (isOver || !kept) await",
      replace: "if (!kept) continue;\n    if (isOver) await",
      tests: ["tests/rules/open-invitations.test.ts"],
      titles: "keys that were replaced",
    },
  ]),
  ...inFile(
    `${vault}/features/pairing/newcomer.ts`,
    { tests: ["tests/rules/paired-again.test.ts"], titles: "PAIR-13" },
    [
      {
        id: "pairing/again-in-the-same-practice",
        find: "if (was && !equalBytes(invitation.practice, was.practice))",
        replace: "if (false)",
      },
      {
        id: "pairing/again-by-the-same-member",
        find: "if (was && !equalBytes(inviter.account, was.account))",
        replace: "if (false)",
      },
    ],
  ),
  ...inFile(`${vault}/features/pairing/newcomer.ts`, { tests: [hostile("pairing")], titles: "HS-19" }, [
    {
      id: "pairing/invitation-opens",
      find: 'if (!invitation) return fail(failure("invitation-dead"));',
      replace: "if (!invitation) throw new Error(server);",
      titles: "twelve words with one wrong",
    },
    {
      id: "pairing/newcomer-is-asked",
      find: "await Promise.race([answered, untilDead(shared.ports, person.ended, state)])",
      replace: 'ok(words.join(" "))',
      tests: [hostile("member-pairing")],
      titles: "twelve words that somebody else knows",
    },
    {
      id: "pairing/newcomer-hears-that-it-was-stopped",
      find: "await Promise.race([answered, untilDead(shared.ports, person.ended, state)])",
      replace: "await answered",
      titles: "other words on the other device",
    },
    {
      id: "pairing/newcomers-words-are-the-same",
      find: 'if (said.value !== words.join(" ")) return fail(failure("pairing-words-differ"));',
      replace: "",
      tests: [hostile("member-pairing")],
      titles: "names other words",
    },
    {
      id: "pairing/answer-to-this-newcomer",
      find: "if (!m2 || !equalBytes(m2.m2.m1Hash, hash(m1))) return",
      replace: "if (!m2) return",
      tests: [hostile("pairing-thief")],
      titles: "answered somebody else",
    },
    {
      id: "pairing/inviter-as-pinned",
      find: "equalBytes(identityHash(member.identitySign.publicKey, member.identitySeal), invitation.inviter)",
      replace: "member.identitySeal.length > 0",
      tests: [rules, hostile("pairing")],
      titles: "PAIR-6|HS-19",
    },
    {
      id: "pairing/head-of-the-invitation",
      find: "!heads.has(toHex(invitation.rosterHead)) || ",
      replace: "",
      tests: [hostile("pairing-thief")],
      titles: "rests on a roster",
    },
    {
      id: "pairing/head-of-the-inviter",
      find: " || !heads.has(toHex(seen.rosterHead)))",
      replace: ")",
      tests: [hostile("pairing-thief")],
      titles: "rests on a roster",
    },
    {
      id: "pairing/signed-by-the-inviter",
      find: 'if (!(await verify(crypto, identity, m2.signature, m2SignedBytes(invitation.practice, m2.body))))\n      return fail(failure("signature-wrong"));',
      replace: "",
      titles: "message of the inviter",
    },
  ]),
  ...inFile(`${vault}/life.ts`, { tests: ["tests/rules/paired-again.test.ts"], titles: "PAIR-13" }, [
    {
      id: "pairing/again-loses-no-identity",
      find: 'if (!part.holdsAllOf(running.value.keys.keyring, keys.keyring)) return fail(failure("keys-only-here"));',
      replace: "",
    },
    {
      id: "pairing/again-once-taken-out",
      find: "return opened && isOut ? profile : undefined;",
      replace: "return opened ? profile : undefined;",
    },
  ]),
  ...inFile(`${vault}/features/pairing/new-device.ts`, { tests: [hostile("pairing")], titles: "HS-19" }, [
    {
      id: "pairing/no-name-in-m1",
      find: '    name: "",',
      replace: "    name: request.deviceName,",
      tests: [rules],
      titles: "PAIR-8",
    },
    {
      id: "pairing/enrolled-in-the-ledger",
      find: "!enrolled ||\n",
      replace: "(enrolled && false) ||\n",
      titles: "the gift is exchanged",
    },
    {
      id: "pairing/enrolled-with-this-key",
      find: "!equalBytes(enrolled.key.publicKey, deviceKey.publicKey) ||",
      replace: "",
      tests: [hostile("pairing-thief")],
      titles: "a gift is kept only",
    },
    {
      id: "pairing/keyring-as-pinned",
      find: "if (!keyring || !(await keyringFits(keyring, invitation.inviter))) return",
      replace: "if (!keyring) return",
      tests: [hostile("pairing-thief")],
      titles: "a gift is kept only",
    },
    {
      id: "pairing/opens-with-the-passphrase",
      find: "if (unlocked.ok) break;",
      replace: "break;",
      tests: [rules],
      titles: "PAIR-8",
    },
  ]),
  ...inFile(`${vault}/features/pairing/transcript.ts`, { tests: [`${vault}/features/pairing/transcript.test.ts`] }, [
    {
      id: "pairing/mac",
      find: "return equalSecret(hmacSha256(key, value[0]), value[1]) ? (value[0] as Bytes) : undefined;",
      replace: "return value[0] as Bytes;",
      quick: true,
    },
    {
      id: "pairing/mac-parts",
      find: "if (!Array.isArray(value) || value.length !== 2 || !(value[0] instanceof Uint8Array) || !isBytes(value[1], 32))\n    return",
      replace: "if (!Array.isArray(value) || !(value[0] instanceof Uint8Array) || !isBytes(value[1], 32))\n    return",
    },
    {
      id: "pairing/invitation-fields",
      find: 'if (kind === "device") return more.length === 0 ? { kind } : undefined;',
      replace: 'if (kind === "device") return { kind };',
    },
    {
      id: "pairing/invitation-fields-of-a-member",
      find: "role && more.length === 1 ?",
      replace: "role ?",
    },
    {
      id: "pairing/invitation-role",
      find: "const role = roles.find((one) => one === more[0]);",
      replace: "const role = more[0] as Role;",
    },
    { id: "pairing/invitation-version", find: "version !== 1 ||", replace: "" },
    {
      id: "pairing/invitation-purpose",
      find: 'return kind === "member" && role &&',
      replace: "return role &&",
    },
    { id: "pairing/invitation-ledger-not-empty", find: "||\n    size < 1\n", replace: "\n" },
    {
      id: "pairing/invitation-hash-lengths",
      find: "if (![founding, ledgerKey, rosterHead, root, inviter].every((one) => isBytes(one, 32))) return undefined;",
      replace: "",
    },
    {
      id: "pairing/invitation-bound-to-its-id",
      find: 'return seal(crypto, await importSealKey(crypto, keys.blob), encodeInvitation(invitation), context("invite", keys.id));',
      replace:
        'return seal(crypto, await importSealKey(crypto, keys.blob), encodeInvitation(invitation), context("invite"));',
    },
    { id: "pairing/m1-of-this-invite", find: "!equalBytes(id, keys.id) || ", replace: "" },
    { id: "pairing/m1-commitment-length", find: " || !isBytes(commitment, 32))", replace: ")" },
    {
      id: "pairing/m1-device-length",
      find: "parts.length !== 4 || !isBytes(device, 16) ||",
      replace: "parts.length !== 4 ||",
    },
    {
      id: "pairing/m1-device-key-length",
      find: "!isBytes(device, 16) || !isBytes(deviceKey, 32)) return undefined;\n  if (!isBytes(oneTimeKey",
      replace: "!isBytes(device, 16)) return undefined;\n  if (!isBytes(oneTimeKey",
    },
    { id: "pairing/m1-device-fields", find: "if (parts.length !== 4 || ", replace: "if (" },
    { id: "pairing/m1-member-fields", find: "if (parts.length !== 5 || ", replace: "if (" },
    {
      id: "pairing/m1-account-length",
      find: "parts.length !== 5 || !isBytes(account, 16) ||",
      replace: "parts.length !== 5 ||",
    },
    { id: "pairing/m1-identity-length", find: " || !isBytes(identitySign, 32)) return", replace: ") return" },
    { id: "pairing/m1-sealing-length", find: "if (!isBytes(identitySeal, sealingPublicKeyBytes) || ", replace: "if (" },
    {
      id: "pairing/m1-members-device-length",
      find: "sealingPublicKeyBytes) || !isBytes(device, 16) || ",
      replace: "sealingPublicKeyBytes) || ",
    },
    {
      id: "pairing/m1-members-device-key-length",
      find: " || !isBytes(device, 16) || !isBytes(deviceKey, 32))\n    return undefined;",
      replace: " || !isBytes(device, 16))\n    return undefined;",
    },
    {
      id: "pairing/m1-as-invited",
      find: "const read = { device: readNewDevice, member: readNewMember, portal: readNewClient }[purpose];",
      replace: "const read = parts.length === 4 ? readNewDevice : readNewMember;",
    },
    { id: "pairing/m1-one-time-key-length", find: "!isBytes(oneTimeKey, sealingPublicKeyBytes) ||", replace: "" },
    { id: "pairing/m1-name-length", find: " || name.length > 200", replace: "" },
    { id: "pairing/m2-signature-length", find: " || !isBytes(value[2], 64)", replace: "" },
    { id: "pairing/m2-nonce-length", find: "!isBytes(nonce, 32) ||", replace: "" },
    {
      id: "pairing/transcript-holds-m1",
      find: "concatBytes(hash(m1), hash(m2), newcomerNonce)",
      replace: "concatBytes(hash(m2), newcomerNonce)",
    },
    {
      id: "pairing/transcript-holds-m2",
      find: "concatBytes(hash(m1), hash(m2), newcomerNonce)",
      replace: "concatBytes(hash(m1), newcomerNonce)",
    },
    {
      id: "pairing/transcript-holds-the-nonce",
      find: "concatBytes(hash(m1), hash(m2), newcomerNonce)",
      replace: "concatBytes(hash(m1), hash(m2))",
    },
    {
      id: "pairing/gift-bound-to-transcript",
      find: 'context("pairing-gift", transcript)',
      replace: 'context("pairing-gift", new Uint8Array(transcript.length))',
    },
    { id: "pairing/gift-fields", find: "value.length !== 7", replace: "false" },
    {
      id: "pairing/gift-key-lengths",
      find: "!isBytes(keyringKey, 32) ||\n    !isBytes(secretKey, 16) ||\n    !isBytes(account, 16) ||",
      replace: "",
    },
    {
      id: "pairing/gift-versions",
      find: 'if (typeof kdfVersion !== "number" || typeof keyringVersion !== "number") return undefined;',
      replace: "",
    },
  ]),
  ...inFile("packages/vault/src/background.ts", { tests: ["tests/rules/paired-again.test.ts"], titles: "PAIR-14" }, [
    {
      id: "taken-out/locks",
      find: 'if (result.error.code === "device-revoked" && inStep.has(running)) takenOut();',
      replace: "",
    },
    { id: "taken-out/locks-once", find: " && inStep.has(running)) takenOut()", replace: ") takenOut()" },
  ]),
  ...inFile(
    "packages/vault/src/background.ts",
    { tests: ["tests/rules/paired-again.test.ts"], titles: "a screen that reads again" },
    [{ id: "taken-out/told-to-screens", find: "    rosterMoved();", replace: "" }],
  ),
];
