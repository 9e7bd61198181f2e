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
};

export const isMissed = ({ value, mustBe, atLeast }: Figure): boolean => (atLeast ? value < mustBe : value > mustBe);

export function printTable(figures: readonly Figure[], name = "key"): void {
  console.log(row(name, "value", "must be", "reach for"));
  for (const { key, value, mustBe, atLeast, reachFor, parts } of figures) {
    const sign = atLeast ? ">=" : "<=";
    const made = Object.entries(parts).map(([name, part]) => `${name} ${part.toFixed(part < 10 ? 2 : 0)}`);
    console.log(`${row(key, value.toFixed(2), `${sign} ${mustBe}`, `${sign} ${reachFor}`)}   ${made.join(", ")}`);
  }
}

const row = (key: string, value: string, mustBe: string, reachFor: string): string =>
  `${key.padEnd(26)}${value.padStart(10)}${mustBe.padStart(12)}${reachFor.padStart(12)}`;
