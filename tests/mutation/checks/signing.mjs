// Signatures of notes: whose they are, of what, and that a signed note is locked.

import { inFile } from "./in-file.mjs";

const hostile = "tests/hostile/signatures.test.ts";
const rules = "tests/rules/signing.test.ts";

export const signingChecks = [
  ...inFile("packages/protocol/src/note-signature.ts", { tests: ["packages/protocol/src/note-signature.test.ts"] }, [
    {
      id: "signing/by-the-identity",
      find: 'return key !== undefined && verify(port, key, signature, context("note-signature", roster.practice, bodyBytes));',
      replace: "return key !== undefined;",
    },
    { id: "signing/the-identity-of-then", find: " && index < one.untilIndex", replace: "" },
    { id: "signing/its-own-identities", find: "equalBytes(one.account, account) && ", replace: "" },
  ]),
  ...inFile("packages/vault/src/features/signed.ts", { tests: [hostile] }, [
    { id: "signing/by-ones-own-device", find: "!writer || !equalBytes(writer, account)", replace: "!writer" },
  ]),
  ...inFile("packages/vault/src/features/signing.ts", { tests: [hostile] }, [
    {
      id: "signing/verified",
      find: 'if (!(await isSignedByIdentity(crypto, roster, signature, index))) return "not-theirs";',
      replace: "",
    },
    {
      id: "signing/where-it-says",
      find: "!covered || !at || !equalBytes(at as Bytes, compartment)",
      replace: "!covered || !at",
    },
    {
      id: "signing/these-words",
      find: "equalBytes(hash(encodeRevision(revision)), content) ? undefined",
      replace: "content ? undefined",
    },
    {
      id: "signing/who-wrote-it-by-then",
      find: 'if (intent === "sign" && !isAuthor(opened, note, account, number)) return "not-theirs";',
      replace: "",
    },
    {
      id: "signing/as-an-author",
      find: 'if (request.intent === "sign" && !isAuthor(opened, record, keys.account)) return fail(failure("note-by-others"));',
      replace: "",
      tests: [rules],
    },
    {
      id: "signing/behind-an-author",
      find: 'if (request.intent === "countersign" && !byOther) return fail(failure("note-unsigned"));',
      replace: "",
      tests: [rules],
    },
    {
      id: "signing/what-was-read",
      find: ' || toHex(seen["revision"] as Bytes) !== request.revision',
      replace: "",
      tests: [rules],
    },
  ]),
  ...inFile("packages/vault/src/features/notes.ts", { tests: [rules] }, [
    {
      id: "signing/locked",
      find: 'if (existing && signedIn(opened, record)) return fail(failure("note-signed"));',
      replace: "",
    },
  ]),
];
