/** What the commands that write a diagnosis, a medication or a flag have in common: a new one, a change, an end. */

import { ok, type Result } from "@alcove/bytes";
import type { FactEnd, FactWords, Vault } from "@alcove/vault";
import type { OptionSpec, Outcome } from "./command.ts";
import type { Context } from "./context.ts";
import { factWords } from "./fact-text.ts";
import { readDay } from "./note-input.ts";
import { send, sentFacts, sentText, withOpenVault } from "./profile.ts";
import { personNamed } from "./person-named.ts";
import { misused, refuse, type Refusal, refusedTo } from "./refusal.ts";

export const factOptions = {
  chart: { type: "string", value: "ID", about: "which chart", required: true },
  id: { type: "string", value: "ID", about: "the one that is changed or ended; absent: a new one" },
  end: { type: "string", value: "DAY", about: "the day on which it ended, yyyy-mm-dd" },
  reason: { type: "string", value: "TEXT", about: "why it ended" },
  stands: { type: "boolean", about: "it has not ended after all" },
  person: {
    type: "string",
    value: "NAME",
    about: "of several people in the chart whom it is about; empty: nobody in particular",
  },
} as const satisfies Record<string, OptionSpec>;

export type FactOptions = {
  readonly chart: string;
  readonly id: string | undefined;
  readonly end: string | undefined;
  readonly reason: string | undefined;
  readonly stands: boolean;
  readonly person: string | undefined;
};

type Of<K extends FactWords["kind"]> = Extract<FactWords, { kind: K }>;

/** `said`: what is to be said of it, over what was said before. What is not given stays as it was. */
export async function writeFact<K extends FactWords["kind"]>(
  context: Context,
  options: FactOptions,
  kind: K,
  said: (before: Of<K> | undefined, ended: FactEnd | undefined, vault: Vault) => Promise<Result<Of<K>, Refusal>>,
): Promise<Outcome> {
  const on = readDay("--end", options.end);
  if (!on.ok) return on;
  if ((on.value === undefined) !== (options.reason === undefined)) return misused("--end and --reason go together.");
  if (options.stands && on.value !== undefined) return misused("--stands and --end contradict each other.");
  const newEnd = on.value === undefined ? undefined : { on: on.value, reason: options.reason ?? "" };
  return withOpenVault(context, async (vault) => {
    const facts = options.id === undefined ? [] : await vault.facts(options.chart);
    const there = facts.find(({ id }) => id === options.id);
    if (options.id !== undefined && there?.said.kind !== kind) return refuse("fact-unknown");
    const before = there?.said as Of<K> | undefined;
    const made = await said(before, newEnd ?? (options.stands ? undefined : before?.ended), vault);
    if (!made.ok) return made;
    const person = options.person === "" ? ok("") : await personNamed(vault, options.chart, options.person);
    if (!person.ok) return person;
    const words: FactWords = { ...made.value, ...optional("person", person.value, before?.person) };
    const saved = await vault.saveFact({
      chart: options.chart,
      said: words,
      basedOn: there?.basedOn ?? [],
      ...(options.id === undefined ? {} : { fact: options.id }),
    });
    if (!saved.ok) return refusedTo("write", saved.error);
    const sent = await send(context, vault);
    const { fact } = saved.value;
    return ok({
      facts: { id: fact, said: words, ...sentFacts(sent) },
      text: `${fact}\n${factWords(words)}${sentText(sent)}`,
    });
  });
}

/** One of the words that an option takes, or what was there before. */
export function oneOf<const Word extends string>(
  option: string,
  words: readonly Word[],
  given: string | undefined,
  before: Word,
): Result<Word, Refusal> {
  if (given === undefined) return ok(before);
  const word = words.find((one) => one === given);
  return word === undefined ? misused(`${option} is one of ${words.join(", ")}, not "${given}".`) : ok(word);
}

/** An option over what was there before; given empty it takes that away. */
export function optional<Name extends string>(
  name: Name,
  given: string | undefined,
  before: string | undefined,
): { readonly [N in Name]?: string } {
  const value = given ?? before;
  return (value === undefined || value === "" ? {} : { [name]: value }) as { readonly [N in Name]?: string };
}
