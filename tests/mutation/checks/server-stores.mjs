// What the server keeps beside ledgers, for whom, and how much: blobs, draft slots, invites, listeners.

import { inFile } from "./in-file.mjs";

const server = "apps/server/src";

export const serverStoreChecks = [
  ...inFile(`${server}/store/database.ts`, { tests: [`${server}/server.test.ts`], titles: "owner's only" }, [
    { id: "server/database-made-for-its-owner-only", find: '"a", 0o600', replace: '"a", 0o644' },
    { id: "server/database-its-owners-again", find: "chmodSync(file, 0o600)", replace: "chmodSync(file, 0o644)" },
    { id: "server/log-its-owners-again", find: "[path, `${path}-wal`]", replace: "[path]" },
  ]),
  ...inFile(`${server}/http/routes/blobs.ts`, { tests: [`${server}/http/routes/blobs.test.ts`] }, [
    {
      id: "server/chunk-size",
      find: "{ bodyLimit: sealedChunkBytes },",
      replace: "{ bodyLimit: 2 * sealedChunkBytes },",
    },
    { id: "server/most-chunks", find: "if (chunks.value > mostChunks) {", replace: "if (false) {" },
    { id: "server/chunk-in-file", find: "index >= chunks.value || ", replace: "" },
    { id: "server/chunk-not-empty", find: " || call.body.length <= tagBytes", replace: "" },
    {
      id: "server/blob-of-that-compartment-written",
      find: 'if (!equalBytes(there.compartment, compartment)) return fail(failure("not-entitled"));',
      replace: "",
    },
    {
      id: "server/blob-keeps-its-number-of-chunks",
      find: 'if (!isSameBlob(there, wanted)) return fail(failure("request-malformed"));',
      replace: "",
    },
    {
      id: "server/chunk-never-changes",
      find: 'return kept === "kept" ? answerWith({}) : fail(failure("envelope-mismatch"));',
      replace: "return answerWith({});",
    },
    {
      id: "server/blob-of-that-compartment-read",
      find: "if (!there || !equalBytes(there.compartment, compartment)) return",
      replace: "if (!there) return",
    },
    {
      id: "server/blob-reader-or-writer",
      find: "if (!entitled || !isAmong(entitled, session.account)) return",
      replace: "if (!entitled) return",
      tests: [`${server}/http/routes/entitled.test.ts`],
    },
    {
      id: "server/blob-of-a-compartment",
      find: "if (!entitled || !isAmong(entitled, session.account)) return",
      replace: "if (entitled && !isAmong(entitled, session.account)) return",
    },
  ]),
  {
    id: "server/chunk-there-is-kept",
    file: `${server}/blobs/blob-folder.ts`,
    find: 'if (there) return equalBytes(there, chunk) ? "kept" : "other";',
    replace: "",
    tests: [`${server}/http/routes/blobs.test.ts`],
  },
  {
    id: "server/migration-whole",
    file: `${server}/store/sqlite-dialect.ts`,
    find: "override get supportsTransactionalDdl(): true {\n    return true;",
    replace: "override get supportsTransactionalDdl(): false {\n    return false;",
    tests: ["tests/faults/server-start-kill.test.ts"],
    titles: "first start",
  },
  ...inFile(`${server}/store/drafts.ts`, { tests: [`${server}/http/routes/drafts.test.ts`] }, [
    {
      id: "server/slot-not-older",
      find: 'return isAgain ? ok() : fail(failure("head-moved"));',
      replace: "return ok();",
    },
    { id: "server/slots-together", find: "bytes > draftsBytes || ", replace: "" },
    {
      id: "server/most-slots",
      find: " || others.length >= mostSlots",
      replace: "",
      tests: [`${server}/store/own-rows.test.ts`],
    },
    {
      id: "server/slots-of-own-account",
      find: '.select(["slot", "counter", "sealed"])\n    .where("practice", "=", practice)\n    .where("account", "=", account)',
      replace: '.select(["slot", "counter", "sealed"])\n    .where("practice", "=", practice)',
      tests: [`${server}/store/own-rows.test.ts`],
    },
  ]),
  ...inFile(`${server}/store/invites.ts`, { tests: [`${server}/http/routes/invites.test.ts`] }, [
    {
      id: "server/invite-id-once",
      find: 'return isAgain ? ok() : fail(failure("invitation-dead"));',
      replace: "return ok();",
    },
    {
      id: "server/invite-again-by-the-same",
      find: "const isAgain = isBy(there, inviter) && ",
      replace: "const isAgain = ",
    },
    {
      id: "server/most-invites",
      find: 'if (open.length >= mostInvites) return fail(failure("slow-down", { seconds: 60 }));',
      replace: "",
    },
    {
      id: "server/dead-invite-not-read",
      find: 'if (row.dead !== 0) return fail(failure("invitation-dead"));\n  const bytes',
      replace: "const bytes",
    },
    {
      id: "server/invite-side",
      find: 'if (isInviters !== (by !== undefined)) return fail(failure("request-malformed"));',
      replace: "",
    },
    { id: "server/invite-of-that-inviter", find: " || (by && !isBy(row, by))", replace: "" },
    {
      id: "server/dead-invite-not-answered",
      find: 'if (row.dead !== 0) return fail(failure("invitation-dead"));\n    if (before',
      replace: "if (before",
    },
    {
      id: "server/invite-turn",
      find: 'if (before[step].some((earlier) => row[earlier] === null)) return fail(failure("request-malformed"));',
      replace: "",
    },
    { id: "server/invite-dies-of-a-second-answer", find: "there ? { dead: 1 } : ", replace: "there ? { dead: 0 } : " },
    {
      id: "server/invite-closed-by-its-inviter",
      find: '.where("account", "=", inviter.account)\n    .where("invite", "=", invite)',
      replace: '.where("invite", "=", invite)',
      tests: [`${server}/store/own-rows.test.ts`],
    },
    {
      id: "server/invite-runs-out",
      find: '.where("invite", "=", invite)\n    .where("expires_at", ">", nowMs)',
      replace: '.where("invite", "=", invite)',
    },
  ]),
  {
    id: "server/invite-72-hours-at-most",
    file: `${server}/http/routes/invites.ts`,
    find: "asked > nowMs && asked < latest ? asked : latest",
    replace: "asked > nowMs ? asked : latest",
    tests: [`${server}/http/routes/invites.test.ts`],
    titles: "runs out",
  },
  {
    id: "server/backlog",
    file: `${server}/http/events.ts`,
    find: "if (stream.writableLength > backlogBytes) stream.destroy();\n  else stream.write(text);",
    replace: "stream.write(text);",
    tests: [`${server}/http/events.test.ts`],
  },
];
