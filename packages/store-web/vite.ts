/** For the bundler: SQLite's WASM build names two worker scripts that Alcove never starts, one with a second copy of it all. */

/** The shape of a Vite plugin; belongs into `worker.plugins`, since the store lives in a worker. */
export type SqlitePlugin = {
  readonly name: string;
  readonly enforce: "pre";
  transform(code: string, id: string): string | undefined;
};

const script = (name: string): string => `new URL("${name}", import.meta.url)`;
const never = [
  `new Worker(${script("sqlite3-worker1.mjs")}, { type: "module" })`,
  script("sqlite3-opfs-async-proxy.js"),
];

/**
 * Keeps those two, 250 KB, out of the bundle.
 *
 * @throws Error (from the build) when another version of SQLite says it otherwise
 */
export function sqliteWithoutItsWorkers(): SqlitePlugin {
  return {
    name: "alcove-sqlite-without-its-workers",
    enforce: "pre",
    transform(code, id) {
      if (!/@sqlite\.org\/sqlite-wasm\/dist\/index\.mjs$/.test(id)) return undefined;
      const gone = never.filter((part) => code.split(part).length !== 2);
      if (gone.length > 0) throw new Error(`SQLite's build no longer has, once: ${gone.join(", ")}`);
      return never.reduce((left, part) => left.replace(part, "undefined"), code);
    },
  };
}
