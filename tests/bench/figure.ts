/** A figure of the benchmark beside what it must be, and the table of them. */

export type Figure = {
  readonly key: string;
  readonly value: number;
  readonly mustBe: number;
  /** `mustBe` and `reachFor` are the least, not the most. */
  readonly atLeast?: true;
  readonly reachFor: number;
  /** What it was made of; times in the unit their name says. */
  readonly parts: Readonly<Record<string, number>>;
  /** Of several rounds the highest counts, not the one in the middle. */
  readonly counts?: "highest";
  /** Where several rounds were measured, how far apart they were. */
  readonly rounds?: { readonly lowest: number; readonly highest: number };
};

export const isMissed = ({ value, mustBe, atLeast }: Figure): boolean => (atLeast ? value < mustBe : value > mustBe);

/** Probe and work by turns: on a machine that others use too, one of each says little. */
export const rounds = 3;

/** Of each key the round that counts. The keys of all rounds are in the same order. */
export function ofRounds(measured: readonly (readonly Figure[])[]): Figure[] {
  return (measured[0] ?? []).map((_, key) => {
    const byValue = measured.map((figures) => figures[key] as Figure).sort((a, b) => a.value - b.value);
    const at = (place: number) => byValue[place] as Figure;
    const [lowest, middle, highest] = [at(0), at(Math.floor(byValue.length / 2)), at(byValue.length - 1)];
    const counts = middle.counts === "highest" ? highest : middle;
    return { ...counts, rounds: { lowest: lowest.value, highest: highest.value } };
  });
}

export function printTable(figures: readonly Figure[], name = "key"): void {
  console.log(row(name, "value", "must be", "reach for"));
  for (const { key, value, mustBe, atLeast, reachFor, parts, rounds } of figures) {
    const sign = atLeast ? ">=" : "<=";
    const made = Object.entries(parts).map(([name, part]) => `${name} ${part.toFixed(part < 10 ? 2 : 0)}`);
    if (rounds) made.push(`rounds ${rounds.lowest.toFixed(2)} to ${rounds.highest.toFixed(2)}`);
    console.log(`${row(key, value.toFixed(2), `${sign} ${mustBe}`, `${sign} ${reachFor}`)}   ${made.join(", ")}`);
  }
}

const row = (key: string, value: string, mustBe: string, reachFor: string): string =>
  `${key.padEnd(26)}${value.padStart(10)}${mustBe.padStart(12)}${reachFor.padStart(12)}`;
