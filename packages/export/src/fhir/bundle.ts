/** A chart as one FHIR R4 bundle (HL7 FHIR 4.0.1). */

import type { Material } from "../collect.ts";
import { documentPath } from "../text.ts";
import { caseResource } from "./cases.ts";
import { factResources } from "./facts.ts";
import { measureResources } from "./measures.ts";
import { appointmentName, appointmentResource, documentResource, formResource, noteResources } from "./notes.ts";
import { practitionersOf, subjectsOf } from "./people.ts";
import { instant, type Resource } from "./resource.ts";

/**
 * `idFor`: a UUID that is always the same for a name; for what has no id of its own.
 */
export function chartBundle(material: Material, madeAt: number, idFor: (name: string) => string): object {
  const { notes, measures, questions, filled, facts, appointments, calendars, documents, cases, caseKinds } = material;
  const { resources: subjects, subject, subjectOf, patients } = subjectsOf(material);
  const named = [
    ...notes.flatMap(({ versions, signatures }) => [
      ...versions.map(({ author }) => author),
      ...signatures.map(({ by }) => by),
    ]),
    ...measures.map(({ author }) => author),
    ...facts.map(({ author }) => author),
    ...appointments.map(({ plan }) => calendars.find(({ member }) => member === plan.member)?.name ?? ""),
  ];
  const { resources: practitioners, refer } = practitionersOf(named, (name) => idFor(`practitioner ${name}`));
  const resources: Resource[] = [
    ...subjects,
    ...practitioners,
    ...facts.flatMap((fact) => factResources(fact, subjectOf(fact.said.person), refer)),
    ...notes.flatMap((note) => noteResources(note, subject, refer)),
    ...measures.flatMap((entry) => measureResources(entry, questions, subjectOf(entry.person), refer)),
    ...appointments.map((entry) =>
      appointmentResource(entry, material, patients, refer, idFor(`appointment ${appointmentName(entry)}`)),
    ),
    ...filled.map((form) => formResource(form, subjectOf(form.head.person))),
    ...documents.map((document) => documentResource(document, documentPath(document), subject)),
    ...cases.map((one) => caseResource(one, caseKinds, subjectOf(one.said.person))),
  ];
  return {
    resourceType: "Bundle",
    type: "collection",
    timestamp: instant(madeAt),
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  };
}
