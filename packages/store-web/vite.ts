/** For the bundler: what SQLite's WASM build carries and Alcove never uses stays out, a third of its JavaScript. */

/** The shape of a Vite plugin; belongs into `worker.plugins`, since the store lives in a worker. */
export type SqlitePlugin = {
  readonly name: string;
  readonly enforce: "pre";
  transform(code: string, id: string): string | undefined;
};

/** The script of a worker that is never started, with a second copy of it all. */
const worker = 'new Worker(new URL("sqlite3-worker1.mjs", import.meta.url), { type: "module" })';

const partStart = "\n\t\tglobalThis.sqlite3ApiBootstrap.initializers.push(function(sqlite3) {";
const partEnd = "\n\t\t});";
/** What tells the parts apart that add its own workers, virtual tables and file systems: ours is in `private-vfs.ts`. */
const parts = [
  "sqlite3.initWorker1API = function",
  "sqlite3.vtab = vtab",
  "sqlite3.config.disable?.vfs?.kvvfs) return",
  'vfs["opfs-vfs"]) return',
  "const installOpfsVfs = async function",
  "sqlite3.installOpfsSAHPoolVfs = async function",
  "const installOpfsWlVfs = async function",
];

/** @throws Error (from the build) when another version of SQLite says it otherwise */
export function sqliteWithoutUnusedParts(): SqlitePlugin {
  return {
    name: "alcove-sqlite-without-unused-parts",
    enforce: "pre",
    transform(code, id) {
      if (!/@sqlite\.org\/sqlite-wasm\/dist\/index\.mjs$/.test(id)) return undefined;
      const left = parts.reduce(withoutPart, code);
      if (left.split(worker).length !== 2) throw new Error(`SQLite's build no longer has, once: ${worker}`);
      return left.replace(worker, "undefined");
    },
  };
}

function withoutPart(code: string, sign: string): string {
  const at = code.indexOf(sign);
  const start = code.lastIndexOf(partStart, at);
  const end = code.indexOf(partEnd, start) + partEnd.length;
  if (at < 0 || start < 0 || end < at) throw new Error(`SQLite's build no longer has the part with ${sign}`);
  return code.slice(0, start) + code.slice(end);
}
