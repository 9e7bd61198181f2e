import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { root } from "./setup.mjs";
import { countTests, failedTests, filesToLookAtAgain, judgeTests } from "./test-verdict.mjs";

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "alcove-bootstrap-")));
  for (const script of ["setup.mjs", "start.mjs", "alcove.mjs", "web-build.mjs"]) {
    cpSync(join(root, "scripts", script), join(folder, "scripts", script));
  }
  // One dependency that lies beside it, so that npm needs no network.
  write("package.json", { name: "small", dependencies: { beside: "file:./beside" } });
  write("beside/package.json", { name: "beside", version: "1.0.0" });
  write("package-lock.json", {
    name: "small",
    lockfileVersion: 3,
    packages: {
      "": { name: "small", dependencies: { beside: "file:./beside" } },
      beside: { version: "1.0.0" },
      "node_modules/beside": { resolved: "beside", link: true },
    },
  });
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, content: unknown) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
}

function run(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const options = { cwd: folder, encoding: "utf8", env: { ...process.env, npm_execpath: "", ...env } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "scripts", script), ...args], options);
  return { status, stdout, stderr };
}

test("set-up installs once, and again only when the lock file asks for something that isn't there", () => {
  expect(run("setup.mjs")).toMatchObject({ status: 0, stdout: "", stderr: expect.stringContaining("Installing") });
  expect(existsSync(join(folder, "node_modules", "beside", "package.json"))).toBe(true);
  expect(run("setup.mjs")).toEqual({ status: 0, stdout: "", stderr: "" });

  // As after an install by hand: another file, the same packages.
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  write("package-lock.json", `${lock}\n`);
  expect(run("setup.mjs")).toEqual({ status: 0, stdout: "", stderr: "" });

  const more = JSON.parse(lock) as { packages: Record<string, unknown> };
  more.packages["node_modules/missing"] = { version: "1.0.0", integrity: "sha512-AAAA" };
  write("package-lock.json", more);
  write("package.json", {
    name: "small",
    dependencies: { beside: "file:./beside", missing: "1.0.0", unlocked: "1.0.0" },
  });
  const refused = run("setup.mjs", [], { npm_config_offline: "true" });
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("Installing dependencies failed");
  expect(refused.stderr).not.toContain("at ensureInstalled");
}, 60_000);

test("start says in plain words what is wrong, without a stack", () => {
  expect(run("start.mjs", [], { PORT: "seven" })).toEqual({
    status: 1,
    stdout: "",
    stderr: 'PORT must be a number from 1 to 65535; it is "seven".\n',
  });
});

test("start builds the web app when its sources changed, tells the address, and stops in order", async () => {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  write("apps/web/index.html", '<!doctype html><script type="module" src="./page.ts"></script>');
  write("apps/web/page.ts", `import "../../packages/floor/src/floor.ts";`);
  write("packages/floor/src/floor.ts", "document.title = 'first' satisfies string;");
  write("packages/ambient.d.ts", "declare const x: 1;");
  write(
    "apps/server/src/main.ts",
    `import { createServer } from "node:http";
     import { readFileSync } from "node:fs";
     const page = readFileSync(process.env["ALCOVE_WEB"] + "/index.html");
     const server = createServer((_, response) => void response.end(process.env["ALCOVE_DATA"] + " " + page));
     server.listen(Number(process.env["PORT"]), "127.0.0.1");
     process.on("SIGTERM", () => server.close(() => process.exit(0)));`,
  );
  const port = await findFreePort();
  const start = async () => {
    const env = { ...process.env, PORT: String(port), ALCOVE_DATA: "", XDG_DATA_HOME: join(folder, "share") };
    const child = spawn(process.execPath, [join(folder, "scripts", "start.mjs")], { cwd: folder, env });
    let said = "";
    child.stderr.on("data", (chunk) => (said += chunk));
    await vi.waitFor(() => expect(said).toContain(`open http://localhost:${port}\n`), { timeout: 20_000 });
    const page = await (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: "close" } })).text();
    child.kill("SIGTERM");
    const code = await new Promise((resolve) => child.once("close", resolve));
    return { said, page, code };
  };
  const first = await start();
  expect(first).toMatchObject({ code: 0, page: expect.stringContaining("<script") });
  expect(first.said).toMatch(/^Building the web app/);
  expect(first.said).toMatch(/Alcove has stopped\.\n$/);
  if (process.platform === "linux") expect(first.page).toContain(join(folder, "share", "alcove"));
  expect((await start()).said).not.toContain("Building");
  write("packages/floor/src/floor.test.ts", "a test is not bundled");
  expect((await start()).said).not.toContain("Building");
  write("packages/floor/src/floor.ts", "document.title = 'second' satisfies string;");
  expect((await start()).said).toContain("Building");
}, 60_000);

test("start says so when something else holds the port", async () => {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  write("apps/server/src/main.ts", "");
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const child = spawn(process.execPath, [join(folder, "scripts", "start.mjs")], {
    env: { ...process.env, PORT: String(port) },
  });
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  expect(await new Promise((resolve) => child.once("close", resolve))).toBe(1);
  expect(said).toContain(`Something is already running on port ${port}.`);
  other.close();
});

