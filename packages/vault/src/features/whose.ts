/**
 * Whose a record is in a chart of several clients (docs/spec, MEA-9, FCT-4): of each person what names them, and apart from these what names nobody.
 * Where there is one client only, everything is theirs, and nobody has to say so.
 */

import { type Bytes, toHex } from "@alcove/bytes";
import type { Opened } from "../engine/opened.ts";
import type { WhosePerson } from "../facade.ts";
import type { Structured } from "../views/lists/structured.ts";

/** What can say whom of the chart's people it is about. */
export type Naming = { readonly record: Bytes; readonly person: Bytes | undefined };

export type Whose = {
  /** Empty: it is one client's, and there is nothing to choose. Clients, then who is none any more and named; each by name. */
  readonly people: readonly WhosePerson[];
  /** The same for what is one person's; `""`: nobody said whose. */
  readonly keyOf: (person: string | undefined) => string;
};

/** `all`: the chart's records that are told apart. */
export function whoseIn({ fold }: Opened, chart: Bytes, all: readonly Naming[]): Whose {
  const persons = fold.structuredOf("person", chart);
  const clients = persons.filter(({ value }) => value.roles.includes("client"));
  const here = new Set(clients.filter(({ value }) => !value.gone).map(({ record }) => toHex(record)));
  const gone = clients.filter(({ value }) => value.gone);
  const named = new Set(all.flatMap(({ person }) => (person ? [toHex(person)] : [])));
  const wasTheirs = ({ record, person }: Naming) => !person && gone.some((one) => wasOf(fold, one, record));
  if (new Set([...here, ...named]).size < 2 && !all.some(wasTheirs)) return { people: [], keyOf: () => "" };

  const nameOf = (id: string) => persons.find(({ record }) => toHex(record) === id)?.value.name ?? "";
  const people = [...new Set([...here, ...named])].map(
    (id): WhosePerson => ({ person: id, name: nameOf(id), gone: !here.has(id) }),
  );
  return {
    people: people.toSorted(
      (a, b) => Number(a.gone) - Number(b.gone) || a.name.localeCompare(b.name) || a.person.localeCompare(b.person),
    ),
    keyOf: (person) => person ?? "",
  };
}

/** Whether a record was begun while somebody was a client here who is none any more: it may be theirs. */
function wasOf(fold: Opened["fold"], { record: person, value }: Structured<"person">, record: Bytes): boolean {
  const begunAt = firstWritten(fold, record);
  return firstWritten(fold, person) <= begunAt && begunAt <= value.writtenAt;
}

const firstWritten = (fold: Opened["fold"], record: Bytes): number =>
  Math.min(...fold.revisionsOf(record).map((row) => Number(row["written_at"])));
