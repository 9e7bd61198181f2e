/** What a person sees: a real terminal around the program (`script`, of util-linux). */

import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { needsTool } from "../needs.ts";
import { Device, makePlace, passphrase, type RunningServer, startServer } from "./alcove.ts";

const program = fileURLToPath(new URL("../../apps/cli/src/main.ts", import.meta.url));
const place = makePlace();
const laptop = new Device(place, "laptop", { inEarnest: true });
let server: RunningServer;

let chart = "";

beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin);
  chart = (await laptop.must<{ id: string }>(["chart", "create", "--name", "Client"])).id;
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

/** A program on a terminal of its own. */
class Screen {
  readonly #child: ChildProcess;
  #shown = "";
  readonly ended: Promise<number | null>;

  constructor(args: readonly string[]) {
    const quoted = [process.execPath, program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    this.#child = spawn("script", ["-qec", quoted, "/dev/null"], { stdio: ["pipe", "pipe", "inherit"] });
    this.#child.stdout?.setEncoding("utf8").on("data", (piece: string) => (this.#shown += piece));
    this.ended = new Promise((resolve) => void this.#child.once("close", resolve));
  }

  get shown(): string {
    return this.#shown;
  }

  /** Waits for `text`, counted from what was last waited for. */
  async until(text: string, from = 0): Promise<number> {
    for (let i = 0; i < 1200; i++) {
      const at = this.#shown.indexOf(text, from);
      if (at >= 0) return at + text.length;
      await new Promise((resolve) => void setTimeout(resolve, 50));
    }
    throw new Error(`"${text}" was not shown: ${this.#shown}`);
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }
}

test("founding at a terminal: five words offered, the kit shown, the second factor by QR code, nothing typed is echoed", async (context) => {
  if (!(await needsTool("script", context))) return;
  const screen = new Screen([
    ...["practice", "create", "--server", server.origin, "--name", "Willow Room", "--owner-name", "Ada Fern"],
    ...["--owner-email", "ada@willow.example", "--profile", place.path("founder")],
  ]);
  let at = await screen.until("drawn by chance:");
  at = await screen.until("Passphrase: ", at);
  screen.type("short\r");
  at = await screen.until("at least 12 characters", at);
  at = await screen.until("Passphrase: ", at);
  // Typed with a slip that is taken back.
  screen.type(`${passphrase}x\u007f\r`);
  at = await screen.until("Once more:", at);
  screen.type(`${passphrase}\r`);
  at = await screen.until("ALCOVE-KIT-1", at);
  at = await screen.until("Press Enter", at);
  screen.type("\r");
  at = await screen.until("authenticator app", at);
  expect(screen.shown).toContain("█");
  at = await screen.until("(Enter: later):", at);
  screen.type("\r");
  await screen.until("is founded.", at);
  expect(await screen.ended).toBe(0);
  for (const secret of [passphrase, "short\r", "marble"]) expect(screen.shown).not.toContain(secret);
});

test("two people at two terminals: one asks the other in, words are read aloud, and nothing typed is echoed", async (context) => {
  if (!(await needsTool("script", context))) return;
  const inviting = new Screen(["member", "invite", "--role", "front desk", "--profile", laptop.folder]);
  await inviting.until("Passphrase: ");
  inviting.type(`${passphrase}\r`);
  await inviting.until("Ctrl-C ends the invitation");
  const words = /and type\s+((?:[a-z]+ ){11}[a-z]+)/.exec(inviting.shown)?.[1] ?? "";
  const joining = new Screen([
    ...["member", "join", "--server", server.origin, "--name", "Ben Moor", "--email", "ben@willow.example"],
    ...["--profile", place.path("joined")],
  ]);
  const own = "lantern orchard pebble saddle winter";
  let at = await joining.until("drawn by chance:");
  for (const question of ["Passphrase: ", "Once more:"]) {
    at = await joining.until(question, at);
    joining.type(`${own}\r`);
  }
  at = await joining.until("The twelve words: ", at);
  joining.type("not these\r");
  at = await joining.until("Word 1 is none that an invitation can have", at);
  at = await joining.until("The twelve words: ", at);
  joining.type(`${words}\r`);
  at = await joining.until("yes or no: ", at);
  const line = /\n {4}((?:[a-z]+ ){4}[a-z]+)\r?\n\r?\nRead this line/.exec(joining.shown)?.[1] ?? "";
  await inviting.until("1, 2, 3 or 0: ");
  const number = new RegExp(`([123]) {2}${line}`).exec(inviting.shown)?.[1];
  inviting.type(`${number ?? "0"}\r`);
  await inviting.until("They are a member now, as front desk.");
  expect(joining.shown, "nothing goes on before its own person says so").not.toContain("ALCOVE-KIT-1");
  joining.type("yes\r");
  expect(await inviting.ended).toBe(0);
  at = await joining.until("ALCOVE-KIT-1", at);
  at = await joining.until("Press Enter", at);
  joining.type("\r");
  at = await joining.until("(Enter: later):", at);
  joining.type("\r");
  await joining.until("You are a member of Willow Room now, as front desk.", at);
  expect(await joining.ended).toBe(0);
  for (const secret of ["orchard", "pebble"]) expect(joining.shown).not.toContain(secret);
  expect(inviting.shown).not.toContain("marble");
});

test("unlocking at a terminal; Ctrl-C at the question leaves no trace and gives the terminal back", async (context) => {
  if (!(await needsTool("script", context))) return;
  const screen = new Screen(["chart", "create", "--name", "Another client", "--profile", laptop.folder]);
  const at = await screen.until("Passphrase: ");
  screen.type(`${passphrase}\r`);
  expect(await screen.ended).toBe(0);
  expect(screen.shown.slice(at)).toMatch(/[0-9a-f]{32}/);
  const left = new Screen(["chart", "list", "--profile", laptop.folder]);
  await left.until("Passphrase: ");
  left.type("\u0003");
  expect(await left.ended).toBe(130);
});

test("a note's text can't steer the terminal, and is whole for a program", async (context) => {
  if (!(await needsTool("script", context))) return;
  const hostile = "before\u001b]0;title\u0007after\n";
  const { id } = await laptop.must<{ id: string }>(["note", "add", "--chart", chart], { input: hostile });
  const screen = new Screen(["note", "show", id, ...laptop.args([])]);
  expect(await screen.ended).toBe(0);
  expect(screen.shown).toContain("after");
  expect(screen.shown).not.toContain("\u001b]0;title");
  const { note } = await laptop.must<{ note: { current: { body: { text: string } } } }>(["note", "show", id]);
  expect(note.current.body.text).toBe(hostile);
});

test("an import shows a bar on a terminal", async (context) => {
  if (!(await needsTool("script", context))) return;
  writeFileSync(place.path("one.txt"), "One note.\n");
  const screen = new Screen(["import", place.path("one.txt"), "--chart", chart, ...laptop.args([])]);
  expect(await screen.ended).toBe(0);
  expect(screen.shown).toMatch(/import {2}\[#+\] {2}1 of 1, 1 notes/);
  expect(screen.shown).toContain("1 note added");
});
