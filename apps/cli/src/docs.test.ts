import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commands } from "./commands.ts";
import { exitCodeHelp } from "./refusal.ts";

const page = readFileSync(new URL("../../../docs/cli.md", import.meta.url), "utf8");

/** What stands below a heading, up to the next. */
function section(name: string): string {
  return page.split(/^## /m).find((part) => part.startsWith(`${name}\n`)) ?? "";
}

test("docs/cli.md lists the commands there are", () => {
  const rows = Object.entries(commands).map(([words, { summary }]) => `| \`${words}\` | ${summary} |`);
  expect(section("Commands")).toContain(rows.join("\n"));
});

test("docs/cli.md lists the exit codes as help does", () => {
  expect(section("Exit codes")).toContain(exitCodeHelp.map(([code, about]) => `| ${code} | ${about} |`).join("\n"));
});
