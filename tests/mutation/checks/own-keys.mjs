// A member's own keys: change of passphrase and rekey, at the server and at the device.

import { inFile } from "./in-file.mjs";

const server = "apps/server/src";
const own = "packages/vault/src/features/own-keys";
const hostile = ["tests/hostile/own-keys.test.ts"];
const rules = ["tests/rules/own-keys-rules.test.ts"];
const routes = [`${server}/http/routes/own-keys.test.ts`];

export const ownKeysChecks = [
  ...inFile(`${server}/session/step-up.ts`, { tests: routes }, [
    {
      id: "own-keys/digits-of-this-session-a-moment-ago",
      find: "if (isSince(shownAt.get(session), steppedUpMs)) return ok();",
      replace: "if (shownAt.has(session)) return ok();",
      titles: "OWN-2",
    },
  ]),
  ...inFile(`${server}/http/routes/own-keys.ts`, { tests: routes }, [
    {
      id: "own-keys/one-act-at-a-time",
      find: 'if (underWay.has(name)) return Promise.resolve(fail(failure("head-moved")));',
      replace: "",
      titles: "OWN-4 of two rekeys",
    },
    {
      id: "own-keys/cost-known",
      find: 'if (!argon2idCost(keys.keyring.kdfVersion)) return fail(failure("kdf-version-unknown"));',
      replace: "",
      titles: "OWN-1",
    },
    {
      id: "own-keys/login-key-is-a-key",
      find: "!(await importVerifyKey(parts.port, keys.loginKey)) || equalBytes",
      replace: "equalBytes",
      titles: "OWN-1",
    },
    {
      id: "own-keys/login-key-is-new",
      find: " || equalBytes(keys.loginKey, row.loginKey)",
      replace: "",
      titles: "OWN-1",
    },
    {
      id: "own-keys/keyring-follows",
      find: 'if (keys.keyring.keyringVersion !== row.keyring.keyringVersion + 1) return fail(failure("head-moved"));',
      replace: "",
      titles: "OWN-1",
    },
    {
      id: "own-keys/digits-asked",
      find: "return shown.ok ? ok(row) : shown;",
      replace: "return ok(row);",
      titles: "OWN-2",
    },
    {
      id: "own-keys/settling-ends-other-sessions",
      find: "sessions.endOthersOfDevice(session);",
      replace: "",
      titles: "OWN-5",
    },
    {
      id: "own-keys/passphrase-ends-other-sessions",
      find: 'if (!replaced) return fail(failure("head-moved"));\n        sessions.endOthersOfAccount(session);',
      replace: "",
      titles: "OWN-3",
    },
    {
      id: "own-keys/an-identity-begins",
      find: "return rekeyed !== undefined && more.length === 0 && rekeyed[4] === keyring.keyringVersion;",
      replace: "return rekeyed === undefined || rekeyed[4] === keyring.keyringVersion;",
      titles: "OWN-4 half",
    },
    {
      id: "own-keys/keyring-that-the-statement-names",
      find: " && rekeyed[4] === keyring.keyringVersion",
      replace: "",
      titles: "OWN-4 half",
    },
  ]),
  ...inFile(`${server}/http/routes/ledger.ts`, { tests: routes }, [
    {
      id: "own-keys/no-half-rekey-by-append",
      find: 'if (prepared.some(beginsIdentity)) return fail(failure("statement-refused"));',
      replace: "",
      titles: "OWN-4 half",
    },
    {
      id: "own-keys/former-login-key-appends-nothing",
      find: 'if (session.scope.kind !== "enrolling") return undefined;',
      replace:
        'if (session.scope.kind === "recovering") return undefined; if (session.scope.kind === "replaced") return { account: session.account, device: session.scope.device };',
      titles: "OWN-3",
    },
  ]),
  ...inFile(`${server}/http/routes/access.ts`, { tests: routes }, [
    {
      id: "own-keys/former-login-key-gets-no-keyring",
      find: 'session.scope.kind === "replaced" || ',
      replace: "",
      titles: "OWN-3",
    },
  ]),
  ...inFile(`${server}/session/login.ts`, { tests: routes }, [
    {
      id: "own-keys/former-login-key-of-an-enrolled-device",
      find: "account !== undefined && device !== undefined && (await signedByFormer(handshake, request));",
      replace: "account !== undefined && (await signedByFormer(handshake, request));",
      titles: "OWN-3",
    },
    {
      id: "own-keys/former-login-key-signs",
      find: "if (key && (await verify(port, key, request.loginSignature, message))) return true;",
      replace: "if (key) return true;",
      titles: "OWN-3",
    },
    {
      id: "own-keys/former-login-key-is-told-so",
      find: '{ kind: isReplaced ? "replaced" : "full", device: device.device }',
      replace: '{ kind: "full", device: device.device }',
      titles: "OWN-3",
    },
  ]),
  ...inFile(`${own}/unsettled.ts`, { tests: hostile }, [
    {
      id: "own-keys/nothing-else-is-taken-back",
      find: 'if (!isSame(counts.value, profile)) return fail(failure("answer-forged"));',
      replace: "",
      titles: "HS-20 the login key of before",
    },
    {
      id: "own-keys/a-word-of-the-network-settles-nothing",
      find: '  "second-factor-needed",\n  "second-factor-wrong",',
      replace: '  "slow-down",\n  "second-factor-needed",\n  "second-factor-wrong",',
      titles: "NW-01",
    },
  ]),
  ...inFile(`${own}/settle.ts`, { tests: hostile }, [
    {
      id: "own-keys/finished-by-what-was-asked-for",
      find: 'if (!isSame(counts.value, next.stored)) return fail(failure("answer-forged"));',
      replace: "",
      titles: "HS-20 the answer to a rekey",
    },
    {
      id: "own-keys/finished-by-the-rosters-identity",
      find: 'if (!(await isNamed(roster.value, running.keys.account, next.keyring))) return fail(failure("answer-forged"));',
      replace: "",
      titles: "HS-20 the server has the keys",
    },
  ]),
  ...inFile(`${own}/take-new-keys.ts`, { tests: hostile }, [
    {
      id: "own-keys/kit-of-this-person",
      find: 'if (kit && !isOf(kit, profile)) return fail(failure("kit-foreign"));',
      replace: "",
      tests: rules,
      titles: "OWN-10 OWN-11 another device goes",
    },
    {
      id: "own-keys/taken-by-a-full-session",
      find: 'if (session.value.scope !== "full") return fail(failure(kit ? "kit-replaced" : "passphrase-wrong"));',
      replace: "",
      tests: rules,
      titles: "OWN-10 OWN-11 another device goes",
    },
    {
      id: "own-keys/taken-at-the-known-cost",
      find: 'if (counts.value.kdfVersion !== kdfVersion) return fail(failure("kdf-version-unknown"));',
      replace: "",
      titles: "HS-20 HS-11 another device",
    },
    {
      id: "own-keys/no-older-keyring",
      find: " || keyringVersion < profile.keyringVersion) return forged;",
      replace: ") return forged;",
      titles: "HS-11 somebody comes back",
    },
    {
      id: "own-keys/taken-by-the-rosters-identity",
      find: "if (!(await isNamed(roster.value, account, keyring))) return forged;",
      replace: "",
      titles: "HS-20 another device is shown",
    },
  ]),
  ...inFile(`${own}/change-passphrase.ts`, { tests: rules }, [
    {
      id: "own-keys/present-passphrase-asked",
      find: "const known = await unlockKeyring(crypto, profile, request.now);\n  if (!known.ok) return known;",
      replace: "",
      titles: "OWN-1 a wrong present",
    },
  ]),
  ...inFile(`${own}/rekey.ts`, { tests: rules }, [
    {
      id: "own-keys/present-passphrase-asked-for-a-rekey",
      find: "const known = await unlockKeyring(crypto, running.profile, request.now);\n  if (!known.ok) return known;",
      replace: "",
      titles: "OWN-1 a wrong present",
    },
  ]),
];