test("the command line program runs where the person stands, and its exit code is passed on", () => {
  mkdirSync(join(folder, "node_modules"));
  write("apps/cli/src/main.ts", "console.log(process.cwd(), process.argv.slice(2)); process.exitCode = 3 as number;");
  const { status, stdout, stderr } = run("alcove.mjs", ["search", "two words"], { INIT_CWD: join(folder, "apps") });
  expect({ status, stderr }).toEqual({ status: 3, stderr: "" });
  expect(stdout).toContain("[ 'search', 'two words' ]");
  expect(stdout).toMatch(/[\\/]apps \[/);
});

test.each([
  ["SIGTERM", "alcove.mjs", "SIGTERM"],
  ["SIGINT", "alcove.mjs", "SIGINT"],
  ["SIGHUP", "alcove.mjs", "SIGTERM"],
  // Of npm, its shell and the script, npm's shell passes nothing on.
  ["SIGTERM", "npm", "SIGTERM"],
] as const)(
  "%s to %s reaches the program, which ends in order, and nothing is left running",
  async (signal, to, got) => {
    mkdirSync(join(folder, "node_modules"));
    write("package.json", { name: "small", scripts: { alcove: "node scripts/alcove.mjs" } });
    write(
      "apps/cli/src/main.ts",
      `import { writeFileSync } from "node:fs";
     let got = "";
     for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
       process.on(signal, () => {
         writeFileSync("got", (got += signal));
         // Time for a second one, which would end an import at once instead of between two notes.
         setTimeout(() => process.exit(0), 500);
       });
     }
     setTimeout(() => process.exit(1), 20_000);
     writeFileSync("pid", String(process.pid));`,
    );
    const options = { cwd: folder, env: { ...process.env, INIT_CWD: folder }, stdio: "ignore" } as const;
    const started =
      to === "npm"
        ? spawn("npm", ["run", "alcove"], options)
        : spawn(process.execPath, [join(folder, "scripts", to)], options);
    const ended = new Promise((resolve) => started.once("close", resolve));
    const pid = await vi.waitFor(
      () => {
        const text = readFileSync(join(folder, "pid"), "utf8");
        expect(text).toMatch(/\d/);
        return Number(text);
      },
      { timeout: 20_000 },
    );
    started.kill(signal);
    await ended;
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), { timeout: 10_000 });
    expect(readFileSync(join(folder, "got"), "utf8")).toBe(got);
  },
);

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const report = (counts: object, testResults: object[] = []) =>
  JSON.stringify({
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults,
    ...counts,
  });

test.each([
  ["all passed", report({ numPassedTests: 2 }), { code: 0, ci: true }, 0],
  ["one failed", report({ numPassedTests: 2, numFailedTests: 1 }), { code: 1, ci: false }, 1],
  ["no report", undefined, { code: 0, ci: false }, 1],
  ["no test", report({}), { code: 0, ci: false }, 1],
  ["skipped in CI", report({ numPassedTests: 2, numPendingTests: 1 }), { code: 0, ci: true }, 1],
  ["to do in CI", report({ numPassedTests: 2, numTodoTests: 1 }), { code: 0, ci: true }, 1],
  ["skipped elsewhere", report({ numPassedTests: 2, numPendingTests: 1 }), { code: 0, ci: false }, 0],
  ["error outside tests", report({ numPassedTests: 2 }), { code: 1, ci: false }, 1],
  [
    "file not loaded",
    report({ numPassedTests: 2 }, [{ status: "failed", assertionResults: [] }]),
    { code: 0, ci: false },
    1,
  ],
])("the verdict over a run: %s", (_name, text, context, code) => {
  expect(judgeTests(countTests(text), context).code).toBe(code);
});

test("a few files that failed in a whole run are looked at once more alone; never many, nor one that isn't read", () => {
  const failed = (name: string) => ({
    name,
    status: "failed",
    assertionResults: [
      { status: "failed", fullName: `${name} fails` },
      { status: "passed", fullName: `${name} passes` },
    ],
  });
  const passed = { name: "p", status: "passed", assertionResults: [{ status: "passed", fullName: "p passes" }] };
  const two = report({ numPassedTests: 3, numFailedTests: 2 }, [failed("a"), passed, failed("b")]);
  const whole = { code: 1, whole: true };
  expect(filesToLookAtAgain(two, whole)).toEqual(["a", "b"]);
  expect(failedTests(two)).toEqual(["a fails", "b fails"]);
  expect(filesToLookAtAgain(two, { code: 1, whole: false }), "by path").toEqual([]);
  expect(filesToLookAtAgain(undefined, whole), "no report").toEqual([]);
  expect(filesToLookAtAgain(report({}, [..."abcdef"].map(failed)), whole), "many").toEqual([]);
  const broken = { name: "x", status: "failed", assertionResults: [] };
  expect(filesToLookAtAgain(report({}, [failed("a"), broken]), whole), "not loaded").toEqual([]);
});
