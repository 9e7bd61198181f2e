// Who gets in at the server: names, bodies, sessions, logins, second factors, keys at rest, slots, invites, blobs.

import { inFile } from "./in-file.mjs";

const server = "apps/server/src";

export const serverAccessChecks = [
  ...inFile(`${server}/session/sessions.ts`, { tests: [`${server}/session/session.test.ts`] }, [
    {
      id: "server/request-mac",
      find: 'if (!equalSecret(expected, fromHex(header.mac) as Bytes)) return fail({ failure: failure("request-unsigned") });',
      replace: "",
    },
    {
      id: "server/removal-ends-sessions",
      find: "return isRevoked || !members.has(toHex(account));",
      replace: "return isRevoked;",
      titles: "a removal ends",
    },
    {
      id: "server/session-ends-in-time",
      find: "if (kept.endsAtMs <= this.#clock.steadyMs()) {",
      replace: "if (kept.endsAtMs < 0) {",
    },
    {
      id: "server/request-once",
      find: 'return kept.counters.take(counter) ? ok(by) : fail({ failure: failure("request-replayed"), by });',
      replace: "return ok(by);",
    },
    {
      id: "server/session-ends-by-revocation",
      find: "return isRevoked || !members.has(toHex(account));",
      replace: "return !members.has(toHex(account));",
    },
    {
      id: "server/most-sessions-of-a-device",
      find: "for (const oldest of siblings.slice(0, Math.max(0, siblings.length - sessionsPerDevice + 1))) this.end(oldest);",
      replace: "",
    },
    {
      id: "server/large-body-header",
      find: 'if (!parsed) return failure("request-unsigned");\n    const kept',
      replace: "if (!parsed) return undefined;\n    const kept",
      tests: [`${server}/http/body-gate.test.ts`],
    },
    {
      id: "server/large-body-session",
      find: 'if (!kept) return failure("session-ended");',
      replace: "if (!kept) return undefined;",
      tests: [`${server}/http/body-gate.test.ts`],
    },
  ]),
  ...inFile(`${server}/session/counter-window.ts`, { tests: [`${server}/session/counter-window.test.ts`] }, [
    { id: "server/counter-not-far-behind", find: "counter <= this.#highest - limits.counterWindow || ", replace: "" },
    { id: "server/counter-once", find: " || this.#seen[place] === counter", replace: "", quick: true },
  ]),
  ...inFile(`${server}/session/login.ts`, { tests: [`${server}/session/login.test.ts`], titles: "side by side" }, [
    {
      id: "server/guesses-count-first",
      find: "codeWaits.begin(name)",
      replace: "codeWaits.secondsLeft(name)",
    },
  ]),
  ...inFile(`${server}/session/hello.ts`, { tests: [`${server}/session/login.test.ts`], titles: "a hello serves" }, [
    { id: "server/hello-once", find: "this.#pending.delete(id);", replace: "" },
    {
      id: "server/hello-lives-a-minute",
      find: "return pending && pending.endsAtMs > this.#clock.steadyMs() ? pending : undefined;",
      replace: "return pending;",
    },
  ]),
  ...inFile(`${server}/session/login.ts`, { tests: [`${server}/session/login.test.ts`] }, [
    {
      id: "server/login-signature",
      find: "!state || !(signed.byLogin || isReplaced)",
      replace: "!state",
      titles: "answered alike",
    },
    {
      id: "server/device-signature",
      find: "account && signed.byDevice ? await",
      replace: "account ? await",
      titles: "answered alike",
    },
    {
      id: "server/login-key-is-the-accounts",
      find: "const loginKey = await importVerifyKey(port, account?.loginKey ?? decoy);",
      replace: "const loginKey = await importVerifyKey(port, decoy);",
      titles: "newest checkpoint",
    },
    {
      id: "server/login-slows-down",
      find: 'if (seconds > 0) return fail(failure("slow-down", { seconds }));\n\n    // Before',
      replace: "\n    // Before",
      titles: "their address wait",
    },
    {
      id: "server/no-session-by-keys-of-before",
      file: `${server}/http/begin-session.ts`,
      find: "if (session.keysAt !== undefined && session.keysAt !== sessions.keysOf(session))",
      replace: "if (false)",
      tests: [`${server}/http/begin-session.test.ts`],
      titles: "OWN-3",
    },
    {
      id: "server/no-login-when-revoked",
      find: "if (device?.revoked)",
      replace: "if (false)",
      tests: [`${server}/session/session.test.ts`],
      titles: "a revocation ends",
    },
    {
      id: "server/no-login-when-removed",
      find: 'if (!rosterOf(state).members.has(toHex(account.account))) return fail(failure("login-refused"));',
      replace: "",
      tests: [`${server}/session/session.test.ts`],
      titles: "a removal ends",
    },
    {
      id: "server/second-factor-asked",
      find: "if (asked) {",
      replace: "if (asked && request.totp !== null) {",
      titles: "needs the second factor",
    },
    {
      id: "server/second-factor-checked",
      find: "if (!checked.ok) return checked;",
      replace: "",
      titles: "needs the second factor",
    },
    {
      id: "server/second-factor-of-new-device",
      find: "if (!device) return true;",
      replace: "if (!device) return false;",
      titles: "needs the second factor",
    },
    {
      id: "server/second-factor-every-30-days",
      find: "return shownAt === undefined || shownAt + secondFactorMs <= clock.wallMs();",
      replace: "return shownAt === undefined;",
      titles: "30 days after",
    },
    {
      id: "server/second-factor-slows-down",
      find: 'if (seconds > 0) return fail(failure("slow-down", { seconds }));\n    if (!(await take()))',
      replace: "if (!(await take()))",
      titles: "wrong codes make",
    },
  ]),
  ...inFile(`${server}/session/second-factor.ts`, { tests: [`${server}/session/second-factor.test.ts`] }, [
    { id: "server/code-of-six-digits", find: "if (!/^[0-9]{6}$/.test(code)) return undefined;", replace: "" },
    { id: "server/code-right", find: "if (delta === null) return undefined;", replace: "" },
    { id: "server/code-window", find: "window: 1", replace: "window: 2" },
    {
      id: "server/step-after-the-last",
      find: "return lastStep !== null && step <= lastStep ? undefined : step;",
      replace: "return step;",
      quick: true,
    },
  ]),
  ...inFile(`${server}/session/slow-down.ts`, { tests: [`${server}/session/slow-down.test.ts`] }, [
    {
      id: "server/wait-after-failures",
      find: "if (!failed || failed.count <= this.#waits.free) return 0;",
      replace: "return 0;\n    if (!failed) return 0;",
    },
    {
      id: "server/wait-grows",
      find: "this.#waits.firstMs * 2 ** (failed.count - this.#waits.free - 1)",
      replace: "this.#waits.firstMs",
    },
  ]),
  ...inFile(
    `${server}/store/accounts.ts`,
    { tests: [`${server}/session/login.test.ts`], titles: "two logins with one code" },
    [
      {
        id: "server/step-once-on-disk",
        find: '.where((is) => is.or([is("totp_step", "is", null), is("totp_step", "<", step)]))',
        replace: "",
      },
      { id: "server/step-taken", find: "if (numUpdatedRows === 0n) return false;", replace: "" },
    ],
  ),
  ...inFile(`${server}/keys/sealed-text.ts`, { tests: [`${server}/keys/keys.test.ts`] }, [
    {
      id: "server/sealed-for-its-use",
      find: "utf8(`alcove/server/${use}\\0`), practice, of",
      replace: "practice, of",
    },
    {
      id: "server/sealed-for-its-account",
      find: "utf8(`alcove/server/${use}\\0`), practice, of",
      replace: "utf8(`alcove/server/${use}\\0`), practice",
    },
    {
      id: "server/sealed-for-its-practice",
      find: "utf8(`alcove/server/${use}\\0`), practice, of",
      replace: "utf8(`alcove/server/${use}\\0`), of",
    },
  ]),
  ...inFile(`${server}/keys/server-keys.ts`, { tests: [`${server}/keys/keys.test.ts`] }, [
    { id: "server/keys-never-made-anew", find: "if (!databaseIsNew) {", replace: "if (false) {" },
    {
      id: "server/keys-whole",
      find: "if (version !== 1 || seed?.length !== 32 || key?.length !== 32) throw damaged;",
      replace: "if (!seed || !key) throw damaged;",
    },
    { id: "server/keys-for-their-owner-only", find: '"w", 0o600', replace: '"w", 0o644' },
  ]),

  ...inFile(`${server}/http/gate.ts`, { tests: [`${server}/http/gate.test.ts`] }, [
    {
      id: "server/own-name-only",
      find: "if (asked !== own.host && !loopbackName.test(asked)) {",
      replace: "if (false) {",
    },
    {
      id: "server/named-origins-only",
      find: "origin !== undefined && known.has(origin) && ",
      replace: "origin !== undefined && ",
    },
    {
      id: "server/nothing-new-while-stopping",
      find: "if (parts.stopping) {",
      replace: "if (false) {",
      tests: [`${server}/http/gate.test.ts`],
      titles: "a server that is stopping",
    },
  ]),
  ...inFile(`${server}/http/body-gate.ts`, { tests: [`${server}/http/body-gate.test.ts`] }, [
    {
      id: "server/large-body-in-a-session",
      find: "const unknown = sessions.findRefusal(oneHeader(request.headers[sessionHeader]));",
      replace: "const unknown = undefined;",
    },
    { id: "server/room-for-large-bodies", find: "heldBytes + bytes > roomBytes ? ", replace: "false ? " },
    { id: "server/length-untold-is-large", find: "isChunked ? limits.requestBytes : ", replace: "" },
  ]),
  ...inFile(`${server}/http/exchange.ts`, { tests: [`${server}/http/routes/access.test.ts`] }, [
    {
      id: "server/enrolled-devices-only",
      find: 'if (!isFull(session)) return fail(failure("not-entitled"));',
      replace: "",
      titles: "an enrolling session",
    },
    {
      id: "server/id-in-path",
      find: "if (text === undefined || !/^[0-9a-f]{32}$/.test(text)) return",
      replace: "if (text === undefined) return",
      tests: [`${server}/http/routes/blobs.test.ts`, `${server}/http/routes/drafts.test.ts`],
    },
    {
      id: "server/number-in-path",
      find: 'if (typeof text !== "string" || !/^(0|[1-9][0-9]{0,14})$/.test(text)) return',
      replace: 'if (typeof text !== "string") return',
      tests: [`${server}/http/routes/blobs.test.ts`],
    },
    {
      id: "server/body-as-asked",
      find: 'return checked === undefined ? fail(failure("request-malformed")) : ok(checked);',
      replace: "return ok((checked ?? value) as never);",
      tests: [`${server}/http/routes/ledger.test.ts`],
      titles: "what is no append",
    },
  ]),
  ...inFile(`${server}/http/app.ts`, { tests: [`${server}/http/gate.test.ts`] }, [
    { id: "server/header-size", find: "maxHeaderSize: headerBytes", replace: "maxHeaderSize: 64 * 1024" },
    { id: "server/most-connections", find: "app.server.maxConnections = settings.maxConnections;", replace: "" },
  ]),
  ...inFile(`${server}/http/routes/access.ts`, { tests: [`${server}/http/routes/access.test.ts`] }, [
    {
      id: "server/founding-closed",
      find: 'if (parts.founding === "closed") return fail(failure("founding-closed"));',
      replace: "",
    },
    {
      id: "server/founding-slows-down",
      find: 'if (seconds > 0) return fail(failure("slow-down", { seconds }));\n      foundingWaits',
      replace: "foundingWaits",
    },
    {
      id: "server/founding-body-size",
      find: "{ bodyLimit: 64 * 1024 },\n    openRoute(async ({ body, address })",
      replace: "{ bodyLimit: 8 * 1024 * 1024 },\n    openRoute(async ({ body, address })",
    },
    {
      id: "server/founding-pins-what-is-true",
      find: 'if (!isOurs(parts, statement, request)) return fail(failure("statement-refused", { sequence: 0 }));',
      replace: "",
    },
    { id: "server/founding-practice", find: "equalBytes(practice, request.practice) &&", replace: "" },
    { id: "server/founding-origin", find: "origin === parts.origin &&", replace: "" },
    {
      id: "server/founding-checkpoint-key",
      find: "&&\n    equalBytes(ledgerKey, parts.ledgerKey.publicKey)",
      replace: "",
    },
    {
      id: "server/founded-once",
      find: 'return isSame ? answerWith(answerAppend(state, 0, 0)) : fail(failure("practice-exists"));',
      replace: "return answerWith(answerAppend(state as never, 0, 0));",
    },
    {
      id: "server/founded-before-with-this-login-key",
      find: "&&\n    equalBytes(account.loginKey, request.loginKey)",
      replace: "",
    },
  ]),
  ...inFile(`${server}/http/routes/second-factor.ts`, { tests: [`${server}/session/login.test.ts`] }, [
    {
      id: "server/second-factor-replaced-when-fresh",
      find: "stepUp.wasShownAtLogin(session) ? ok() : stepUp.shows(session, row, totp);",
      replace: "ok();",
      titles: "a second factor is set",
    },
    {
      id: "server/second-factor-proven",
      find: 'if (step === undefined) return fail(failure("second-factor-wrong"));',
      replace: "",
      titles: "a second factor is set",
    },
  ]),
];
