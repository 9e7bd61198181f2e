/** `npm run model`: explores every model and says how much there was to see. `-- NAME` for one suite, `-- --traces` for the way to each flaw. */

import { runSuite, type Verdict } from "./suite.ts";
import { suites } from "./suites.ts";

const asked = process.argv.slice(2);
const withTraces = asked.includes("--traces");
const names = asked.filter((each) => !each.startsWith("--"));

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function tell({ name, explored, expected, asExpected }: Verdict): void {
  const { states, steps, depth, ms, violation, neverHappened } = explored;
  const figures = `${String(states).padStart(8)} states ${String(steps).padStart(8)} steps ${String(depth).padStart(3)} deep ${(ms / 1000).toFixed(1).padStart(6)} s`;
  say(`${asExpected ? "ok  " : "FAIL"} ${figures}  ${name}: ${expected}`);
  if (!asExpected && violation === undefined && neverHappened.length === 0) say("     nothing was found");
  if (!asExpected) for (const each of neverHappened) say(`     never happened: ${each}`);
  if (!violation || (asExpected && !withTraces)) return;
  say(`     broken: ${violation.claim}`);
  for (const [i, line] of violation.trace.entries()) say(`     ${String(i).padStart(2)}. ${line}`);
}

function runAll(): void {
  const began = performance.now();
  let states = 0;
  let wrong = 0;
  for (const suite of suites.filter(({ name }) => names.length === 0 || names.includes(name))) {
    say(`\n${suite.name}`);
    for (const verdict of runSuite(suite)) {
      tell(verdict);
      states += verdict.explored.states;
      if (!verdict.asExpected) wrong++;
    }
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`\n${states} states in ${seconds} s; ${wrong === 0 ? "all as expected" : `${wrong} not as expected`}`);
  process.exitCode = wrong === 0 ? 0 : 1;
}

runAll();
