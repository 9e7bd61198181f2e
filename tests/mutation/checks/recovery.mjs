// Recovery: cards, the set as a reader, and what its key may sign (docs/spec 02, 04, 05, 13).

import { inFile } from "./in-file.mjs";

const roster = "packages/protocol/src/roster";
const keyLog = "packages/protocol/src/keylog";
const ofRoster = { tests: [`${roster}/recovery.test.ts`] };
const ofKeyLog = { tests: [`${keyLog}/recovery.test.ts`] };
const shares = { tests: ["packages/crypto/src/keys/recovery.test.ts"] };
const cards = { tests: ["packages/vault/src/recovery-card.test.ts"] };
const rules = { tests: ["tests/rules/recovery-rules.test.ts"] };
const routes = { tests: ["apps/server/src/http/routes/recovery.test.ts"] };

export const recoveryChecks = [
  ...inFile("packages/crypto/src/open/recovery.ts", shares, [
    { id: "shares/two-at-least", find: "shares.length < 2 || ", replace: "" },
    { id: "shares/each-at-its-own-place", find: "places.size !== shares.length || ", replace: "" },
    { id: "shares/none-at-place-0", find: ' || places.has("00")', replace: "" },
    {
      id: "shares/length",
      find: "if (shares.some((share) => share.length !== recoveryShareBytes)) return undefined;",
      replace: "",
    },
  ]),
  ...inFile("packages/crypto/src/keys/recovery.ts", shares, [
    {
      id: "shares/hash-of-its-place",
      find: 'context("recovery-share", practice, set, u64(number), share)',
      replace: 'context("recovery-share", practice, set, u64(1), share)',
    },
  ]),

  ...inFile(`${roster}/recovery-authority.ts`, ofRoster, [
    {
      id: "recovery/set-by-an-owner",
      find: 'if (signers.member.role !== "owner") return undefined;',
      replace: "",
      quick: true,
    },
    {
      id: "recovery/set-by-two-owners",
      find: "const needsSecondOwner = otherOwners(roster, signers.account).length > 0;",
      replace: "const needsSecondOwner = false;",
      quick: true,
    },
    {
      id: "recovery/for-an-owner",
      find: 'if (signers.member.role !== "owner" || keyringVersion',
      replace: "if (keyringVersion",
    },
    { id: "recovery/keyring-rises", find: " || keyringVersion <= signers.member.keyringVersion", replace: "" },
    { id: "recovery/new-device", find: "roster.devices.has(toHex(device)) || ", replace: "" },
    { id: "recovery/device-key-never-used", find: " || isUsedKey(roster, publicKey)", replace: "" },
    {
      id: "drill/by-an-owner",
      find: 'signers.member.role !== "owner" || !recoverySet || ',
      replace: "!recoverySet || ",
    },
    { id: "drill/of-the-present-set", find: " || !equalBytes(set, recoverySet.set)", replace: "" },
    { id: "drill/each-card-once", find: "new Set(cards).size === cards.length && ", replace: "" },
    { id: "drill/cards-there-are", find: " && cards.every((card) => card <= shares.length)", replace: "" },
    { id: "recovery/two-cards-at-least", find: "needed < 2 || ", replace: "" },
    { id: "recovery/as-many-as-there-are", find: "needed > shares.length || ", replace: "" },
    { id: "recovery/each-card-its-own", find: " || !areDistinct(shares)", replace: "" },
    { id: "recovery/new-set", find: " || isUsedAccount(at.roster, set)", replace: "" },
  ]),
  ...inFile(`${roster}/recovery-signers.ts`, ofRoster, [
    { id: "recovery/stands-alone", find: "more.length > 0 || ", replace: "" },
    {
      id: "recovery/of-the-present-set",
      find: "if (!equalBytes(set, recoverySet.set)) return undefined;",
      replace: "",
    },
    { id: "recovery/of-the-signer", find: "!equalBytes(account, body.account) || ", replace: "" },
    { id: "recovery/of-the-signing-device", find: " || !equalBytes(device, body.device)", replace: "" },
    {
      id: "recovery/signed-by-its-key",
      find: "    { kind: signerKinds.recoverySet, id: recoverySet.set, key: recoverySet.sign },\n",
      replace: "",
      quick: true,
    },
    {
      id: "recovery/signed-by-the-device",
      find: "    { kind: signerKinds.device, id: device, key: deviceKey },\n",
      replace: "",
    },
    {
      id: "recovery/signed-by-the-identity",
      find: "    { kind: signerKinds.nextIdentity, id: account, key: identity },\n",
      replace: "",
    },
  ]),
  ...inFile(`${roster}/authority.ts`, ofRoster, [
    { id: "recovery/of-a-suspended-owner", find: '  if (name === "recovery.use") return true;\n', replace: "" },
  ]),
  ...inFile(`${roster}/roster.ts`, ofRoster, [
    {
      id: "recovery/inherits-no-authorship",
      find: "createdIndex > (members.get(toHex(account))?.recoveredIndex ?? -1);",
      replace: "createdIndex >= 0;",
      quick: true,
    },
  ]),
  ...inFile(`${roster}/effects.ts`, ofRoster, [
    { id: "recovery/former-is-remembered", find: 'endIdentity(next, account, "recovered", index);', replace: "" },
    { id: "recovery/old-devices-end", find: 'revokeAll(next, account, "recovered", index);', replace: "", quick: true },
    {
      id: "recovery/psychotherapy-rights-end",
      find: 'if (compartment.kind === "psychotherapy" && isEntitled(compartment, account))',
      replace: "if (!isEntitled(compartment, account))",
      quick: true,
    },
    {
      id: "recovery/former-set-is-remembered",
      find: "next.formerSets = [...next.formerSets, { set, sign, seal, untilIndex: index, ...(used ? { used } : {}) }];",
      replace: "",
    },
    {
      id: "recovery/psychotherapy-is-not-of-it",
      find: "if (isRecoverable(compartment.kind))\n      next.compartments.set",
      replace: "if (compartment.kind)\n      next.compartments.set",
    },
    {
      id: "recovery/set-is-a-change",
      find: "{ ...compartment, changedIndex: index, ...(before ? { staleIndex: index } : {}) }",
      replace: "{ ...compartment, ...(before ? { staleIndex: index } : {}) }",
    },
    {
      id: "recovery/another-set-makes-stale",
      find: "{ ...compartment, changedIndex: index, ...(before ? { staleIndex: index } : {}) }",
      replace: "{ ...compartment, changedIndex: index }",
      quick: true,
    },
  ]),
  ...inFile(`${roster}/subjects.ts`, ofRoster, [
    {
      id: "side-by-side/one-set",
      find: 'return { alters: ["recovery", ...[set, sign, hash(seal)].map(toHex)], restsOn: [] };',
      replace: "return { alters: [set, sign, hash(seal)].map(toHex), restsOn: [] };",
    },
    {
      id: "side-by-side/keys-of-a-recovery",
      find: "const all = [account, sign, hash(seal), device, key, set, setSign, hash(setSeal)];",
      replace: "const all = [account, sign, hash(seal), device, key, set];",
    },
    {
      id: "side-by-side/drill-beside-a-set",
      find: 'return { alters: [], restsOn: ["recovery"] };',
      replace: "return { alters: [], restsOn: [] };",
    },
  ]),
  ...inFile(`${roster}/used-keys.ts`, ofRoster, [
    { id: "used/set-key", find: "return setsOf(roster).some(({ sign }) => is(sign));", replace: "return false;" },
    {
      id: "used/set-sealing-key",
      find: "if (setsOf(roster).some(({ seal }) => equalBytes(seal, key))) return true;",
      replace: "",
    },
    {
      id: "used/set-id",
      find: "if (setsOf(roster).some(({ set }) => equalBytes(set, account))) return true;",
      replace: "",
    },
    {
      id: "used/former-set",
      find: "  ...formerSets,\n",
      replace: "",
    },
  ]),

  ...inFile(`${roster}/roster.ts`, ofKeyLog, [
    {
      id: "recovery/psychotherapy-is-never-delivered",
      find: "isRecoverable(place.kind) ? roster.recoverySet : successorSetOf(roster, place)",
      replace: "roster.recoverySet",
      quick: true,
    },
    {
      id: "recovery/is-delivered-to",
      find: "return [...activeReadersOf(roster, compartment), ...setsReading(roster, compartment)];",
      replace: "return activeReadersOf(roster, compartment);",
    },
  ]),
  ...inFile(`${keyLog}/key-log.ts`, ofKeyLog, [
    {
      id: "recovery/signs-entries-with-its-key",
      find: "if (spent) signers.push({ kind: signerKinds.recoverySet, id: setNameIn(compartment, spent.set), key: spent.sign });",
      replace: "",
      quick: true,
    },
    { id: "recovery/signs-where-there-is-an-epoch", find: "!spent || !log || ", replace: "!spent || " },
    {
      id: "recovery/signs-nothing-of-psychotherapy",
      find: "!log || !isRecoverable(compartment.kind) || ",
      replace: "!log || ",
    },
    { id: "recovery/signs-with-that-device", find: " || !equalBytes(spent.used.device, device)", replace: "" },
    {
      id: "recovery/rotates-once",
      find: 'return operation[0] === "deliver" || currentEpoch(log).index < spent.untilIndex ? spent : undefined;',
      replace: 'return operation[0] === "deliver" || currentEpoch(log) ? spent : undefined;',
    },
  ]),
  ...inFile(`${roster}/recovery-set.ts`, ofKeyLog, [
    {
      id: "recovery/until-another-set",
      find: "const last = formerSets.at(-1);",
      replace: "const last = formerSets.findLast(({ used }) => used);",
    },
  ]),

  ...inFile("packages/vault/src/recovery-card.ts", cards, [
    {
      id: "card/checksum",
      find: "return equalBytes(hash(body).subarray(0, length), bytes.subarray(-length)) ? read(body) : undefined;",
      replace: "return read(body);",
      quick: true,
    },
    { id: "card/origin", find: " || !isOrigin(origin)", replace: "" },
    {
      id: "card/counts",
      find: " || !areCounts(number, needed, cards)) return undefined;\n  return {\n    at",
      replace: ") return undefined;\n  return {\n    at",
    },
    { id: "card/two-at-least", find: "needed >= 2 && ", replace: "" },
    { id: "card/as-many-as-there-are", find: "needed <= cards && ", replace: "" },
    { id: "card/most-cards", find: "cards <= limits.recoveryCards && ", replace: "" },
    { id: "card/from-one", find: "number >= 1 && ", replace: "" },
    { id: "card/of-those-there-are", find: " && number <= cards;", replace: ";" },
    {
      id: "card/words-version",
      find: "version !== 1 || !Number.isSafeInteger(size)",
      replace: "!Number.isSafeInteger(size)",
    },
    { id: "card/a-ledger", find: '"number" || size < 1 ||', replace: '"number" ||' },
  ]),
  ...inFile("packages/vault/src/recovery-words.ts", cards, [
    {
      id: "words/as-many",
      find: "if (!isWhole) {",
      replace: "if (words.length < 0) {",
    },
    {
      id: "words/lines",
      find: "(sumOf(row.slice(0, columns)) === row[columns] ? [] : [i])",
      replace: "(row[columns] === i - 1 ? [i] : [])",
    },
    {
      id: "words/columns",
      find: "(sumOf(column) === columnChecks[i] ? [] : [i])",
      replace: "(column[0] === -1 ? [i] : [])",
    },
    { id: "words/odd-weights", find: "(2 * i + 1) * number", replace: "2 * i * number" },
  ]),

  ...inFile("packages/vault/src/features/recovery/cards.ts", rules, [
    {
      id: "cards/of-one-practice",
      find: 'if (!equalBytes(founding, first.founding)) return fail(failure("recovery-card-elsewhere", { number }));',
      replace: "",
    },
    {
      id: "cards/each-once",
      find: 'return twice ? fail(failure("recovery-card-twice", { number: twice.number })) : ok(cards);',
      replace: "return ok(cards);",
    },
    {
      id: "cards/of-the-present-set",
      find: "const found = sets.find(isFirsts);",
      replace: "const found = sets[0];",
    },
    {
      id: "cards/by-hash",
      find: "      equalBytes(recoveryShareHash({ practice, set: found.set }, number, share), published) &&\n",
      replace: "",
      quick: true,
    },
  ]),
  ...inFile("packages/vault/src/features/recovery/put-together.ts", rules, [
    {
      id: "cards/enough",
      find: 'if (cards.length < needed) return fail(failure("recovery-cards-few", { needed, given: cards.length }));',
      replace: "",
    },
  ]),
  ...inFile("packages/vault/src/features/recovery/use.ts", rules, [
    {
      id: "cards/goes-on-after-a-lost-answer",
      find: "if (begun && stands(roster, begun)) return finish(ports, disk, begun, shown.value.checkpoint);",
      replace: "",
    },
    {
      id: "cards/address-as-pinned",
      find: 'return shown.ok && shown.value.roster.origin !== origin ? fail(failure("recovery-set-unknown")) : shown;',
      replace: "return shown;",
    },
  ]),
  ...inFile("packages/vault/src/features/recovery/set.ts", rules, [
    {
      id: "cards/counts",
      find: "return whole && needed >= 2 && needed <= cards && cards <= limits.recoveryCards;",
      replace: "return whole;",
    },
  ]),
  ...inFile("packages/vault/src/engine/state.ts", rules, [
    {
      id: "cards/provisional-after-recovery",
      find: '(enrolled?.via === "kit" || enrolled?.via === "recovery") &&',
      replace: 'enrolled?.via === "kit" &&',
    },
  ]),
  ...inFile("packages/vault/src/engine/delivered-keys.ts", rules, [
    {
      id: "cards/former-identity-of-another",
      find: "own.some((one) => isFor(one, entry.compartment, recipient, keyHash))",
      replace: "equalBytes(recipient, keys.account) && keyHash.length > 0",
    },
  ]),
  ...inFile("packages/vault/src/engine/state.ts", rules, [
    {
      id: "cards/closed-psychotherapy-is-no-place",
      find: " && isAmong(compartment.writers, account);\n  if ((kind",
      replace: ";\n  if ((kind",
    },
  ]),
  ...inFile("packages/vault/src/life.ts", rules, [
    {
      id: "cards/spent-key-goes",
      find: "    writeProfile(disk, profile);\n    wipeCards(opened.keys.spent);",
      replace: "",
    },
  ]),

  ...inFile("apps/server/src/session/recover.ts", routes, [
    {
      id: "recover/of-the-present-set",
      find: " || !equalBytes(recoverySet.set, request.set)) return undefined;",
      replace: ") return undefined;",
    },
    {
      id: "recover/signed-by-the-set",
      find: "if (!(await verify(port, recoverySet.sign, recoverySignature, signed))) return undefined;",
      replace: "",
      quick: true,
    },
    {
      id: "recover/signed-by-the-device",
      find: "if (!(await verify(port, device, deviceSignature, signed))) return undefined;",
      replace: "",
    },
  ]),
  ...inFile("apps/server/src/http/routes/recovery.ts", routes, [
    {
      id: "recover/by-such-a-session",
      find: 'if (scope.kind !== "recovering") return fail(failure("not-entitled"));',
      replace: 'if (scope.kind !== "recovering") return fail(failure("request-malformed"));',
    },
    {
      id: "recover/a-use-of-cards",
      find: 'if (use?.[0] !== "recovery.use") return fail(failure("not-entitled"));',
      replace: 'if (use?.[0] !== "recovery.use") return fail(failure("statement-refused"));',
    },
    { id: "recover/of-the-sessions-set", find: "!equalBytes(set, scope.set) || ", replace: "" },
    { id: "recover/of-the-sessions-account", find: "!equalBytes(owner, account) || ", replace: "" },
    { id: "recover/of-the-sessions-device", find: " || !equalBytes(key, deviceKey))", replace: ")" },
    {
      id: "recover/keyring-of-that-version",
      find: 'if (request.keyring.keyringVersion !== keyringVersion) return fail(failure("request-malformed"));',
      replace: "",
    },
    {
      id: "recover/place-in-the-ledger",
      find: 'if (request.from > draft.nextIndex) return failure("request-malformed");',
      replace: "",
    },
    { id: "recover/ends-sessions", find: "parts.sessions.endAccount(practice, account);", replace: "" },
  ]),
  ...inFile("apps/server/src/store/accounts.ts", routes, [
    {
      id: "recover/ends-second-factor",
      find: "      totp_sealed: null,\n      totp_step: null,\n      spare_codes: null,\n",
      replace: "      spare_codes: null,\n",
    },
  ]),
  ...inFile("apps/server/src/http/routes/access.ts", routes, [
    {
      id: "recover/no-keyring",
      find: ' || session.scope.kind === "recovering")',
      replace: ")",
      quick: true,
    },
  ]),
  ...inFile("apps/server/src/http/routes/ledger.ts", routes, [
    {
      id: "recover/no-append",
      find: 'if (session.scope.kind !== "enrolling") return undefined;',
      replace: 'if (session.scope.kind === "replaced") return undefined;',
    },
  ]),
  ...inFile("apps/server/src/commit/write-rows.ts", routes, [
    {
      id: "recover/a-set-is-the-firsts",
      find: ".values(repeat(setRow, count))\n      .onConflict((conflict) => conflict.doNothing())",
      replace: ".values(repeat(setRow, count))",
    },
  ]),
];
