// Portals: who stands in the list, who may change it, what a client's device believes, and what its session gets.

import { inFile } from "./in-file.mjs";

const unit = "packages/protocol/src/portal/portal.test.ts";
const rules = "tests/rules/portal.test.ts";
const hostile = "tests/hostile/portal.test.ts";

export const portalChecks = [
  ...inFile("packages/protocol/src/keylog/key-log.ts", { tests: [unit] }, [
    {
      id: "portal/list-is-the-rosters",
      find: "if (!namesTheStaff(roster, compartment, readers))",
      replace: "if (false)",
      titles: "PTL-2",
      quick: true,
    },
    {
      id: "portal/stale-where-the-roster-says-another-list",
      find: "if (log.readers && !namesTheStaff(roster, compartment, log.readers)) return true;",
      replace: "",
      titles: "PTL-3",
    },
    {
      id: "portal/who-changes-clients",
      find: 'if (!sameClients(before, after) && !mayChange) return fail(failure("not-entitled"));',
      replace: "void mayChange;",
      titles: "PTL-4",
    },
    {
      id: "portal/clients-of-their-own",
      find: 'if (!(await clientsFit(port, roster, known, readers))) return fail(failure("not-entitled"));',
      replace: "",
      titles: "PTL-5",
    },
    {
      id: "portal/cards-end-clients",
      find: "spent !== undefined || mayAdmit(",
      replace: "mayAdmit(",
      titles: "PTL-16 LOG-10",
    },
    {
      id: "portal/who-admitted-is-who-signed",
      find: "listedAfter(log?.listed ?? [], readers, body.account)",
      replace: "listedAfter([], readers, body.account)",
      titles: "PTL-17",
    },
    {
      id: "portal/linked-where-clients-go-along",
      find: 'if (log && !isLinked && !sameClients(after, noClients)) return fail(failure("not-entitled"));',
      replace: "",
      titles: "PTL-7 who came back",
    },
    {
      id: "portal/former-identity-signs",
      find: "if (isLinked && link.former)",
      replace: "if (false && link?.former)",
      titles: "PTL-7 takes clients along",
    },
    {
      id: "portal/new-identity-alone-is-no-link",
      find: "link !== undefined && (!link.former || entry.signatures.length > signers.length)",
      replace: "link !== undefined",
      titles: "PTL-7 takes clients along",
    },
    {
      id: "portal/delivers-to-whom-the-list-names",
      find: "isOld || (log.readers && !isLinked)",
      replace: "log.readers && !isLinked",
      titles: "PTL-6",
    },
    {
      id: "portal/rotation-of-its-kind",
      find: 'if ((compartment.kind === "portal") !== (readers !== undefined)) return fail(failure("statement-refused"));',
      replace: "",
      titles: "PTL-1",
    },
  ]),
  ...inFile("packages/protocol/src/roster/recovery-set.ts", { tests: [unit] }, [
    {
      id: "portal/set-by-another-name",
      find: 'return kind === "portal" ? portalNameOf(compartment, set) : set;',
      replace: "return compartment && set;",
      titles: "PTL-16",
    },
    {
      id: "portal/set-by-another-name-in-each-portal",
      find: 'context("portal-set", portal, set)',
      replace: 'context("portal-set", set, set)',
      titles: "PTL-16",
    },
  ]),
  ...inFile("packages/protocol/src/portal/readers.ts", { tests: [unit] }, [
    {
      id: "portal/list-names-no-set-by-its-id",
      find: "recoverySet ? portalNameOf(portal, recoverySet.set) : null",
      replace: "recoverySet?.set ?? null",
      titles: "PTL-16",
    },
    {
      id: "portal/client-id-no-sets-name",
      find: "      (readers[1] !== null && equalBytes(readers[1], id)) ||\n",
      replace: "",
      titles: "PTL-16",
    },
    {
      id: "portal/admits-by-role",
      find: '    mayCreate(member.role, "portal") &&\n',
      replace: "",
      titles: "PTL-4",
    },
    { id: "portal/admits-who-writes", find: " &&\n    isAmong(writers, account)", replace: "", titles: "PTL-4" },
    { id: "portal/card-never-comes-back", find: "isListed(listed, card) ||", replace: "", titles: "a card is given" },
    { id: "portal/card-unused", find: "isUsedKey(roster, card) ||", replace: "", titles: "a card is given" },
    {
      id: "portal/card-valid",
      find: " || !(await importVerifyKey(port, card))",
      replace: "",
      titles: "a card is given",
    },
    { id: "portal/clients-apart", find: "if (!areApart(after)) return false;", replace: "", titles: "PTL-5" },
    {
      id: "portal/client-never-comes-back",
      find: "      one.slice(0, 3).some((name) => isListed(listed, name)) ||\n",
      replace: "",
      titles: "PTL-5",
    },
    { id: "portal/client-id-no-device", find: "roster.devices.has(toHex(id)) ||", replace: "", titles: "PTL-5" },
    { id: "portal/client-id-no-account", find: "isUsedAccount(roster, id) ||", replace: "", titles: "PTL-5" },
    { id: "portal/client-key-unused", find: "isUsedKey(roster, key) ||", replace: "", titles: "PTL-5" },
    {
      id: "portal/client-sealing-key-unused",
      find: "isUsedKey(roster, key) ||\n      isUsedSealingKey(roster, seal);",
      replace: "isUsedKey(roster, key);",
      titles: "PTL-5",
    },
    {
      id: "portal/client-key-valid",
      find: " || !(await importVerifyKey(port, key))",
      replace: "",
      titles: "PTL-5",
    },
  ]),
  ...inFile("packages/protocol/src/portal/portal-log.ts", { tests: [unit] }, [
    {
      id: "portal/client-next-in-the-chain",
      find: 'if (body.sequence !== (log ? log.sequence + 1 : 0) || !equalBytes(body.previous, log?.head ?? zeroHash()))\n    return fail(failure("head-moved"));',
      replace: "",
      titles: "PTL-8 follows",
    },
    {
      id: "portal/client-later-in-the-ledger",
      find: 'if (log && index <= log.headIndex) return fail(failure("head-moved"));',
      replace: "",
      titles: "PTL-8 follows",
    },
    {
      id: "portal/client-of-this-portal",
      find: "if (!entry || !equalBytes(entry.body.compartment, place.compartment))",
      replace: "if (!entry)",
      titles: "PTL-8 follows",
    },
    {
      id: "portal/client-knows-the-signer",
      find: "staffOf(log?.readers ?? readers)",
      replace: "staffOf(readers)",
      titles: "PTL-8 takes entries only",
      quick: true,
    },
    {
      id: "portal/client-checks-the-signature",
      find: 'if (!(await isSignedBy(port, place.practice, entry, listed))) return fail(failure("signature-wrong"));',
      replace: "",
      titles: "PTL-8 takes entries only",
      quick: true,
    },
    {
      id: "portal/client-begins-again-before-what-it-pinned",
      find: "place.mayBeginAgain && operation[0]",
      replace: "operation[0]",
      titles: "PTL-7 who came back",
      quick: true,
    },
    {
      id: "portal/client-begins-again-without-clients",
      find: " && sameClients(clientSideOf(readers), noClients);",
      replace: ";",
      titles: "PTL-7 who came back",
    },
    {
      id: "portal/client-keys-as-named",
      find: 'if (!(await sealedKeysFit(port, deliveriesOf(operation), sealedKeys))) return fail(failure("envelope-mismatch"));',
      replace: "",
      titles: "PTL-8 follows",
    },
    {
      id: "portal/client-sees-who-gets-the-key",
      find: 'if (!deliversToListed(readers, entry)) return fail(failure("not-entitled"));',
      replace: "",
      titles: "PTL-8 takes no epoch",
    },
    {
      id: "portal/client-next-epoch",
      find: "epoch !== last + 1 || ",
      replace: "",
      titles: "PTL-8 takes no epoch",
    },
    {
      id: "portal/client-back-link",
      find: "epoch !== last + 1 || (backLink === null) !== (epoch === 1)",
      replace: "epoch !== last + 1",
      titles: "PTL-8 takes no epoch",
    },
    {
      id: "portal/client-is-delivered-to",
      find: " || clientsOf(readers).some(isLeftOut)",
      replace: "",
      titles: "PTL-6",
    },
    {
      id: "portal/batch-under-the-newest-epoch",
      find: 'if (body.epoch !== epoch) return failure("epoch-stale", { epoch });',
      replace: "",
      titles: "PTL-9",
    },
    {
      id: "portal/batch-next-in-its-count",
      find: " || body.compartmentCounter !== compartmentCounter + 1",
      replace: "",
      titles: "PTL-9",
    },
    {
      id: "portal/batch-forward",
      find: "body.deviceCounter <= deviceCounter || ",
      replace: "",
      titles: "PTL-9",
    },
    {
      id: "portal/batch-after-what-it-saw",
      find: "body.checkpoint.size > index || ",
      replace: "",
      titles: "PTL-9",
    },
    {
      id: "portal/batch-after-the-list",
      find: " || index <= log.headIndex) return failure",
      replace: ") return failure",
      titles: "PTL-9",
    },
    {
      id: "portal/batch-signed",
      find: '(await verifyBatch(port, key, practice, batch)) ? undefined : failure("signature-wrong")',
      replace: "undefined",
      titles: "PTL-9",
      quick: true,
    },
  ]),
  ...inFile("packages/vault/src/portal/read.ts", { tests: [hostile] }, [
    {
      id: "portal/reads-under-the-pinned-key",
      find: 'if (!shown) return fail(failure("alarm-checkpoint-forged"));',
      replace: "if (!shown) throw new Error(note);",
      titles: "another past",
    },
    {
      id: "portal/reads-no-shorter-ledger",
      find: "if (shown.size < checkpoint.size)",
      replace: "if (false)",
      titles: "leaves out, moves or forks",
    },
    {
      id: "portal/reads-what-continues",
      find: "if (!verifyConsistency(checkpoint.size, shown.size, checkpoint.root, shown.root, consistency))",
      replace: "if (false)",
      titles: "another past",
      quick: true,
    },
    {
      id: "portal/reads-its-practice",
      find: "if (!founding || !equalBytes(hash(founding.entry), pins.founding)) return false;",
      replace: "if (!founding) return false;",
      titles: "another past",
    },
    {
      id: "portal/reads-a-founding-that-stands-first",
      find: " &&\n      standsIn(tree, leaf, 0, founding.proof)",
      replace: "",
      titles: "another past",
    },
    {
      id: "portal/reads-what-stands",
      find: "if (!leaf || !standsIn(tree, leaf, index, proof))",
      replace: "if (!leaf)",
      titles: "another past",
    },
    {
      id: "portal/reads-up-to-what-was-pinned",
      find: "if (!log?.heads.some(isPinned) || ",
      replace: "if (!log || ",
      titles: "leaves out, moves or forks",
    },
    {
      id: "portal/reads-each-batch-that-it-had",
      find: " || pins.written?.some(isMissing))",
      replace: ")",
      titles: "starts anew",
    },
    {
      id: "portal/keeps-the-head-that-it-read",
      find: "logHead: log?.head ?? pins.logHead, checkpoint, written",
      replace: "checkpoint, written",
      titles: "starts anew",
    },
    {
      id: "portal/keeps-the-checkpoint-that-it-read",
      find: "logHead: log?.head ?? pins.logHead, checkpoint, written",
      replace: "logHead: log?.head ?? pins.logHead, written",
      titles: "starts anew",
    },
    {
      id: "portal/begins-again-only-before-what-it-pinned",
      find: "mayBeginAgain: !log?.heads.some(isPinned)",
      replace: "mayBeginAgain: true",
      titles: "follows nobody who begins",
    },
    {
      id: "portal/reads-batches-of-its-own",
      find: "if (!log || !equalBytes(batch.body.compartment, compartment))",
      replace: "if (!log)",
      titles: "PTL-9",
    },
    {
      id: "portal/reads-envelopes-of-the-batch",
      find: "const failed = placed ?? (await judgeEnvelopes(crypto, batch, body.payload));",
      replace: "const failed = placed;",
      titles: "PTL-9",
    },
    {
      id: "portal/reads-under-the-authors-tag",
      find: 'if (!isRight) return fail(failure("alarm-batch-invalid", { index, because: "tag" }));',
      replace: "if (!key) throw new Error(String(isRight));",
      titles: "PTL-9",
    },
  ]),
  ...inFile("packages/vault/src/portal/join.ts", { tests: [hostile] }, [
    {
      id: "portal/keeps-keys-that-the-list-names",
      find: 'if (!isExactly(read.value, client, transcript)) return fail(failure("alarm-leaf-missing"));',
      replace: "",
      titles: "with another pairing",
    },
  ]),
  ...inFile("packages/vault/src/portal/portal.ts", { tests: [hostile], titles: "starts anew" }, [
    { id: "portal/hands-out-what-it-pins", find: "keep({ ...keys, ...reading.seen() });", replace: "keep(keys);" },
  ]),
  ...inFile("packages/protocol/src/portal/knock.ts", { tests: [unit], titles: "PTL-14" }, [
    { id: "portal/knock-for-the-newest-entry", find: "equalBytes(log.head, knock.head) && ", replace: "" },
    { id: "portal/knock-of-no-listed-device", find: " && !wasListed(log.listed, knock);", replace: ";" },
    {
      id: "portal/knock-signed-by-the-card",
      find: "(await verify(port, cardKey, outer[1], message)) && ",
      replace: "",
      quick: true,
    },
    {
      id: "portal/knock-signed-by-its-device",
      find: " && (await verify(port, deviceKey, outer[2], message))",
      replace: "",
    },
  ]),
  ...inFile("packages/vault/src/features/portal/knocks.ts", { tests: [hostile], titles: "PTL-14" }, [
    {
      id: "portal/members-check-knocks",
      find: "const knock = card && (await openKnock(crypto, keys.practice, card, encoded));",
      replace: "const knock = card && parseKnock(encoded);\n    void openKnock;",
    },
    {
      id: "portal/members-take-no-knock-of-before",
      find: "if (!log || !knock || !isOfNow(log, knock)) continue;",
      replace: "if (!log || !knock) continue;",
    },
  ]),
  ...inFile("apps/server/src/session/knocks.ts", { tests: [rules] }, [
    {
      id: "portal/server-checks-knocks",
      find: "card && (await openKnock(this.#port, practice, card, knock));",
      replace: "card && openKnock && parseKnock(knock);",
      titles: "PTL-13",
    },
    {
      id: "portal/server-takes-no-listed-device",
      find: " || wasListed(log.listed, opened)) return fail",
      replace: ") return fail",
      tests: [hostile],
      titles: "PTL-14 HS-19 a knock of before",
    },
    {
      id: "portal/server-keeps-no-knock-of-before",
      find: "if (!isOfNow(log, opened)) return ok(log.head);",
      replace: "",
      tests: [hostile],
      titles: "PTL-14 HS-19 a knock of before",
    },
    {
      id: "portal/server-shows-no-knock-of-before",
      find: " && isOfNow(log, waiting.opened);",
      replace: ";",
      tests: [hostile],
      titles: "PTL-14 HS-19 a knock of before",
    },
    {
      id: "portal/wrong-pins-wait",
      find: 'if (seconds > 0) return fail(failure("slow-down", { seconds }));',
      replace: "",
      titles: "PTL-15",
    },
  ]),
  ...inFile("apps/server/src/http/routes/portal.ts", { tests: [hostile], titles: "PTL-14" }, [
    {
      id: "portal/knocks-to-readers",
      find: 'one.kind === "portal" && isAmong(activeReadersOf(roster, one), account)',
      replace: 'one.kind === "portal" && activeReadersOf(roster, one).length > 0',
    },
    {
      id: "portal/knocks-to-nobody-who-is-suspended",
      find: "isAmong(activeReadersOf(roster, one), account)",
      replace: "isAmong(one.readers, account)",
      tests: [rules],
      titles: "has to replace their keys first",
    },
    {
      id: "portal/knocks-sent-away-by-who-may-admit",
      find: "!compartment || !mayAdmit(rosterOf(state), compartment, session.account)",
      replace: "!compartment || !mayAdmit",
    },
  ]),
  ...inFile("apps/server/src/http/routes/portal.ts", { tests: [hostile], titles: "asks without end" }, [
    {
      id: "portal/sessions-that-ask-without-end",
      find: "const seconds = parts.portals.askAgainIn(session.deviceKey);",
      replace: "const seconds = 0;",
    },
  ]),
  ...inFile("packages/vault/src/session.ts", { tests: [rules], titles: "PTL-11" }, [
    {
      id: "portal/one-signature",
      find: "firstKey === facts.deviceKey ? first : sign",
      replace: "false ? first : sign",
    },
  ]),
  ...inFile("apps/server/src/session/portal.ts", { tests: [rules], titles: "PTL-11" }, [
    {
      id: "portal/login-signed",
      find: "if (!key || !(await verify(port, key, deviceSignature, signed))) return undefined;",
      replace: "void signed;\n    if (!key) return undefined;",
    },
    {
      id: "portal/login-of-a-listed-device",
      find: "find(([, one]) => equalBytes(one, deviceKey))",
      replace: "at(0)",
    },
  ]),
  ...inFile("apps/server/src/session/sessions.ts", { tests: [rules], titles: "PTL-12" }, [
    {
      id: "portal/session-ends-with-the-list",
      find: "return !clients.some(([device]) => equalBytes(device, scope.device));",
      replace: "return clients.some(([device]) => device.length === 0);",
    },
    {
      id: "portal/no-large-bodies",
      find: 'return kept.scope.kind === "portal" ? failure("not-entitled") : undefined;',
      replace: "return undefined;",
      tests: ["apps/server/src/http/begin-session.test.ts"],
      titles: "no large body",
    },
    {
      id: "portal/lines-in-an-hour",
      find: "return current.lines < linesInAnHour;",
      replace: "return linesInAnHour > 0;",
      tests: ["apps/server/src/http/begin-session.test.ts"],
      titles: "no large body",
    },
  ]),
  ...inFile("apps/server/src/http/begin-session.ts", { tests: ["apps/server/src/http/begin-session.test.ts"] }, [
    {
      id: "session/begins-for-nobody-who-was-ended",
      titles: "ended meanwhile",
      find: "!state?.roster || isOver(session, state.roster, state.keyLogs)",
      replace: "!state",
    },
  ]),
  ...inFile("apps/server/src/http/exchange.ts", { tests: [hostile], titles: "CL-01" }, [
    {
      id: "portal/refused-elsewhere",
      find: 'if (session.scope.kind !== "portal") return handle(call);',
      replace: "if (session) return handle(call);",
      quick: true,
    },
    {
      id: "portal/refusal-is-written-down",
      find: `if (sessions.isWrittenDown(session)) request.log.warn(asked, "a portal asked for what is not a client's");`,
      replace: "void asked;",
    },
  ]),
  ...inFile("apps/server/src/http/routes/invites.ts", { tests: [hostile], titles: "CL-01" }, [
    {
      id: "portal/no-roster-for-its-bearer",
      find: 'if (read.value.portal) return fail(failure("not-entitled"));',
      replace: "",
    },
    {
      id: "portal/invitations-that-ask-without-end",
      find: "const seconds = parts.portals.askAgainIn(id.value);",
      replace: "const seconds = 0;",
      titles: "asks without end",
    },
    {
      id: "portal/invitation-that-let-in-shows-nothing",
      find: 'if (invite.gift) return fail(failure("invitation-unknown"));',
      replace: "",
    },
    {
      id: "portal/invited-by-who-may-admit",
      find: 'if (portal && !(await mayInvite(parts, session, portal))) return fail(failure("not-entitled"));',
      replace: "",
    },
  ]),
];
