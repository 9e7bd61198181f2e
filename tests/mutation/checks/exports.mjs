// Exports: what goes to whom, what is sealed, and what a checker finds.

import { inFile } from "./in-file.mjs";

const vault = "packages/vault/src";

export const exportChecks = [
  ...inFile(`${vault}/features/seal-export.ts`, { tests: ["tests/rules/exports.test.ts"] }, [
    {
      id: "exports/psychotherapy-with-what-lets-it",
      find: 'if (psychotherapy && disclosure.authorisation.trim() === "") return fail(failure("authorisation-needed"));',
      replace: "",
      titles: "EXP-1 psychotherapy",
    },
    {
      id: "exports/what-was-agreed-is-read",
      find: "restricts(value) && !heeds.includes(toHex(record))",
      replace: "restricts(value) && !heeds",
      titles: "EXP-8 EXP-9 EXP-10",
    },
    {
      id: "exports/no-seal-without-the-disclosure",
      find: "if (!recorded.ok) return recorded;",
      replace: "",
      titles: "EXP-4 a disclosure",
    },
    {
      id: "exports/seals-a-hash",
      find: 'if (manifest.length !== 32) return fail(failure("request-malformed"));',
      replace: "",
      titles: "EXP-4 a disclosure",
    },
  ]),
  ...inFile("packages/export/src/scope.ts", { tests: ["tests/rules/exports.test.ts"] }, [
    {
      id: "exports/whom-it-is-about",
      find: "about === undefined || person === about;",
      replace: "about === undefined || person !== undefined;",
      titles: "EXP-6",
    },
    {
      id: "exports/whether-there-are-any",
      find: 'psychotherapy || basis === "client";',
      replace: "psychotherapy || basis !== undefined;",
      titles: "EXP-7",
    },
  ]),
  ...inFile("packages/export/src/collect.ts", { tests: ["tests/rules/exports.test.ts"] }, [
    {
      id: "exports/rights-alone",
      find: "allCases.filter(({ kind }) => rightsKinds.some((one) => one === kind))",
      replace: "allCases.filter(({ kind }) => rightsKinds.length > 0 && kind)",
      titles: "EXP-8 EXP-9 EXP-10",
    },
    {
      id: "exports/goes-along",
      find: "one.goesAlong && (note === undefined",
      replace: "one.restricts && (note === undefined",
      titles: "EXP-8 EXP-9 EXP-10",
    },
    {
      id: "exports/who-looked-apart",
      find: 'sitting.acts.filter(({ kind }) => kind === "progress")',
      replace: "sitting.acts.filter(({ kind }) => kind)",
      titles: "EXP-7",
    },
    {
      id: "exports/forms-of-nobody",
      find: "offered.filter(({ person }) => person === undefined);",
      replace: "offered;",
      titles: "EXP-14",
    },
  ]),
  ...inFile("packages/export/src/chart-paper.ts", { tests: ["tests/rules/exports.test.ts"] }, [
    {
      id: "exports/pictures-of-this-note",
      find: "documents.filter(({ note }) => note === head.id);",
      replace: "documents.filter(({ note }) => note !== head.id || note);",
      titles: "EXP-13",
    },
  ]),
  ...inFile("packages/protocol/src/export-seal.ts", { tests: ["packages/protocol/src/export-seal.test.ts"] }, [
    {
      id: "exports/by-the-identity",
      find: 'verify(port, identity, signature, context("export", practice, bodyBytes))',
      replace: 'verify(port, identity, signature, context("export", practice, bodyBytes)).then(() => true)',
    },
  ]),
  ...inFile(`${vault}/export-seal.ts`, { tests: ["tests/e2e/cli-export.test.ts"] }, [
    {
      id: "exports/of-this-manifest",
      find: "equalBytes(seal.body.manifest, hash(manifest)) ? { at: seal.body.at } : undefined",
      replace: "hash(manifest) && equalBytes(place, place) ? { at: seal.body.at } : undefined",
    },
  ]),
  ...inFile("packages/export/src/read-zip.ts", { tests: ["tests/e2e/cli-export.test.ts"] }, [
    {
      id: "exports/zip-without-a-comment",
      find: " || end.getUint16(20, true) !== 0",
      replace: "",
      titles: "an end that says a comment",
    },
    {
      id: "exports/zip-nothing-behind-the-files",
      find: "place === bytes && start === from",
      replace: "place === bytes",
      titles: "bytes before the list",
    },
    {
      id: "exports/zip-nothing-more-in-the-list",
      find: "place === bytes && start === from",
      replace: "start === from",
      titles: "a list that goes on",
    },
    {
      id: "exports/zip-one-name",
      find: "  name.every((byte, i) => head.getUint8(30 + i) === byte);",
      replace: "  name.length > 0;",
      titles: "another name before a file",
    },
    {
      id: "exports/zip-no-other-field",
      find: "if (list.getUint16(extra, true) !== 1 || list.getUint16(extra + 2, true) !== extraBytes - 4) return undefined;\n  if (extraBytes !== 12 + sizes || numberAt(list, extra + 4 + sizes) !== start || place !== Math.min(start, large))\n    return undefined;",
      replace: "",
      titles: "another name for programs",
    },
    {
      id: "exports/zip-no-length-before",
      find: "  [14, 18, 22].every((at) => head.getUint32(at, true) === 0) &&\n",
      replace: "",
      titles: "a length before",
    },
    {
      id: "exports/zip-one-length",
      find: "  if (packed !== length) return undefined;\n",
      replace: "",
      titles: "a packed length",
    },
    {
      id: "exports/zip-length-behind",
      find: "(tail.byteLength === 24 ? numberAt(tail, at) : tail.getUint32(at, true)) === length",
      replace: "at > 0",
      titles: "a length behind",
    },
    {
      id: "exports/zip-no-links",
      find: " &&\n  list.getUint16(at + 40, true) >> 12 === regularFile",
      replace: "",
      titles: "a link",
    },
    {
      id: "exports/zip-names-are-utf-8",
      find: "  list.getUint16(at + 8, true) === flags &&\n",
      replace: "",
      titles: "a name that is not said",
    },
  ]),
  ...inFile("packages/export/src/verify-page.ts", { tests: ["tests/e2e/cli-export.test.ts"] }, [
    {
      id: "exports/page-one-name",
      find: "if (!before || !after || !name.every((byte, k) => head.getUint8(30 + k) === byte)) throw odd();",
      replace: "if (!before || !after) throw odd();",
      titles: "another name before a file",
    },
    {
      id: "exports/page-nothing-between",
      find: "if (place !== bytes || start !== from) throw odd();",
      replace: "",
      titles: "bytes before the list",
    },
    {
      id: "exports/page-inside-its-folder",
      find: 'inside(path) ? path.slice(depth).join("/") : "../" + path.join("/")',
      replace: 'path.slice(depth).join("/")',
      titles: "EXP-5 a file that lies beside",
    },
  ]),
  ...inFile("packages/export/src/manifest.ts", { tests: ["packages/export/src/manifest.test.ts"] }, [
    { id: "exports/paths-inside", find: "    isInside(path) &&\n", replace: "" },
    { id: "exports/each-path-once", find: " || new Set(paths).size !== paths.length", replace: "" },
  ]),
  ...inFile("packages/export/src/check.ts", { tests: ["packages/export/src/manifest.test.ts"] }, [
    { id: "exports/nothing-twice", find: "!file || seen.has(path)", replace: "!file" },
  ]),
  ...inFile("packages/export/src/check.ts", { tests: ["tests/e2e/cli-export.test.ts"] }, [
    { id: "exports/the-same-bytes", find: " || file.sha256 !== sha256", replace: "" },
    {
      id: "exports/the-sealed-list",
      find: "sealed: held !== undefined,",
      replace: "sealed: true,",
    },
  ]),
];
