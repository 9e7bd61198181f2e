/**
 * The demo practice of `npm run dev`: `main.ts found ORIGIN FOLDER` founds it where it is not there yet and says how to
 * get in; `main.ts code FOLDER` prints the six digits of now.
 */

import { readFileSync } from "node:fs";
import { codeAt } from "../../apps/cli/src/second-factor.ts";
import { demoFiles, isSeeded } from "./files.ts";
import { demoCharts, demoPractice } from "./practice.ts";
import { NotFounded, seedDemo } from "./seed.ts";

const [act, ...rest] = process.argv.slice(2);
if (act === "code") printCode(rest[0] ?? "");
else if (act === "found") await found(rest[0] ?? "", rest[1] ?? "");
else throw new Error("main.ts found ORIGIN FOLDER, or main.ts code FOLDER");

async function found(origin: string, folder: string): Promise<void> {
  if (!isSeeded(folder)) {
    say("Founding the demo practice (some seconds, the first time alone) ...");
    try {
      await seedDemo(origin, folder, Date.now());
    } catch (error) {
      if (!(error instanceof NotFounded)) throw error;
      say(`${error.message} The next start of npm run dev tries again.`);
      process.exitCode = 1;
      return;
    }
  }
  const files = demoFiles(folder);
  const notes = demoCharts.reduce((sum, chart) => sum + chart.notes.length, 0);
  say(`
The demo practice: ${demoPractice.practiceName}, ${demoCharts.length} charts with ${notes} notes. Nobody in it exists.

  Open           ${origin}, "This is a further device", "Your Emergency Kit", "Use the kit"
  Kit            ${files.kit}
  Passphrase     ${demoPractice.passphrase}
  Six digits     npm run dev -- code
                 or an authenticator app with the secret ${secretIn(folder)}

Each code works once. On the command line this practice is
  --profile ${files.device} --passphrase-file ${files.passphrase}
`);
}

function printCode(folder: string): void {
  if (!isSeeded(folder)) {
    say("There is no demo practice yet: npm run dev founds it.");
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`${codeAt(secretIn(folder), Date.now())}\n`);
}

function secretIn(folder: string): string {
  return readFileSync(demoFiles(folder).secondFactor, "utf8").trim();
}

/** On standard error, as all of npm's scripts speak. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
