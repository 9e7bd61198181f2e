// What a server delivers to browsers, compared with a manifest (docs/spec, page 22).

import { inFile } from "./in-file.mjs";

const folder = "apps/cli/src/verify-app";
const unit = { tests: [`${folder}/app-manifest.test.ts`] };
const hostile = { tests: ["tests/hostile/other-code.test.ts"], titles: "verify-app" };

export const appChecks = [
  ...inFile(`${folder}/app-manifest.ts`, { ...unit, titles: "APP-1" }, [
    { id: "app/manifest-has-the-page", find: 'files.has("/index.html") && files.size', replace: "files.size" },
    { id: "app/manifest-names-once", find: " && files.size === lines.length", replace: "" },
    { id: "app/manifest-title", find: 'title !== "alcove-app/v1" || ', replace: "" },
  ]),
  ...inFile(`${folder}/app-manifest.ts`, { ...unit, titles: "APP-2" }, [
    {
      id: "app/manifest-signed",
      find: "if (key && !isSignedBy(key, text, signatures)) return undefined;",
      replace: "",
    },
    { id: "app/manifest-signature", find: "isTheirs && verify(", replace: "isTheirs || verify(" },
    { id: "app/key-has-its-id", find: 'if (expected.toString("hex") !== id) return undefined;', replace: "" },
    { id: "app/key-is-ed25519", find: " || bytes[0] !== 1", replace: "" },
  ]),
  ...inFile(`${folder}/compare.ts`, hostile, [
    { id: "app/file-is-there", find: 'if (answer.status !== 200) return [{ path, what: "missing" }];', replace: "" },
    {
      id: "app/file-is-the-same",
      find: "bytes === undefined || hashOf(bytes) !== hash",
      replace: "bytes === undefined",
    },
    { id: "app/every-page", find: '["/", "/today", "/charts"]', replace: "[]" },
    { id: "app/page-rules", find: "!isPage || ", replace: "true || " },
    { id: "app/no-way-elsewhere", find: 'redirect: "manual",', replace: "" },
  ]),
];
