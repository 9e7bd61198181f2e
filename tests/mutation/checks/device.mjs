// An unlocked device: its session, what it takes of a ledger, what it calls kept, attachments, drafts.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";
const hostile = (/** @type {string} */ name) => `tests/hostile/${name}.test.ts`;
const rules = "tests/rules/device-rules.test.ts";

export const deviceChecks = [
  ...inFile(`${vault}/life.ts`, { tests: ["tests/rules/file-rules.test.ts"] }, [
    {
      id: "device/full-disk-ends-the-old-engine",
      find: `          await running.stop(() => {});
          background.syncAfter(syncAfterFullMs);`,
      replace: "          background.syncAfter(syncAfterFullMs);",
      titles: "ATT-7 a full disk",
    },
  ]),
  ...inFile(`${vault}/engine/opened.ts`, { tests: ["tests/rules/ended-session.test.ts"], titles: "SES-8" }, [
    {
      id: "device/ended-session-begins-anew",
      find: 'if (result.ok || result.error.code !== "session-ended" || closed) return result;',
      replace: "if (result) return result;",
    },
  ]),
  ...inFile(`${vault}/session.ts`, { tests: [hostile("network")], titles: "NW-01" }, [
    {
      id: "device/hello-signed",
      find: " || !(await verify(crypto, ledgerKey, hello.value.signature, helloBytes(handshake)))",
      replace: "",
      titles: "a hello or login",
    },
    {
      id: "device/login-proven",
      find: 'if (!(await isAuthentic(crypto, key, session, 0, answer.value))) return fail(failure("answer-forged"));',
      replace: "",
      titles: "a hello or login",
    },
    {
      id: "device/answer-proven",
      find: "if (!(await isAuthentic(crypto, key, session, signed.counter, answer.value))) {",
      replace: "if (false) {",
      titles: "an answer that was altered",
    },
    {
      id: "device/unproven-failures",
      find: 'if (!said.ok && ["session-ended", "server-stopping", "slow-down"].includes(said.error.code)) return said;',
      replace: "if (!said.ok) return said;",
      titles: "an answer that was altered",
    },
    {
      id: "device/gateway-has-no-mac",
      find: "answer.value.status !== 200 && answer.value.header(answerHeader) === undefined;",
      replace: "true;",
      titles: "an answer that was altered",
    },
    {
      id: "device/mac",
      find: "return equalSecret(claimed, answerMac(key, { session, counter, status: answer.status, bodyHash }));",
      replace: "return true;",
      titles: "an answer that was altered",
      quick: true,
    },
    {
      id: "device/status-200",
      find: "if (answer.status === 200) return ok(answer.body);",
      replace: "return ok(answer.body);",
      tests: [`${vault}/session.test.ts`],
      titles: "",
    },
    {
      id: "device/known-failures-only",
      find: "if (!said || !isFailureCode(said.code))",
      replace: "if (!said)",
      tests: [`${vault}/session.test.ts`],
      titles: "",
    },
    {
      id: "device/message-as-asked",
      find: 'return value === undefined ? fail(failure("server-rubbish")) : ok(value as Messages[Name]);',
      replace: "return ok((value ?? parseCbor(body)) as Messages[Name]);",
      tests: [`${vault}/session.test.ts`],
      titles: "asked for",
    },
  ]),
  ...inFile(`${vault}/engine/opened.ts`, { tests: [hostile("shorter-server")], titles: "HS-15" }, [
    {
      id: "device/account-gone",
      find: 'if (!opened.ok && opened.error.code === "login-refused")\n      return fail(failure("alarm-ledger-shorter", { had: state.frontier.size, shown: 0 }));',
      replace: "",
    },
    {
      id: "device/shorter-at-login",
      find: 'if (checkpoint.size < state.frontier.size)\n      return fail(failure("alarm-ledger-shorter", { had: state.frontier.size, shown: checkpoint.size }));',
      replace: "",
      tests: [hostile("login-checkpoint")],
      titles: "HS-15",
    },
    {
      id: "device/forked-at-login",
      find: "!equalBytes(checkpoint.root, state.checkpoint.root)",
      replace: "false",
      tests: [hostile("login-checkpoint")],
      titles: "HS-14",
    },
    {
      id: "device/checkpoint-at-login",
      find: "const checkpoint = ledgerKey && (await openCheckpoint(crypto, ledgerKey, keys.practice, opened.value.checkpoint));",
      replace: "const checkpoint = state.checkpoint ?? { size: 0, root: keys.practice };",
      tests: [hostile("login-checkpoint")],
      titles: "HS-15",
    },
    {
      id: "device/full-session",
      find: 'if (opened.value.scope !== "full") return fail(failure("device-unknown"));',
      replace: "",
      tests: [hostile("login-checkpoint")],
      titles: "takes an enrolled device",
    },
  ]),
  ...inFile(`${vault}/engine/snapshot.ts`, { tests: [hostile("own-file")], titles: "SD-01" }, [
    {
      id: "device/snapshot-of-that-moment",
      find: "[keys.device, part, of, piece, pieces]",
      replace: "[keys.device, part, piece, pieces]",
    },
  ]),
  ...inFile(`${vault}/engine/sync/tail.ts`, { tests: [hostile("order-and-fork")], titles: "HS-06" }, [
    {
      id: "device/between-pages",
      find: "async betweenPages<T>(work: () => T): Promise<T> {\n      while (taking) await taking.catch(() => undefined);",
      replace: "async betweenPages<T>(work: () => T): Promise<T> {",
      tests: ["tests/faults/lock-while-syncing.test.ts"],
      titles: "SYN-5",
    },
    {
      id: "device/not-shorter",
      find: 'if (checkpoint.size < state.frontier.size)\n      return raise(failure("alarm-ledger-shorter", { had: state.frontier.size, shown: checkpoint.size }));',
      replace: "",
      tests: [hostile("login-checkpoint")],
      titles: "within a session",
    },
    {
      id: "device/leaves-reach-the-checkpoint",
      find: ' || read.frontier.size !== checkpoint.size) return fail(failure("server-rubbish"));',
      replace: ') return fail(failure("server-rubbish"));',
      tests: [hostile("omission")],
      titles: "HS-05",
    },
    {
      id: "device/leaves-rebuild-the-root",
      find: 'if (!equalBytes(rootOf(read.frontier), checkpoint.root))\n      return raise(failure("alarm-ledger-forked", { size: checkpoint.size }));',
      replace: "",
      quick: true,
    },
    {
      id: "device/refused-is-told",
      find: "parts.alarm(applied.alarm);",
      replace: "",
      tests: [hostile("replay")],
      titles: "HS-07",
    },
    {
      id: "device/nothing-behind-what-stops",
      find: 'if (applied.then === "stop") return "withheld";',
      replace: "",
      tests: [hostile("omission")],
      titles: "HS-05",
    },
    {
      id: "device/same-past-as-others",
      find: "if (seen.size > 0 && !equalBytes(rootAt(seen.size), seen.root))",
      replace: "if (false)",
      titles: "HS-14",
    },
    {
      id: "device/same-past-is-asked",
      find: 'if ("seen" in applied) compare(applied.seen);',
      replace: "",
      titles: "HS-06",
    },
  ]),
  ...inFile(`${vault}/engine/sync/append.ts`, { tests: [hostile("omission")], titles: "HS-05" }, [
    {
      id: "device/saved-only-where-it-stands",
      find: 'if (!stands) return tail.raise(failure("alarm-leaf-missing", { index: first + i }));',
      replace: "",
    },
    {
      id: "device/saved-as-sent",
      find: " && equalBytes(leaves.subarray(at, at + leafBytes), encodeLeaf(leafOf(entry)));",
      replace: ";",
    },
  ]),
  ...inFile(`${vault}/engine/sync/pull.ts`, { tests: [hostile("omission")], titles: "HS-05" }, [
    {
      id: "device/withheld-is-told",
      find: 'return tail.raise(failure("alarm-body-withheld", { count: 1, index: state.appliedTo }));',
      replace: 'return ok("all");',
    },
    {
      id: "device/a-page-goes-on",
      find: 'if (to <= state.appliedTo && state.appliedTo < size) return fail(failure("server-rubbish"));',
      replace: 'if (to <= state.appliedTo && state.appliedTo < size) return ok("all");',
      tests: [hostile("login-checkpoint")],
      titles: "HS-05",
    },
  ]),
  ...inFile(`${vault}/engine/sync/pending.ts`, { tests: [hostile("revoked")], titles: "OUT-2" }, [
    {
      id: "device/pending-sealed-to-today",
      find: "pending.bodies.every(({ entry }) => isSealedToToday(entry));",
      replace: "true;",
    },
  ]),
  ...inFile(`${vault}/engine/sync/pending.ts`, { tests: ["tests/rules/paired-again.test.ts"], titles: "PAIR-13" }, [
    {
      id: "device/pending-by-this-device",
      find: "first && isNext(first.entry) && ",
      replace: "",
    },
    {
      id: "device/pending-of-before-in-ledger",
      find: "isOwn && deviceCounter > ",
      replace: "deviceCounter > ",
    },
  ]),
  ...inFile(`${vault}/engine/sync/pending.ts`, { tests: ["tests/rules/closed-on-the-way.test.ts"], titles: "OUT-3" }, [
    {
      id: "device/closed-on-the-way-is-kept",
      find: "disk.pending.place(body, at);",
      replace: "",
    },
    {
      id: "device/closed-on-the-way-leaves-the-disk",
      find: 'if (!state.keyLogs.has(toHex(batch.compartment))) disk.bodies.forget([body], "parts only");',
      replace: "",
    },
    {
      id: "device/closed-on-the-way-moves-the-chain",
      find: "for (const { batch, bodyHash } of unseen) advanceAuthor(state, batch, bodyHash);",
      replace: "",
    },
  ]),
  ...inFile(`${vault}/engine/sync/sync.ts`, { tests: [rules], titles: "KIT-4|KIT-6" }, [
    {
      id: "device/provisional-signs-nothing",
      find: "if (!pulled.ok || isThisProvisional()) return pulled;",
      replace: "if (!pulled.ok) return pulled;",
    },
    {
      id: "device/provisional-gives-nothing",
      find: 'if (givesOrAdds && isThisProvisional()) return fail(failure("device-provisional"));',
      replace: "",
    },
    {
      id: "device/provisional-begins-nothing",
      find: '        if (isThisProvisional()) return fail(failure("device-provisional"));\n',
      replace: "",
    },
  ]),
  ...inFile(`${vault}/engine/delivered-keys.ts`, { tests: [hostile("commitment")], titles: "HS-26" }, [
    {
      id: "device/rotation-drop-box",
      find: "if (!dropBox || !equalBytes(await dropBoxPublicKey(crypto, key, place(epoch)), dropBox)) return undefined;",
      replace: "",
    },
    {
      id: "device/rotation-back-link",
      find: "if (!linked) return undefined;",
      replace: "if (!linked) return found;",
    },
  ]),
  ...inFile(`${vault}/engine/replay.ts`, { tests: [hostile("replay")], titles: "HS-07" }, [
    {
      id: "device/nothing-unasked",
      find: 'return putAside("alarm-batch-invalid", index);\n    if (batch && equalBytes(',
      replace: 'return { outcome: "not-owed" };\n    if (batch && equalBytes(',
    },
    {
      id: "device/owed-and-not-sent",
      find: '? { outcome: "withheld", compartment: expected.compartment }',
      replace: '? { outcome: "not-owed" }',
      tests: [hostile("omission")],
      titles: "HS-05",
    },
    {
      id: "device/body-is-the-leafs",
      find: 'if (!equalBytes(hash(body.entry), leaf.bodyHash)) return refused("alarm-body-forged", index);\n    switch',
      replace: "switch",
      tests: [
        hostile("omission"),
        hostile("replay"),
        hostile("server-events"),
        hostile("moved-ciphertext"),
        hostile("forms"),
      ],
      titles: "HS-",
    },
    {
      id: "device/pinned-founding",
      find: 'if (!state.roster && !equalBytes(hash(body.entry), founding)) return refused("alarm-statement-invalid", index);',
      replace: "",
      tests: [hostile("login-checkpoint")],
      titles: "HS-04",
    },
    {
      id: "device/rotation-opens",
      find: 'if (!fits && isRotation) return refused("alarm-key-log-invalid", index);',
      replace: "",
      tests: [hostile("commitment")],
      titles: "HS-26",
    },
    {
      id: "device/batch-of-that-compartment",
      find: "!equalBytes(batch.body.compartment, expected.compartment) ||",
      replace: "",
      tests: [hostile("wrong-tag")],
      titles: "HS-09",
    },
    {
      id: "device/batch-of-that-author",
      find: "!equalBytes(batch.body.author, expected.device) ||",
      replace: "",
      tests: [hostile("wrong-tag")],
      titles: "HS-07",
    },
    {
      id: "device/batch-of-that-tag",
      find: "||\n      !equalBytes(batch.body.tag, leaf.tag)",
      replace: "",
      tests: [hostile("wrong-tag")],
      titles: "HS-05",
    },
    {
      id: "device/batch-judged",
      find: 'if (broken) return putAside("alarm-batch-invalid", index, broken);',
      replace: "",
      tests: [hostile("revoked"), hostile("replay")],
      titles: "HS-16 a batch under|HS-07",
    },
    {
      id: "device/envelopes-judged",
      find: 'if (brokenEnvelopes) return refused("alarm-body-forged", index, brokenEnvelopes);',
      replace: "",
      tests: [hostile("moved-ciphertext"), hostile("omission")],
      titles: "exchanges what lies beside|cut out of",
    },
    {
      id: "device/envelopes-open",
      find: 'if (!revisions) return putAside("alarm-envelope-unopenable", index);\n    return { outcome: "applied", kind: "batch", revisions, ',
      replace: 'return { outcome: "applied", kind: "batch", revisions: revisions ?? [], ',
      tests: [hostile("moved-ciphertext")],
      titles: "HS-08 an envelope",
    },
    {
      id: "device/all-envelopes-open",
      find: "return opened.every((one) => one !== undefined) ? (opened as FoldedRevision[]) : undefined;",
      replace: "return opened.filter((one) => one !== undefined);",
      tests: [hostile("moved-ciphertext")],
      titles: "HS-08 an envelope",
    },
    {
      id: "device/heartbeat-of-that-device",
      find: " || !equalBytes(heartbeat.body.device, device))",
      replace: ")",
      tests: [hostile("server-events")],
      titles: "HS-17",
    },
    {
      id: "device/heartbeat-judged",
      find: 'if (broken) return refused("alarm-body-forged", index, broken);',
      replace: "",
      tests: [hostile("server-events")],
      titles: "HS-17",
    },
    {
      id: "device/fresh-devices-vouch",
      find: "if (!roster || isProvisional(state, roster, id)) return;",
      replace: "if (!roster) return;",
      tests: [hostile("new-device")],
      titles: "vouched for",
    },
    {
      id: "device/vouches-for-what-it-saw",
      find: " && enrolledSequence <= upTo) state",
      replace: ") state",
      tests: [hostile("new-device")],
      titles: "vouched for",
    },
  ]),
  ...inFile(`${vault}/engine/state.ts`, { tests: [rules], titles: "KIT-4 KIT-5" }, [
    {
      id: "device/kit-is-provisional",
      find: '(enrolled?.via === "kit" || enrolled?.via === "recovery") &&',
      replace: 'enrolled?.via === "recovery" &&',
    },
  ]),
  ...inFile(
    `${vault}/features/access.ts`,
    { tests: ["tests/rules/member-rules.test.ts"], titles: "the last one who" },
    [
      {
        id: "device/last-reader",
        find: 'if (ended.some((one) => isOnlyReader(state, one, target.account))) return fail(failure("last-reader"));',
        replace: "",
      },
    ],
  ),
  ...inFile(
    `${vault}/features/members.ts`,
    { tests: ["tests/rules/member-rules.test.ts"], titles: "removed unnoticed" },
    [
      {
        id: "device/keeps-charts",
        find: 'if (charts > 0) return fail(failure("last-reader", { charts }));',
        replace: "",
      },
    ],
  ),
  ...inFile(`${vault}/engine/opened.ts`, { tests: ["tests/rules/member-rules.test.ts"], titles: "gives it up" }, [
    {
      id: "device/gives-up-what-is-held",
      find: "outbox.held().includes(sequence) ? await outbox.at(sequence) : undefined;",
      replace: "await outbox.at(sequence);",
    },
  ]),
  ...inFile(`${vault}/views/fold.ts`, { tests: [hostile("not-theirs")], titles: "REC-4" }, [
    {
      id: "device/an-id-has-one-author",
      find: 'there["outbox"] !== null && equalBytes(there["record"] as Bytes, key)',
      replace: "true",
    },
  ]),
];
