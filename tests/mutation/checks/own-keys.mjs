// A member's own keys: change of passphrase and rekey, at the server and at the device.

import { inFile } from "./in-file.mjs";

const server = "apps/server/src";
const routes = [`${server}/http/routes/own-keys.test.ts`];

export const ownKeysChecks = [
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
      id: "own-keys/digits-of-this-session-a-moment-ago",
      find: "shownAt !== undefined && clock.steadyMs() - shownAt <= steppedUpMs",
      replace: "shownAt !== undefined",
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
        'if (session.scope.kind === "replaced") return { account: session.account, device: session.scope.device };',
      titles: "OWN-3",
    },
  ]),
  ...inFile(`${server}/http/routes/access.ts`, { tests: routes }, [
    {
      id: "own-keys/former-login-key-gets-no-keyring",
      find: 'session.scope.kind === "replaced" || session.scope.kind === "recovering"',
      replace: 'session.scope.kind === "recovering"',
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
];
