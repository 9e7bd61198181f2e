// What a device shows and keeps beside its ledger: alarms, attachments, drafts, the report on its own file, answers as they come.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";
const storeNode = "packages/store-node/src";
const hostile = (/** @type {string} */ name) => `tests/hostile/${name}.test.ts`;
const rules = "tests/rules/device-rules.test.ts";

export const deviceFileChecks = [
  ...inFile(`${storeNode}/node-store.ts`, { tests: [`${storeNode}/node-store.test.ts`], titles: "owner's only" }, [
    { id: "device/database-made-for-its-owner-only", find: '"a", 0o600', replace: '"a", 0o644' },
    { id: "device/database-its-owners-again", find: "chmodSync(file, 0o600)", replace: "chmodSync(file, 0o644)" },
    { id: "device/log-its-owners-again", find: "[path, `${path}-wal`]", replace: "[path]" },
  ]),
  ...inFile(`${vault}/alarms.ts`, { tests: [`${vault}/alarms.test.ts`] }, [
    {
      id: "alarms/signed-evidence-stays",
      find: "if (!lasting.has(code) || !keep([...standing, alarm])) passing.set(code, alarm);",
      replace: "passing.set(code, alarm);",
    },
    {
      id: "alarms/on-a-full-disk-too",
      find: "if (error instanceof StoreFault) return false;",
      replace: "if (error instanceof StoreFault) return true;",
    },
  ]),

  ...inFile(`${vault}/features/files/open.ts`, { tests: [hostile("attachment")], titles: "HS-18" }, [
    {
      id: "device/wrong-chunk-not-kept",
      find: "const chunk = await openChunk(crypto, key, place, sealed);",
      replace:
        "if (!kept) keepChunk(disk, blob, at, sealed);\n    const chunk = await openChunk(crypto, key, place, sealed);",
    },
    {
      id: "device/file-as-written",
      find: 'if (!equalBytes(hashing.digest(), hash)) return fail(failure("alarm-envelope-unopenable"));',
      replace: "",
      titles: "promises another",
    },
    {
      id: "device/same-file-as-fetched",
      find: "if (fetched === count) disk.files.put",
      replace: "disk.files.put",
      titles: "ATT-6",
    },
    {
      id: "device/padding-is-the-files-end",
      find: "while (index < count) {",
      replace: "while (false) {",
      tests: ["tests/rules/file-rules.test.ts"],
      titles: "ATT-4",
    },
  ]),
  ...inFile(`${vault}/features/files/seal.ts`, { tests: [hostile("attachment")], titles: "HS-18" }, [
    {
      id: "device/attachment-size",
      find: "if (bytes > limits.attachmentBytes)\n",
      replace: "if (false)\n",
      titles: "too large",
    },
    {
      id: "device/same-file-sealed-once",
      find: "if (!opened.fold.holdsFileOf(lengthOf(bytes))) return ok(undefined);",
      replace: "if (bytes) return ok(undefined);",
      tests: ["tests/rules/attachment-rules.test.ts"],
      titles: "ATT-6",
    },
    {
      id: "device/same-file-of-that-compartment",
      find: "equalBytes(keyedHashOf(opened, row, revision.hash), keyedHash) ? { ...revision, hash } : undefined",
      replace: "{ ...revision, hash }",
      tests: [hostile("own-file")],
      titles: "ATT-6",
    },
    {
      id: "device/file-that-changed",
      find: 'if (piece?.length !== end - at) return fail(failure("attachment-changed"));',
      replace: 'if (!piece) return fail(failure("attachment-changed"));',
      tests: ["tests/rules/file-rules.test.ts"],
      titles: "ATT-7",
    },
  ]),
  ...inFile(`${vault}/features/files/whose.ts`, { tests: [hostile("laid-elsewhere")] }, [
    {
      id: "device/said-beside-its-file",
      find: "|| equalBytes(place, own)",
      replace: "|| true",
    },
  ]),
  ...inFile(`${vault}/features/files/documents.ts`, { tests: ["tests/rules/document-rules.test.ts"], titles: "DOC-" }, [
    {
      id: "device/who-describes",
      find: 'if (!mayDescribe(opened, row)) return fail(failure("not-entitled"));',
      replace: "",
    },
  ]),
  ...inFile(
    "packages/documents/src/pictures/clean-picture.ts",
    { tests: ["tests/documents/pictures.test.ts"], titles: "DOC-5" },
    [
      { id: "picture/remarks-go", find: "if (marker === 0xfe) return false;", replace: "" },
      {
        id: "picture/behind-its-end",
        find: "parts.push(bytes.subarray(at, at + 2));",
        replace: "parts.push(bytes.subarray(at));",
      },
      {
        id: "picture/only-known-chunks",
        find: "if (pngChunks.has(type)) parts.push",
        replace: 'if (pngChunks.has(type) || type === "tEXt") parts.push',
      },
      {
        id: "picture/webp-blocks-go",
        find: "if (webpChunks.has(type)) chunks.push",
        replace: 'if (webpChunks.has(type) || type === "XMP ") chunks.push',
      },
    ],
  ),
  ...inFile("packages/documents/src/look-at-file.ts", { tests: ["packages/documents/src/look-at-file.test.ts"] }, [
    { id: "look/markup-is-text", find: '? "markup" : "text"', replace: '? "text" : "text"' },
    { id: "look/macros", find: 'return { kind: "docx", macros };', replace: 'return { kind: "docx" };' },
    { id: "look/misnamed", find: "misnamed: !isSame", replace: "misnamed: false" },
  ]),
  ...inFile(`${vault}/features/draft-slots.ts`, { tests: [hostile("draft-slots")], titles: "DRA" }, [
    { id: "device/slot-not-older", find: "if (here && slot.counter <= here.sent) return;", replace: "" },
    {
      id: "device/slot-whose-answer-was-lost",
      find: "if (here && slot.counter === here.counter && equalBytes(slot.sealed, here.sealed)) {",
      replace: "if (false) {",
      tests: [rules],
      titles: "DRA-4",
    },
    { id: "device/slot-opens", find: "if (!(await openDraft(ports, keys, theirs))) return;", replace: "" },
    {
      id: "device/own-slot-dropped-keeps-words",
      find: ' && toHex(content["device"] as Bytes) !== toHex(keys.device)) disk.drafts.remove',
      replace: ") disk.drafts.remove",
    },
  ]),
  ...inFile(`${vault}/features/drafts.ts`, { tests: [hostile("draft-slots")], titles: "DRA" }, [
    { id: "device/draft-of-that-slot", find: "[keys.account, id, counter]", replace: "[keys.account, counter]" },
    { id: "device/draft-of-that-counter", find: "[keys.account, id, counter]", replace: "[keys.account, id]" },
    {
      id: "device/psychotherapy-drafts-stay",
      find: "travels: !staysHere",
      replace: "travels: true",
      tests: [rules],
      titles: "DRA-5",
    },
  ]),
  ...inFile(`${vault}/features/ledger-report.ts`, { tests: [hostile("own-file")], titles: "LED-10" }, [
    {
      id: "report/root",
      find: 'if (!checkpoint || frontier.size !== checkpoint.size || !equalBytes(rootOf(frontier), checkpoint.root))\n    problem("alarm-ledger-forked", frontier.size);',
      replace: "",
    },
    {
      id: "report/withheld",
      find: 'for (const index of past.missing.values()) problem("alarm-body-withheld", index);',
      replace: "",
    },
    {
      id: "report/refused",
      find: 'if (applied.outcome === "refused") problem(applied.alarm.code, index);',
      replace: "",
      tests: [hostile("moved-ciphertext")],
      titles: "HS-08 an envelope",
    },
  ]),
  ...inFile(
    "packages/transport-http/src/http-transport.ts",
    { tests: ["packages/transport-http/src/http-transport.test.ts"] },
    [
      {
        id: "transport/no-redirect",
        find: 'return response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400);',
        replace: "return false;",
      },
      { id: "transport/most-bytes", find: "if (length > maxBytes) return undefined;", replace: "" },
      {
        id: "transport/origin-of-a-server",
        find: 'if (!/^https?:\\/\\//.test(origin)) throw new TypeError("no origin of a server");',
        replace: "",
        tests: ["tests/stores/web-transport.test.ts"],
      },
    ],
  ),
  {
    id: "transport/longest-line",
    file: "packages/transport-http/src/read-events.ts",
    find: "if (rest.length > longestLine) return;",
    replace: "",
    tests: ["packages/transport-http/src/http-transport.test.ts"],
  },
];
