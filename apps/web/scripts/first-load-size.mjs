// Prints the gzipped bytes of JavaScript that a first visit loads before the editor: the entry, what it imports
// statically, and the screen it shows first. `--json` prints one object. Fails above the limit.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 250 * 1000;
const dist = join(import.meta.dirname, "..", "dist");

/** @type {Record<string, { file: string, isEntry?: boolean, imports?: string[] }>} */
const manifest = JSON.parse(readFileSync(join(dist, ".vite", "manifest.json"), "utf8"));

/**
 * @param {string} key
 * @param {Map<string, number>} files
 */
function collect(key, files) {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) return;
  files.set(chunk.file, gzipSync(readFileSync(join(dist, chunk.file)), { level: 9 }).length);
  for (const inner of chunk.imports ?? []) collect(inner, files);
}

/** @param {string[]} keys */
function measure(keys) {
  const files = new Map();
  for (const key of keys) collect(key, files);
  return { files, bytes: [...files.values()].reduce((sum, bytes) => sum + bytes, 0) };
}

const entry = measure(["index.html"]);
const firstVisit = measure(["index.html", "src/screens/first-visit/first-visit.tsx"]);
const beforeEditor = measure([
  "index.html",
  ...Object.keys(manifest).filter((key) => /^src\/screens\/.*\.tsx$/.test(key) && !/\/note-screen\.tsx$/.test(key)),
]);
const editor = measure(["index.html", "src/screens/note/note-screen.tsx"]);
const report = {
  firstLoadJsGzipBytes: entry.bytes,
  firstVisitJsGzipBytes: firstVisit.bytes,
  everyScreenButTheEditorJsGzipBytes: beforeEditor.bytes,
  withEditorJsGzipBytes: editor.bytes,
  limitBytes: LIMIT_BYTES,
};

if (process.argv.includes("--json")) {
  console.log(JSON.stringify(report));
} else {
  for (const [file, bytes] of entry.files) console.log(String(bytes).padStart(9), file);
  for (const [name, bytes] of Object.entries(report)) console.log(String(bytes).padStart(9), name);
}
if (firstVisit.bytes > LIMIT_BYTES) process.exitCode = 1;
