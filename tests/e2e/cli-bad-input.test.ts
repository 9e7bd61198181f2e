/** Each bad input gives a clear error with a code from the table and an exit code, and loses nothing. */

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { encodeCbor } from "@alcove/bytes";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { Device, makePlace, passphrase, run, type RunningServer, start, startServer } from "./alcove.ts";
import { docx } from "./zip.ts";

const place = makePlace();
const laptop = new Device(place, "laptop");
let server: RunningServer;
let chart = "";

type Waiting = { readonly waiting: number; readonly why?: { readonly code: string } };
type Imported = {
  readonly added: number;
  readonly alreadyThere: number;
  readonly stoppedEarly: boolean;
  readonly problems: readonly { readonly code: string; readonly facts: { readonly path: string } }[];
};

beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin, { secondFactor: true });
  chart = (await laptop.must<{ id: string }>(["chart", "create", "--name", "Client"])).id;
  await laptop.must(["note", "add", "--chart", chart], { input: "About a nightjar.\n" });
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

function withPassphrase(text: string): string {
  const path = place.path(`passphrase-${Buffer.from(text).toString("hex").slice(0, 40)}`);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

function founding(name: string, passphraseFile: string, origin = server.origin): string[] {
  return [
    ...["practice", "create", "--server", origin, "--name", "Heron House", "--owner-name", "Grace Holloway"],
    ...["--owner-email", "grace@heron.example", "--kit", place.path(`${name}.kit`)],
    ...["--profile", place.path(name), "--passphrase-file", passphraseFile],
  ];
}

async function countNotes(of: string): Promise<number> {
  const listed = await laptop.must<{ notes: readonly object[] }>(["note", "list", "--chart", of]);
  return listed.notes.length;
}

describe("passphrase, kit and second factor", () => {
  test("a wrong passphrase is told apart from everything else, and changes nothing", async () => {
    const wrong = [
      "--profile",
      laptop.folder,
      "--passphrase-file",
      withPassphrase("ocean ladder velvet candle copper"),
    ];
    expect(await run(["chart", "list", ...wrong])).toMatchObject({
      exit: 3,
      json: { ok: false, code: "passphrase-wrong" },
    });
    await laptop.must(["chart", "list"]);
  });

  test.for([
    ["short", "too short", "passphrase-short"],
    ["guessable", "aaaaaaaaaaaaaaaa", "passphrase-guessable"],
    ["common", "1q2w3e4r5t6y", "passphrase-common"],
    ["names", "Grace likes the old harbour wall", "passphrase-names"],
  ])("a weak passphrase (%s) founds nothing", async ([name, text, code]) => {
    const refused = await run(founding(`weak-${name}`, withPassphrase(text ?? "")), { inEarnest: true });
    expect(refused).toMatchObject({ exit: 1, json: { ok: false, code } });
    expect(refused.json.sentence?.length).toBeGreaterThan(20);
    expect(existsSync(place.path(`weak-${name}.kit`))).toBe(false);
    expect((await run<{ phase: string }>(["status", "--profile", place.path(`weak-${name}`)])).json.phase).toBe(
      "empty",
    );
  });

  test("no prompt where nobody is at the terminal: the flag is named instead", async () => {
    const locked = await run<{ hint: string }>(["chart", "list", "--profile", laptop.folder]);
    expect(locked).toMatchObject({ exit: 3, json: { code: "locked" } });
    expect(locked.json.hint).toContain("--passphrase-file");
    const kit = ["device", "enrol", "--kit", place.path("kit.txt"), "--profile", place.path("new")];
    const needed = await run<{ hint: string }>([...kit, "--passphrase-file", place.path("passphrase")]);
    expect(needed).toMatchObject({ exit: 3, json: { code: "second-factor-needed" } });
    expect(needed.json.hint).toContain("--totp-file");
  });

  test.for([
    ["empty", "\n", 2, "usage"],
    ["two lines", `${passphrase}\n${passphrase}\n`, 2, "usage"],
    ["no text", Buffer.from([0xff, 0xfe, 0x41]), 2, "usage"],
    ["not there", undefined, 1, "file-unreadable"],
  ] as const)("a passphrase file that is %s", async ([name, content, exit, code]) => {
    const path = place.path(`file-${name}`);
    if (content !== undefined) writeFileSync(path, content, { mode: 0o600 });
    expect(await run(["chart", "list", "--profile", laptop.folder, "--passphrase-file", path])).toMatchObject({
      exit,
      json: { code },
    });
  });

  test("a kit that is none, mistyped, or another's", async () => {
    const kit = readFileSync(place.path("kit.txt"), "utf8");
    const at = kit.indexOf("ALCOVE-KIT-1") + 40;
    const swapped = kit.slice(0, at) + (kit[at] === "A" ? "B" : "A") + kit.slice(at + 1);
    const bad: Record<string, [string | Buffer, number, string]> = {
      none: ["a shopping list\n", 1, "kit-unreadable"],
      cut: [kit.slice(0, -30), 1, "kit-unreadable"],
      mistyped: [swapped, 1, "kit-unreadable"],
      bytes: [Buffer.from([0, 255, 254, 1]), 1, "document-broken-encoding"],
    };
    for (const [name, [content, exit, code]] of Object.entries(bad)) {
      writeFileSync(place.path(`bad-${name}.kit`), content);
      const enrolling = ["device", "enrol", "--kit", place.path(`bad-${name}.kit`), "--profile", place.path("new")];
      const refused = await run([...enrolling, "--passphrase-file", place.path("passphrase")]);
      expect(refused, name).toMatchObject({ exit, json: { code } });
    }
    const wrong = ["device", "enrol", "--kit", place.path("kit.txt"), "--profile", place.path("new")];
    const other = withPassphrase("ocean ladder velvet candle copper");
    expect(await run([...wrong, "--passphrase-file", other])).toMatchObject({
      exit: 3,
      json: { code: "login-refused" },
    });
    expect((await run<{ phase: string }>(["status", "--profile", place.path("new")])).json.phase).toBe("empty");
  });

  test("a second factor left for later is set later, once, and asked for from then on", async () => {
    const args = (...words: string[]) => [
      ...[...words, "--profile", place.path("later"), "--passphrase-file", place.path("passphrase")],
    ];
    expect(
      (await run<{ secondFactorSet: boolean }>(founding("later", place.path("passphrase")))).json.secondFactorSet,
    ).toBe(false);
    expect(await run(args("practice", "second-factor"))).toMatchObject({ exit: 2, json: { code: "usage" } });
    const set = args("practice", "second-factor", "--totp-file", place.path("later-totp"));
    expect(await run(set)).toMatchObject({ exit: 0, json: { secondFactorSet: true } });
    const again = args("practice", "second-factor", "--totp-file", place.path("later-totp-2"));
    expect(await run(again)).toMatchObject({ exit: 1, json: { code: "already-set-up" } });
    const enrol = ["device", "enrol", "--kit", place.path("later.kit"), "--profile", place.path("later-2")];
    const needed = await run([...enrol, "--passphrase-file", place.path("passphrase")]);
    expect(needed).toMatchObject({ exit: 3, json: { code: "second-factor-needed" } });
  });

  test("nothing is written over a file that is there", async () => {
    writeFileSync(place.path("taken.kit"), "mine");
    const refused = await run(founding("taken", place.path("passphrase")));
    expect(refused).toMatchObject({ exit: 1, json: { code: "file-exists" } });
    expect(readFileSync(place.path("taken.kit"), "utf8")).toBe("mine");
  });
});

describe("notes and files", () => {
  test("a note whose text is empty, no text, or too long is refused", async () => {
    const before = await countNotes(chart);
    const cases: [string, string | Buffer, string][] = [
      ["empty", "", "document-empty"],
      ["white space", " \n\t\n", "document-empty"],
      ["broken UTF-8", Buffer.from([0x41, 0xc3, 0x28]), "document-broken-encoding"],
      ["5 MB", "word ".repeat(1_000_000), "text-too-long"],
    ];
    for (const [what, input, code] of cases) {
      const refused = await laptop.run(["note", "add", "--chart", chart], { input });
      expect(refused, what).toMatchObject({ exit: 1, json: { code } });
    }
    expect(await countNotes(chart)).toBe(before);
  });

  test("unknown charts, notes, devices and files are exit code 5", async () => {
    const nowhere = "0123456789abcdef0123456789abcdef";
    const cases: [string[], string][] = [
      [["note", "list", "--chart", nowhere], "chart-unknown"],
      [["note", "show", nowhere], "note-unknown"],
      [["note", "show", "not-an-id"], "note-unknown"],
      [["detach", nowhere, "--out", place.path("never")], "attachment-unknown"],
      [["device", "revoke", nowhere, "--reason", "lost"], "device-unknown"],
      [["search", "word", "--chart", nowhere], "chart-unknown"],
    ];
    for (const [args, code] of cases)
      expect(await laptop.run(args), args.join(" ")).toMatchObject({ exit: 5, json: { code } });
    expect(await laptop.run(["search", "zyzzyva"])).toMatchObject({ exit: 5, json: { ok: true, total: 0 } });
  });

  test("a folder full of traps: what can be read is in, everything else is named with its code", async () => {
    const folder = place.path("traps");
    mkdirSync(folder);
    const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
    write("good.docx", docx("The good one, about a kestrel."));
    write("good.txt", "Another good one.\n");
    write("empty.txt", "");
    write("bomb.docx", docx("x", 40_000_000));
    write("picture.docx", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
    write("text.pdf", "I am no PDF.");
    write("broken.csv", Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0x81, 0x8d, 0x8f, 0x90, 0x9d, 0x0a]));
    write("huge.txt", "");
    truncateSync(join(folder, "huge.txt"), 500 * 1024 * 1024);
    symlinkSync("/etc/hostname", join(folder, "outside.txt"));
    symlinkSync("good.txt", join(folder, "inside.txt"));
    symlinkSync("..", join(folder, "loop"));
    mkdirSync(join(folder, "closed"));
    execFileSync("mkfifo", [join(folder, "pipe.txt")]);
    write("back\\slash.txt", "On other systems this is a path.\n");

    const { exit, json } = await laptop.run<Imported>(["import", folder, "--chart", chart]);
    expect(exit).toBe(1);
    expect(json).toMatchObject({ ok: true, added: 2, skipped: { hidden: 0, passedOver: 2, unsupported: [] } });
    const codes = Object.fromEntries(json.problems.map(({ code, facts }) => [facts.path, code]));
    expect(codes).toEqual({
      "empty.txt": "document-empty",
      "bomb.docx": "document-zip-bomb",
      "picture.docx": "document-not-what-its-name-says",
      "text.pdf": "document-not-what-its-name-says",
      "broken.csv": "document-broken-encoding",
      "huge.txt": "document-too-large",
      "outside.txt": "document-path-leaves-folder",
      loop: "document-path-leaves-folder",
      "back\\slash.txt": "document-path-leaves-folder",
    });
    expect((await laptop.must<{ total: number }>(["search", "kestrel"])).total).toBe(1);
  });

  test("a missing folder and a missing file are said plainly", async () => {
    expect(await laptop.run(["import", place.path("nowhere"), "--chart", chart])).toMatchObject({
      exit: 1,
      json: { code: "file-unreadable" },
    });
    expect(await laptop.run(["attach", place.path("nowhere"), "--chart", chart])).toMatchObject({
      exit: 1,
      json: { code: "file-unreadable" },
    });
  });
});

