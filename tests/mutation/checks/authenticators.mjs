// Passkeys and security keys as second factor, at the server.

import { inFile } from "./in-file.mjs";

const server = "apps/server/src";
const tests = [`${server}/http/routes/authenticators.test.ts`];
const atLogin = { tests, titles: "SES-12" };
const inSession = { tests, titles: "SES-13" };
const weighty = { tests: ["tests/rules/weighty-acts.test.ts"], titles: "SES-15" };
const added = { tests, titles: "SES-14" };

export const authenticatorChecks = [
  ...inFile(`${server}/session/authenticators.ts`, atLogin, [
    {
      id: "authenticators/signature",
      find: "return judged?.verified ? judged.authenticationInfo.newCounter : undefined;",
      replace: "return judged?.authenticationInfo.newCounter ?? kept.counter + 1;",
    },
    {
      id: "authenticators/challenge-of-this-login",
      find: `    expectedChallenge: toBase64Url(challenge),
    expectedOrigin: origins.filter`,
      replace: `    expectedChallenge: () => true,
    expectedOrigin: origins.filter`,
    },
    {
      id: "authenticators/counter",
      find: "counter: kept.counter }",
      replace: "counter: 0 }",
    },
  ]),
  ...inFile(`${server}/session/authenticators.ts`, added, [
    {
      id: "authenticators/new-one-for-this-challenge",
      find: `    expectedChallenge: toBase64Url(challenge),
    expectedOrigin: [...origins],`,
      replace: `    expectedChallenge: () => true,
    expectedOrigin: [...origins],`,
    },
    {
      id: "authenticators/new-one-is-what-it-says",
      find: "credential.id !== id || ",
      replace: "",
    },
  ]),
  ...inFile(`${server}/session/login.ts`, atLogin, [
    {
      id: "authenticators/asked-where-there-is-one",
      find: "return account.totpSealed !== null || (await readAuthenticators(db, account)).length > 0;",
      replace: "return account.totpSealed !== null;",
    },
    {
      id: "authenticators/slowed-down",
      find: '    return slowly(account, "authenticator-wrong", async () => {',
      replace:
        '    return slowly({ practice: account.practice, account: port.random(16) as never }, "authenticator-wrong", async () => {',
    },
  ]),
  ...inFile(`${server}/http/routes/second-factor.ts`, inSession, [
    { id: "authenticators/nonce-once", find: "    nonces.delete(session);\n", replace: "" },
    {
      id: "authenticators/nonce-for-three-minutes",
      find: "if (!given || given.endsAtMs <= clock.steadyMs()) return undefined;",
      replace: "if (!given) return undefined;",
    },
    {
      id: "authenticators/shown-right",
      find: "      if (!right.ok) return right;\n      stepUp.shown(session);",
      replace: "      stepUp.shown(session);",
    },
  ]),
  ...inFile(`${server}/http/routes/second-factor.ts`, added, [
    {
      id: "authenticators/added-with-what-there-is",
      find: "      if (!shown.ok) return shown;\n      const challenge",
      replace: "      const challenge",
    },
    {
      id: "authenticators/removed-with-what-there-is",
      find: "      if (!shown.ok) return shown;\n      await removeAuthenticator",
      replace: "      await removeAuthenticator",
    },
    {
      id: "authenticators/last-one-stays",
      find: 'if (row.value.totpSealed === null && others.length === 0) return fail(failure("second-factor-last"));',
      replace: "",
    },
    {
      id: "authenticators/app-is-not-the-last",
      find: 'if (others.length === 0) return fail(failure("second-factor-last"));',
      replace: "",
    },
    {
      id: "authenticators/end-of-the-app-shows",
      find: "      if (!shown.ok) return shown;\n      await endSecondFactor",
      replace: "      await endSecondFactor",
    },
    {
      id: "authenticators/ten",
      find: '        return fail(failure("authenticators-full", { limit: limits.authenticators }));',
      replace: "        {}",
    },
  ]),
  ...inFile(`${server}/store/authenticators.ts`, { tests: [`${server}/store/own-rows.test.ts`], titles: "SES-12" }, [
    { id: "authenticators/quicker-one-only", find: '      .where("counter", "=", before)\n', replace: "" },
  ]),
  ...inFile(`${server}/store/accounts.ts`, { tests: [`${server}/http/routes/recovery.test.ts`], titles: "API-7" }, [
    {
      id: "authenticators/end-with-a-recovery",
      find: '  await trx.deleteFrom("authenticator").where("practice", "=", practice).where("account", "=", account).execute();\n',
      replace: "",
    },
  ]),
  ...inFile(`${server}/http/routes/ledger.ts`, weighty, [
    ...["member.remove", "member.role", "recovery.set", "policy.set", "guard.unset", "witness.set"].map((name) => ({
      id: `second-factor/again-for-${name}`,
      find: `  "${name}",\n`,
      replace: "",
    })),
    {
      id: "second-factor/again-at-the-server",
      find: "asks && !(await stepUp.isFresh(session))",
      replace: "false",
    },
    {
      id: "second-factor/again-to-let-others-in",
      find: 'kind === "clinical" || releasers.length > 0',
      replace: "false",
    },
    {
      id: "second-factor/again-to-end-who-lets-in",
      find: " : isAmong(releasers, operation[1]);",
      replace: " : false;",
    },
  ]),
  ...inFile(`${server}/http/routes/invites.ts`, weighty, [
    {
      id: "second-factor/again-for-invites",
      find: 'if (!(await stepUp.isFresh(session))) return fail(failure("second-factor-again"));',
      replace: "",
    },
  ]),
  ...inFile(`${server}/session/step-up.ts`, weighty, [
    {
      id: "second-factor/shown-is-short",
      find: "const steppedUpMs = 2 * 60 * 1000;",
      replace: "const steppedUpMs = 1e9;",
    },
  ]),
];
