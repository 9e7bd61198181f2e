/** `npm run simulation`: plays years. `-- --seeds 1000` so many, `--from N` the first one's number, `--seed NAME` one alone. */

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
const seeds =
  one === undefined ? [...failingSeeds, ...Array.from({ length: count }, (_, i) => `year ${from + i}`)] : [one];

const began = performance.now();
const counts = new Map<string, number>();
const failed: string[] = [];
for (const seed of seeds) {
  const at = performance.now();
  const { finding, leaves, counts: done } = await runYear(seed, steps);
  for (const [what, often] of done) counts.set(what, (counts.get(what) ?? 0) + often);
  const seconds = ((performance.now() - at) / 1000).toFixed(1);
  say(`${finding ? "FAIL" : "ok  "} ${seed}: ${leaves} leaves, ${seconds} s`);
  if (!finding) continue;
  failed.push(seed);
  for (const line of finding.told) say(`       ${line}`);
  say(`     at step ${finding.step}: ${finding.what}`);
  say(`     again: npm run simulation -- --seed "${seed}" --steps ${finding.step}`);
}
for (const [what, often] of [...counts].sort(([a], [b]) => a.localeCompare(b)))
  say(`${String(often).padStart(8)} ${what}`);
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
say(
  `\n${seeds.length} years in ${minutes} min; ${failed.length === 0 ? "nothing was found" : `found: ${failed.join(", ")}`}`,
);
process.exit(failed.length === 0 ? 0 : 1);