describe("an import that is cut off", () => {
  const folder = place.path("many");
  const count = 800;
  let into = "";

  beforeAll(async () => {
    mkdirSync(folder);
    for (let i = 0; i < count; i++)
      writeFileSync(join(folder, `note-${i}.txt`), `Note ${i}. ${"The heron stood still. ".repeat(40)}\n`);
    into = (await laptop.must<{ id: string }>(["chart", "create", "--name", "Many"])).id;
  });

  test("Ctrl-C stops between two notes and says how far it came; SIGKILL says nothing; both lose nothing", async () => {
    const gentle = laptop.start(["import", folder, "--chart", into, "--json"]);
    await gentle.errorHolds('"progress"');
    gentle.process.kill("SIGINT");
    const ended = await gentle.ended;
    expect(ended.exit).toBe(130);
    const stopped = JSON.parse(ended.stdout) as Imported;
    expect(stopped.stoppedEarly).toBe(true);
    expect(stopped.added).toBeLessThan(count);
    expect(await countNotes(into)).toBe(stopped.added);

    const killed = laptop.start(["import", folder, "--chart", into, "--json"]);
    await killed.errorHolds('"progress"');
    killed.process.kill("SIGKILL");
    await killed.ended;
    const here = await countNotes(into);
    expect(here).toBeGreaterThanOrEqual(stopped.added);

    const whole = await laptop.must<Imported & Waiting>(["import", folder, "--chart", into]);
    expect(whole).toMatchObject({ added: count - here, alreadyThere: here, stoppedEarly: false, waiting: 0 });
    const listed = await laptop.must<{ notes: readonly { title: string }[] }>(["note", "list", "--chart", into]);
    expect(new Set(listed.notes.map(({ title }) => title)).size).toBe(count);
    expect(listed.notes).toHaveLength(count);
    expect(await laptop.must(["ledger", "verify"])).toMatchObject({ valid: true });
  });
});

