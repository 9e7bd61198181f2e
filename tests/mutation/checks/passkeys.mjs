// Passkeys: the list and its slots, at the device and at the server.

import { inFile } from "./in-file.mjs";

const crypto = "packages/crypto/src";
const server = "apps/server/src";
const feature = "packages/vault/src/features/passkeys";
const hostile = ["tests/hostile/passkeys.test.ts"];
const rules = ["tests/rules/passkey-rules.test.ts"];
const formats = [`${crypto}/keys/passkeys.test.ts`];
const routes = [`${server}/http/routes/passkeys.test.ts`];

export const passkeyChecks = [
  ...inFile(`${crypto}/keys/passkeys.ts`, { tests: formats }, [
    {
      id: "passkeys/secret-key-in-slot-key",
      find: "const input = concatBytes(prf, secretKey);",
      replace: "const input = concatBytes(prf);",
      titles: "PSK-1",
    },
    {
      id: "passkeys/slot-key-salted-by-person",
      find: 'hkdf(port, input, context("passkey"), 32, salt)',
      replace: 'hkdf(port, input, context("passkey"), 32)',
      titles: "PSK-1",
    },
    {
      id: "passkeys/list-bound-to-account-and-counter",
      find: 'boundContext("passkeys", practice, [account, counter])',
      replace: 'boundContext("passkeys", practice, [account, counter > 0])',
      titles: "PSK-3",
    },
  ]),
  ...inFile(`${crypto}/open/passkeys.ts`, { tests: formats, titles: "PSK-3" }, [
    { id: "passkeys/format", find: " || value[0] !== 1", replace: "" },
    { id: "passkeys/nothing-more", find: " || value.length !== 2", replace: "" },
    { id: "passkeys/fields", find: " || value.length !== 6", replace: "" },
    { id: "passkeys/not-slot-0", find: "!isBetween(slot, 1, 255)", replace: "!isBetween(slot, 0, 255)" },
    { id: "passkeys/slots-apart", find: "isWhole && slots.size === passkeys.length", replace: "isWhole" },
    { id: "passkeys/every-one-right", find: "passkeys.length === value[1].length && ", replace: "" },
    { id: "passkeys/at-most", find: " && passkeys.length <= mostPasskeys", replace: "" },
    { id: "passkeys/credential", find: " || !isBytes(credential, 1, 1023)", replace: "" },
    { id: "passkeys/host", find: " || !isText(host, 253)", replace: "" },
    { id: "passkeys/name", find: " || !isText(name, 60)", replace: "" },
    { id: "passkeys/added-at", find: "!isBetween(addedAt, 0, Number.MAX_SAFE_INTEGER) || ", replace: "" },
    { id: "passkeys/key", find: " || !isBytes(key, 32, 32)", replace: "" },
  ]),
  ...inFile(`${feature}/list.ts`, { tests: hostile, titles: "HS-11" }, [
    {
      id: "passkeys/newer-only",
      find: "atServer > here.counter ? await",
      replace: "atServer >= 0 ? await",
    },
  ]),
  ...inFile(`${feature}/add.ts`, { tests: rules, titles: "PSK-6" }, [
    {
      id: "passkeys/whole-output",
      find: '  if (request.prf.length !== 32) return fail(failure("passkey-wrong"));\n',
      replace: "",
    },
    { id: "passkeys/passphrase-asked", find: "  if (!known.ok) return known;\n", replace: "" },
    {
      id: "passkeys/once",
      find: '  if (passkeys.some((one) => equalBytes(one.credential, credential))) return fail(failure("passkey-there"));\n',
      replace: "",
    },
    {
      id: "passkeys/ten",
      find: "if (passkeys.length >= mostPasskeys) return",
      replace: "if (passkeys.length < 0) return",
    },
  ]),
  ...inFile(`${feature}/unlock-by-passkey.ts`, { tests: rules, titles: "PSK-8" }, [
    {
      id: "passkeys/slot-of-its-credential",
      find: "equalBytes(one.credential, credential)",
      replace: "credential.length > 0",
      tests: rules,
      titles: "PSK-6 adding",
    },
  ]),
  ...inFile("packages/vault/src/features/own-keys/adopt.ts", { tests: rules, titles: "PSK-9" }, [
    {
      id: "passkeys/end-with-a-rekey",
      find: "  if (!isSameKeyringKey) return { ...stored, list: null, slots: [] };\n",
      replace: "",
    },
    {
      id: "passkeys/slots-of-the-new-version",
      find: "    if (passkeys) writePasskeys(disk, passkeys);\n",
      replace: "",
    },
  ]),
  ...inFile(`${server}/store/passkeys.ts`, { tests: routes, titles: "PSK-4" }, [
    { id: "passkeys/counter-rises", find: '    .where("passkeys_counter", "<", counter)\n', replace: "" },
    { id: "passkeys/same-again-only", find: " && equalBytes(kept.sealed, sealed)", replace: "" },
    {
      id: "passkeys/own-account",
      find: '    .where("account", "=", owner.account)\n',
      replace: "",
      tests: [`${server}/store/own-rows.test.ts`],
    },
  ]),
  ...inFile(
    `${server}/http/routes/own-keys.ts`,
    { tests: [`${server}/http/routes/own-keys.test.ts`], titles: "PSK-4" },
    [{ id: "passkeys/erased-by-a-rekey", find: "      await forgetPasskeys(trx, session);\n", replace: "" }],
  ),
  ...inFile(`${server}/store/accounts.ts`, { tests: [`${server}/http/routes/recovery.test.ts`], titles: "PSK-4" }, [
    { id: "passkeys/erased-by-a-recovery", find: "      passkeys: null,\n", replace: "" },
  ]),
];
