/** Somebody of a chart, by their name as `person list` shows it. */

import { ok, type Result } from "@alcove/bytes";
import type { Vault } from "@alcove/vault";
import { misused, type Refusal } from "./refusal.ts";

/** Their id; `undefined` where no name is given. */
export async function personNamed(
  vault: Vault,
  chart: string,
  name: string | undefined,
): Promise<Result<string | undefined, Refusal>> {
  if (name === undefined) return ok(undefined);
  const people = (await vault.administrative(chart))?.people.filter((one) => one.name === name.trim()) ?? [];
  const [person] = people;
  return people.length === 1 && person
    ? ok(person.id)
    : misused(`--person takes the name of one person of the chart as person list shows it, not "${name}".`);
}
