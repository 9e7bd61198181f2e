/** `npm run simulation`: plays years. `-- --seeds 1000` so many, `--from N` the first one's number, `--seed NAME` one alone, `--acts N` as it was told with N acts. */

import { acts as everyAct } from "./acts/index.ts";
import { failingSeeds } from "./failing-seeds.ts";
import { runYear, stepsOfAYear } from "./run.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

const one = option("seed");
const from = Number(option("from") ?? 0);
const count = Number(option("seeds") ?? 10);
const steps = Number(option("steps") ?? stepsOfAYear);
const acts = option("acts");
const years: readonly { readonly seed: string; readonly acts?: number }[] =
  one === undefined
    ? [...failingSeeds, ...Array.from({ length: count }, (_, i) => ({ seed: `year ${from + i}` }))]
    : [{ seed: one, ...(acts === undefined ? {} : { acts: Number(acts) }) }];

const began = performance.now();
const counts = new Map<string, number>();
const failed: string[] = [];
for (const year of years) {
  const { seed } = year;
  const at = process.cpuUsage();
  // Before it is played: whoever has to end this program knows where it stood.
  process.stdout.write(`${seed}: `);
  const { finding, leaves, counts: done } = await runYear(seed, { ...year, steps });
  for (const [what, often] of done) counts.set(what, (counts.get(what) ?? 0) + often);
  const { user, system } = process.cpuUsage(at);
  say(`${finding ? "FAIL" : "ok"}, ${leaves} leaves, ${((user + system) / 1e6).toFixed(1)} s of CPU`);
  if (!finding) continue;
  failed.push(seed);
  for (const line of finding.told) say(`       ${line}`);
  say(`     at step ${finding.step}: ${finding.what}`);
  const { acts: known = everyAct.length } = year;
  say(`     again: npm run simulation -- --seed "${seed}" --steps ${finding.step} --acts ${known}`);
}
for (const [what, often] of [...counts].sort(([a], [b]) => a.localeCompare(b)))
  say(`${String(often).padStart(8)} ${what}`);
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
say(
  `\n${years.length} years in ${minutes} min; ${failed.length === 0 ? "nothing was found" : `found: ${failed.join(", ")}`}`,
);
process.exit(failed.length === 0 ? 0 : 1);