describe("one profile, one process", () => {
  test("the second is told so, and the first goes on undisturbed", async () => {
    const busy = laptop.start(["import", place.path("many"), "--chart", chart, "--json"]);
    await busy.errorHolds('"progress"');
    // It holds still while others try, however long that takes them.
    busy.process.kill("SIGSTOP");
    for (const args of [["status"], ["note", "list", "--chart", chart]]) {
      expect(await laptop.run(args)).toMatchObject({ exit: 6, json: { code: "device-in-use" } });
    }
    busy.process.kill("SIGCONT");
    expect((await busy.ended).exit).toBe(0);
  });
});

describe("a profile that is not as it should be", () => {
  test("damaged, newer, in a place that can't be written, or none", async () => {
    const damaged = place.path("damaged");
    mkdirSync(damaged);
    writeFileSync(join(damaged, "device.sqlite"), "this is no database at all, ".repeat(400));
    expect(await run(["status", "--profile", damaged])).toMatchObject({ exit: 1, json: { code: "store-damaged" } });
    expect(readFileSync(join(damaged, "device.sqlite"), "utf8")).toContain("this is no database");

    writeFileSync(place.path("a-file"), "");
    expect(await run(["status", "--profile", join(place.path("a-file"), "x")])).toMatchObject({
      exit: 1,
      json: { code: "file-unwritable" },
    });
    const none = [
      "note",
      "list",
      "--chart",
      chart,
      "--profile",
      place.path("none"),
      "--passphrase-file",
      place.path("passphrase"),
    ];
    expect(await run(none)).toMatchObject({ exit: 3, json: { code: "not-set-up" } });
    expect(await run(founding("again", place.path("passphrase")).with(-3, laptop.folder))).toMatchObject({
      exit: 1,
      json: { code: "already-set-up" },
    });
    chmodSync(damaged, 0o700);
  });

  test("a store written by a newer Alcove is left alone", async () => {
    const { DatabaseSync } = await import("node:sqlite");
    const folder = place.path("newer");
    mkdirSync(folder);
    const database = new DatabaseSync(join(folder, "device.sqlite"));
    database.exec("PRAGMA journal_mode = WAL; CREATE TABLE profile (of TEXT); PRAGMA user_version = 999");
    database.close();
    const args = ["chart", "list", "--profile", folder, "--passphrase-file", place.path("passphrase")];
    expect(await run(args)).toMatchObject({ exit: 1, json: { code: "store-newer" } });
  });
});

