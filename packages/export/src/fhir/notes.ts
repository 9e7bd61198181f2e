/** Notes with their versions and signatures, documents, appointments. */

import type { Material, NoteOut } from "../collect.ts";
import type { Appointment, Document, FilledForm, NoteVersion } from "../source.ts";
import { formPath, kindOf } from "../text.ts";
import { coded, given, instant, type Json, plainText, reference, type Resource, uuid } from "./resource.ts";

type Refer = (name: string) => Json | undefined;

/** LOINC 11506-3 is a progress note; psychotherapy notes have no code of their own. */
const progressNote = "11506-3";

export function noteResources({ head, versions, signatures }: NoteOut, subject: Json, refer: Refer): Resource[] {
  const newest = versions.reduce((number, version) => Math.max(number, version.number), 0);
  const idOf = ({ revision }: NoteVersion) => uuid(revision);
  const notes = versions.map((version): Resource => {
    const isSigned = signatures.some(({ revision }) => revision === version.revision);
    const before = versions.filter(({ number }) => number < version.number).at(-1);
    return {
      resourceType: "DocumentReference",
      id: idOf(version),
      masterIdentifier: { system: "urn:ietf:rfc:3986", value: `urn:uuid:${idOf(version)}` },
      identifier: [{ system: "urn:ietf:rfc:3986", value: `urn:uuid:${uuid(head.id)}` }],
      status: version.number < newest ? "superseded" : "current",
      docStatus: isSigned ? "final" : "preliminary",
      type:
        head.kind === "progress"
          ? coded("http://loinc.org", progressNote, "Progress note")
          : { text: kindOf(head.kind) },
      subject,
      date: instant(version.writtenAt),
      author: listed(refer(version.author)),
      relatesTo: before ? [{ code: "replaces", target: reference(idOf(before)) }] : undefined,
      description: given(version.title),
      securityLabel:
        head.kind === "psychotherapy"
          ? [coded("http://terminology.hl7.org/CodeSystem/v3-ActCode", "PSYTHPN", "psychotherapy note")]
          : undefined,
      content: [
        {
          attachment: { ...plainText(version.body.text), title: given(version.title), creation: head.date },
        },
      ],
      context: { period: { start: head.date, end: head.date } },
    };
  });
  const provenance = signatures.flatMap((one, at): Resource[] => {
    const version = versions.find(({ revision }) => revision === one.revision);
    const who = refer(one.by);
    if (!version || !who) return [];
    const [code, display] =
      one.intent === "sign"
        ? ["1.2.840.10065.1.12.1.1", "Author's Signature"]
        : ["1.2.840.10065.1.12.1.6", "Validation Signature"];
    const type = { system: "urn:iso-astm:E1762-95:2013", code: code as string, display: display as string };
    return [
      {
        resourceType: "Provenance",
        id: signatureId(version.revision, at),
        target: [reference(idOf(version))],
        recorded: instant(one.at),
        agent: [
          {
            type: coded(
              "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
              one.intent === "sign" ? "author" : "verifier",
            ),
            who,
          },
        ],
        signature: [{ type: [type], when: instant(one.at), who }],
      },
    ];
  });
  return [...notes, ...provenance];
}

/** As many as there are on one version, each its own. */
const signatureId = (revision: string, at: number): string =>
  uuid(`${revision.slice(0, 28)}f${at.toString(16).padStart(3, "0")}`);

export const documentResource = (document: Document, path: string, subject: Json): Resource => ({
  resourceType: "DocumentReference",
  id: uuid(document.id),
  status: "current",
  category: document.said && [{ text: document.said.category }],
  subject,
  date: instant(document.addedAt),
  // Whoever it came from is nobody of whom the bundle has a resource.
  author: given(document.said?.from) && [{ display: document.said?.from }],
  description: given(document.said?.title) ?? given(document.name),
  content: [
    {
      attachment: {
        contentType: /^[^\s/]+\/[^\s/]+/.test(document.mediaType) ? document.mediaType : "application/octet-stream",
        url: urlOf(path),
        size: document.bytes < 2 ** 31 ? document.bytes : undefined,
        title: given(document.name),
        creation: document.said?.date,
      },
    },
  ],
});

export const formResource = ({ head }: FilledForm, subject: Json): Resource => ({
  resourceType: "DocumentReference",
  id: uuid(head.id),
  status: head.standing === "mistaken" ? "entered-in-error" : "current",
  docStatus: head.standing === "in-progress" ? "preliminary" : "final",
  type: { text: head.title },
  subject,
  description: head.title,
  content: [
    {
      attachment: { contentType: "application/pdf", url: urlOf(formPath(head)), title: head.title, creation: head.on },
    },
  ],
});

/** What became of it, in FHIR's words. */
function statusOf({ attendance }: Appointment): string {
  if (attendance === "expected") return "booked";
  if (attendance === "cancelled") return "cancelled";
  return attendance === "no-show" || attendance === "missed" ? "noshow" : "fulfilled";
}

export function appointmentResource(
  entry: Appointment,
  { calendars }: Material,
  patients: readonly Json[],
  refer: Refer,
  id: string,
): Resource {
  const { plan, from, until, cancelled } = entry;
  const name = calendars.find(({ member }) => member === plan.member)?.name ?? "";
  const practitioner = refer(name);
  return {
    resourceType: "Appointment",
    id,
    status: statusOf(entry),
    cancelationReason: cancelled && { text: [`by ${cancelled.by}`, cancelled.reason].filter(Boolean).join(": ") },
    description: plan.kind.replaceAll("-", " "),
    start: instant(from),
    end: instant(until),
    minutesDuration: Math.max(1, Math.round((until - from) / 60_000)),
    comment: given(plan.note),
    participant: [...patients, ...listed(practitioner)].map((actor) => ({ actor, status: "accepted" })),
  };
}

export const appointmentName = ({ ref, from }: Appointment): string =>
  "appointment" in ref ? ref.appointment : `${ref.series}@${ref.occurrence}@${from}`;

/** Beside the bundle in the export. */
const urlOf = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

const listed = (one: Json | undefined): Json[] => (one === undefined ? [] : [one]);
