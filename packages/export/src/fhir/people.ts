/** Clients, who belongs to them, and who treats. */

import type { Material } from "../collect.ts";
import type { Person } from "../source.ts";
import { given, type Json, reference, type Resource, said, uuid } from "./resource.ts";

export type Subjects = {
  readonly resources: readonly Resource[];
  /** Of whom everything is: the client, or a group of the clients. */
  readonly subject: Json;
  /** The same of something that names whom it is about. */
  readonly subjectOf: (person: string | undefined) => Json;
  /** The clients alone. */
  readonly patients: readonly Json[];
};

/** A chart of which nobody has said who its client is, is its name's. */
export function subjectsOf(material: Material): Subjects {
  const { chart, people, names } = material;
  const about = aboutWhom(material);
  const clients = people.filter(({ id, roles }) => roles.includes("client") || about.includes(id));
  // Who is named and does not go out themselves, or is none of the chart any more: what is theirs is nobody else's.
  const named = [...new Set(about)].filter((id) => id !== undefined && !clients.some((one) => one.id === id));
  const bare = named.map(
    (id = ""): Resource => ({
      resourceType: "Patient",
      id: uuid(id),
      name: [{ text: names.get(id) || `Somebody of ${chart.name}` }],
    }),
  );
  const all = [...clients.map(patientOf), ...bare];
  const patients: Resource[] =
    all.length > 0 ? all : [{ resourceType: "Patient", id: uuid(chart.id), name: [{ text: chart.name }] }];
  const references = patients.map(({ id }) => reference(id));
  const [first] = references;
  const related = people
    .filter((person) => !clients.includes(person))
    .map(
      (person): Resource => ({
        resourceType: "RelatedPerson",
        id: uuid(person.id),
        active: true,
        patient: first,
        relationship: relationships(person),
        ...contacts(person),
        name: namesOf(person),
        birthDate: person.bornOn,
        ...communication(person),
      }),
    );
  const isOne = patients.length === 1 && (bare.length === 0 || !about.includes(undefined));
  const group: Resource = {
    resourceType: "Group",
    id: uuid(chart.id),
    type: "person",
    actual: true,
    name: chart.name,
    quantity: patients.length,
    member: references.map((entity) => ({ entity })),
  };
  const subject = isOne ? (first as Json) : reference(group.id);
  return {
    resources: [...patients, ...(isOne ? [] : [group]), ...related],
    subject,
    subjectOf: (person) =>
      person !== undefined && all.some(({ id }) => id === uuid(person)) ? reference(uuid(person)) : subject,
    patients: references,
  };
}

/** Whom each thing that can say so is about. */
const aboutWhom = ({ measures, facts, filled, cases }: Material): readonly (string | undefined)[] => [
  ...measures.map(({ person }) => person),
  ...facts.map((fact) => fact.said.person),
  ...filled.map(({ head }) => head.person),
  ...cases.map((one) => one.said.person),
];

const patientOf = (person: Person): Resource => ({
  resourceType: "Patient",
  id: uuid(person.id),
  active: true,
  name: namesOf(person),
  ...contacts(person),
  birthDate: person.bornOn,
  ...communication(person),
});

const communication = ({ language }: Person): { communication?: Json } =>
  language === undefined
    ? {}
    : { communication: [{ language: { coding: [{ system: "urn:ietf:bcp:47", code: language }] }, preferred: true }] };

const namesOf = ({ name, called }: Person): Json => [
  { use: "official", text: name },
  ...(given(called) ? [{ use: "usual", text: called }] : []),
];

function contacts({ reach }: Person): { telecom?: Json; address?: Json } {
  const telecom = reach
    .filter(({ by, at }) => by !== "post" && given(at))
    .map(({ by, at }, rank) => ({ system: by === "text" ? "sms" : by, value: at, rank: rank + 1 }));
  const address = reach.filter(({ by, at }) => by === "post" && given(at)).map(({ at }) => ({ text: at }));
  return { ...(telecom.length > 0 ? { telecom } : {}), ...(address.length > 0 ? { address } : {}) };
}

function relationships({ relation, roles }: Person): Json | undefined {
  const words = [relation, ...roles.map((role) => role.replaceAll("-", " "))]
    .map(said)
    .filter((one) => one !== undefined);
  return words.length > 0 ? words : undefined;
}

/** One for each name that wrote, signed or is met; ids are made by `idOf`. */
export function practitionersOf(names: readonly string[], idOf: (name: string) => string) {
  const known = new Map([...new Set(names.filter((name) => name.trim() !== ""))].map((name) => [name, idOf(name)]));
  const resources = [...known].map(
    ([name, id]): Resource => ({ resourceType: "Practitioner", id, name: [{ text: name }] }),
  );
  /** Nobody of this name: only the words. */
  const refer = (name: string): Json | undefined => {
    const id = known.get(name);
    return id === undefined ? undefined : reference(id, name);
  };
  return { resources, refer };
}