describe("a server that is not as it should be", () => {
  const http = (answer: RequestListener) => async (port: number) => {
    const other = createHttpServer(answer);
    await new Promise<void>((resolve) => void other.listen(port, "localhost", resolve));
    return () => {
      other.closeAllConnections();
      other.close();
    };
  };
  const silent = async (port: number) => {
    const other = createTcpServer(() => {});
    await new Promise<void>((resolve) => void other.listen(port, "localhost", resolve));
    return () => void other.close();
  };

  test("writing goes on and syncing says why, whatever answers in the server's place; all arrives when it is back", async () => {
    const others: [string, (port: number) => Promise<() => void>, string][] = [
      ["is down", () => Promise.resolve(() => {}), "server-unreachable"],
      ["is slow", silent, "server-slow"],
      ["shows a page", http((_, response) => response.end("<!doctype html><title>Welcome</title>")), "server-rubbish"],
      ["fails", http((_, response) => response.writeHead(502).end("Bad gateway")), "server-rubbish"],
      ["hangs up", http((request) => request.socket.destroy()), "server-unreachable"],
      ["never ends", http((_, response) => void response.writeHead(200).write("\u0000".repeat(1000))), "server-slow"],
    ];
    await server.stop();
    for (const [index, [what, listen, code]] of others.entries()) {
      const close = await listen(server.port);
      const input = `Written while the server ${what}.\n`;
      const kept = await laptop.must<Waiting>(["note", "add", "--chart", chart, "--wait", "2"], { input });
      expect(kept, what).toMatchObject({ waiting: index + 1, why: { code } });
      expect(await laptop.run(["sync", "--wait", "2"]), what).toMatchObject({ exit: 4, json: { code } });
      close();
    }
    expect((await laptop.must<{ total: number }>(["search", "nightjar"])).total).toBe(1);
    server = await server.again();
    expect(await laptop.must(["sync"])).toMatchObject({ waiting: 0 });
    const phrase = '"written while the server"';
    expect((await laptop.must<{ total: number }>(["search", phrase])).total).toBe(others.length);
  });

  test("founding: a server that is away, rubbish, or of another version founds nothing", async () => {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const away = await run(founding("away", place.path("passphrase"), origin));
    expect(away).toMatchObject({ exit: 4, json: { code: "server-unreachable" } });
    const facts = encodeCbor({ version: 2, ledgerKey: new Uint8Array(32), founding: true });
    const close = await http((_, response) =>
      response.writeHead(200, { "content-type": "application/cbor" }).end(facts),
    )(port);
    onTestFinished(close);
    const newer = await run(founding("newer-server", place.path("passphrase"), origin));
    expect(newer).toMatchObject({ exit: 4, json: { code: "server-version" } });
    expect(readdirSync(place.folder).filter((name) => /^(away|newer-server)\.kit$/.test(name))).toEqual([]);
  });
});

describe("the command line itself", () => {
  test.for([
    [[]],
    [["fly"]],
    [["chart"]],
    [["chart", "create"]],
    [["chart", "list", "more"]],
    [["note", "show"]],
    [["chart", "list", "--colour"]],
    [["note", "add", "--chart", "x", "--kind", "secret"]],
    [["note", "add", "--chart", "x", "--date", "2026-02-30"]],
    [["search", "x", "--limit", "0"]],
    [["sync", "--wait", "soon"]],
    [["server", "start", "--port", "70000"]],
    [["practice", "create", "--server", "localhost", "--name", "x", "--owner-name", "x", "--owner-email", "x"]],
  ])("%j is a misuse: exit code 2, told in JSON and in words", async ([args]) => {
    const [machine, person] = await Promise.all([
      run(args ?? [], { input: "" }),
      start(args ?? [], { input: "" }).ended,
    ]);
    expect(machine).toMatchObject({ exit: 2, json: { ok: false, code: "usage" } });
    expect([person.exit, person.stdout]).toEqual([2, ""]);
    expect(person.stderr).toContain("--help");
  });

  test("help is exit code 0 and names every command and exit code", async () => {
    const help = await start(["--help"]).ended;
    expect(help.exit).toBe(0);
    for (const text of ["practice create", "ledger verify", "--passphrase-file", "130"])
      expect(help.stdout).toContain(text);
    expect((await start(["import", "--help"]).ended).stdout).toContain("Ctrl-C");
  });
});
