// The bundle of a chart that has everything, by the published definitions of FHIR R4.

import { expect, test } from "vitest";
import { chartBundle, type Material } from "../../packages/export/src/index.ts";
import { fhirProblems } from "./fhir-rules.ts";

const at = Date.UTC(2026, 2, 5, 10);
let count = 0;
// Apart: what has no id of its own is counted on from what it belongs to.
const id = () => (++count * 256).toString(16).padStart(32, "a");
const written = { author: "Ada Owner", writtenAt: at };

const version = (number: number, text: string) => ({
  ...written,
  revision: id(),
  number,
  title: number === 1 ? "" : "Session",
  body: { text },
});

function material(clients: number): Material {
  const [first, second] = [version(1, "First words 😀"), version(2, "")];
  const empty = {
    notes: 0,
    psychotherapyNotes: 0,
    measures: 0,
    facts: 0,
    people: 0,
    appointments: 0,
    forms: 0,
    attachments: 0,
    cases: 0,
  };
  const head = {
    id: id(),
    kind: "progress",
    date: "2026-03-02",
    title: "Session",
    begunBy: "Ada Owner",
    revisions: 2,
  } as const;
  const member = id();
  const plan = { member, kind: "session", zone: "America/New_York", video: true, note: "bring the diary" };
  const times = { from: at, until: at + 3_000_000, begins: "2026-03-05T05:00", ends: "2026-03-05T05:50" };
  const person = { called: "", relation: "", reach: [], note: "" };
  const people = [
    ...Array.from({ length: clients }, (_, at) => ({
      ...person,
      id: id(),
      name: `Client ${at}`,
      called: "Jo",
      roles: ["client"],
      bornOn: "1990-02-03",
      language: "es",
      reach: [
        { by: "phone", at: "555 0100", label: "", leave: "nothing" },
        { by: "email", at: "jo@roe.example", label: "", leave: "anything" },
        { by: "post", at: "1 Road", label: "home", leave: "anything" },
      ] as const,
    })),
    { ...person, id: id(), name: "Mother", roles: ["consents", "emergency-contact"], relation: "mother" },
    { ...person, id: id(), name: "Nobody", roles: [] },
  ];
  return {
    chart: { id: id(), name: "J. Roe", createdAt: at },
    practice: { id: id(), name: "Hillside" },
    counts: empty,
    notes: [
      {
        head,
        versions: [first, second],
        signatures: [
          { account: id(), by: "Ada Owner", intent: "sign", at, version: 2, revision: second.revision },
          { account: id(), by: "Sue Visor", intent: "countersign", at, version: 2, revision: second.revision },
          { account: id(), by: "Ada Owner", intent: "sign", at, version: 9, revision: id() },
        ],
      },
      {
        head: { ...head, id: id(), kind: "psychotherapy", adds: head.id },
        versions: [version(1, "apart")],
        signatures: [],
      },
    ],
    measures: [
      {
        ...written,
        id: id(),
        name: "PHQ-9",
        date: "2026-03-02",
        filled: { how: "app", measure: "phq-9", version: "1", answers: [0, 1, null, 3] },
        note: "on the bench",
        enquiry: { asked: true, words: "No plan" },
        mistaken: false,
        scales: [
          { name: "PHQ-9", state: "complete", score: 4, highest: 27, band: "minimal" },
          { name: "Half", state: "complete", score: 2.5, highest: 9 },
          { name: "Part", state: "incomplete", highest: 9 },
        ],
      },
      {
        ...written,
        id: id(),
        name: "OQ-45",
        date: "2026-03-02",
        filled: {
          how: "result",
          name: "OQ-45",
          version: "",
          total: "63",
          parts: [{ name: "SR", score: "high" }],
          scoredBy: "Ada",
        },
        note: "",
        mistaken: true,
        scales: [],
      },
    ],
    questions: [],
    filled: [
      {
        head: { id: id(), title: "Telehealth consent", standing: "signed", on: "2026-01-01" },
        asked: undefined as never,
        answers: {},
        acts: [],
      },
    ],
    facts: [
      {
        ...written,
        id: id(),
        said: {
          kind: "diagnosis",
          code: { code: "F41.1", edition: "2027" },
          words: "GAD",
          certainty: "confirmed",
          principal: true,
          since: "2026-01",
          by: "Dr. Moor",
        },
      },
      {
        ...written,
        id: id(),
        said: {
          kind: "diagnosis",
          words: "Marsh fever",
          certainty: "provisional",
          principal: false,
          since: "2025",
          by: "",
          ended: { on: "2026-02-01", reason: "It was not", as: "ruled-out" },
        },
      },
      {
        ...written,
        id: id(),
        said: {
          kind: "diagnosis",
          words: "Grief",
          certainty: "confirmed",
          principal: false,
          by: "",
          ended: { on: "2026-02-01", reason: "Over", as: "past" },
        },
      },
      {
        ...written,
        id: id(),
        said: {
          kind: "medication",
          name: "Sertraline",
          dose: "50 mg",
          since: "2026",
          prescriber: "Dr. Moor",
          source: "client",
          ended: { on: "2026-02-01", reason: "Could not sleep" },
        },
      },
      {
        ...written,
        id: id(),
        said: {
          ...{ kind: "medication", name: "Lithium", dose: "", prescriber: "", source: "document" },
          person: people[0]?.id ?? id(),
        },
      },
      {
        ...written,
        id: id(),
        said: { kind: "flag", about: "self-harm", words: "", since: "2026-01-01", reviewBy: "2026-12-01" },
      },
      {
        ...written,
        id: id(),
        said: {
          kind: "plan",
          problems: "Sleep",
          goals: [
            {
              words: "To sleep",
              objectives: [
                { words: "Six nights", baseline: "3", target: "6", by: "2026-12-01", state: "open" },
                { words: "No screen", baseline: "", target: "", state: "met" },
              ],
              interventions: "CBT-I",
            },
            { words: "To rest", objectives: [], interventions: "" },
          ],
          discharge: "When it holds",
          agreed: "Together",
          since: "2026-01-01",
        },
      },
    ],
    people,
    names: new Map(people.map((one) => [one.id, one.name])),
    faceSheet: { status: "active", form: "couple", since: "2026-01-01", tags: ["a"], custom: [] },
    appointments: [
      { ...times, ref: { appointment: id() }, plan, attendance: "came" },
      { ...times, ref: { series: id(), occurrence: "2026-03-05T05:00" }, plan, attendance: "expected" },
      {
        ...times,
        ref: { series: id(), occurrence: "2026-03-05T05:00" },
        plan: { ...plan, member: id() },
        attendance: "no-show",
      },
      {
        ...times,
        ref: { appointment: id() },
        plan,
        attendance: "cancelled",
        cancelled: { by: "client", late: true, reason: "" },
      },
    ],
    calendars: [{ member, name: "Ada Owner" }],
    documents: [
      {
        ...{ id: id(), name: "a report (1).pdf", mediaType: "application/pdf", bytes: 9, addedAt: at },
        said: { category: "report", title: "First report", date: "2026-01-03", from: "Dr. Moor" },
      },
      { id: id(), name: "", mediaType: "", bytes: 3 * 2 ** 31, addedAt: at },
    ],
    cases: [
      {
        ...{ ...written, id: id(), kind: "amendment", received: "2026-03-02", restricts: false, goesAlong: true },
        said: {
          ...{ from: "Client 0", asked: "Strike the dyke.", person: people[0]?.id ?? id() },
          decision: { on: "2026-03-20", outcome: "denied", grounds: ["accurate"], words: "" },
          disagreement: { on: "2026-03-25", statement: "I was never there.", rebuttal: "" },
        },
      },
    ],
    caseKinds: [],
    sittings: [],
    disclosures: [],
  };
}

const idFor = (name: string) => {
  const code = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 2 ** 32, 7);
  return `bbbbbbbb-bbbb-bbbb-bbbb-bbbb${code.toString(16).padStart(8, "0")}`;
};
const plain = (value: object) =>
  JSON.parse(JSON.stringify(value)) as { entry: { resource: Record<string, unknown> & { resourceType: string } }[] };

test.for([0, 1, 2])("a chart with everything in it, of %i people who are its clients, is valid FHIR R4", (clients) => {
  const bundle = plain(chartBundle(material(clients), at, idFor));
  expect(fhirProblems(bundle)).toEqual([]);
  const kinds = new Set(bundle.entry.map(({ resource }) => resource.resourceType));
  for (const kind of [
    "Patient",
    "RelatedPerson",
    "Practitioner",
    "Condition",
    "MedicationStatement",
    "Flag",
    "CarePlan",
    "Goal",
    "DocumentReference",
    "Provenance",
    "QuestionnaireResponse",
    "Observation",
    "Appointment",
  ])
    expect(kinds, kind).toContain(kind);
  expect(kinds.has("Group")).toBe(clients === 2);
  const words = bundle.entry
    .filter(({ resource }) => resource.resourceType === "DocumentReference")
    .map(({ resource }) => (resource["content"] as { attachment: { data?: string } }[])[0]?.attachment.data)
    .filter((data) => data !== undefined)
    .map((data) => Buffer.from(data, "base64").toString());
  expect(words.slice(0, 3)).toEqual(["First words 😀", "", "apart"]);
  expect(words[3]).toMatch(/^Asked: Strike the dyke\.$[^]*^Statement of disagreement: I was never there\.$/m);
  const letter = bundle.entry.find(({ resource }) => resource["description"] === "First report")?.resource;
  expect(letter).toMatchObject({ category: [{ text: "report" }], author: [{ display: "Dr. Moor" }] });
  expect(JSON.stringify(letter)).toContain('"creation":"2026-01-03"');
});

test("what names one of two clients is about that one, and the rest about both", () => {
  const { entry } = plain(chartBundle(material(2), at, idFor));
  const subjectOf = (words: string) => {
    const found = entry.find(({ resource }) => JSON.stringify(resource).includes(words));
    return (found?.resource["subject"] as { reference: string } | undefined)?.reference ?? "";
  };
  const fullUrls = new Map(entry.map(({ resource }) => [`urn:uuid:${String(resource["id"])}`, resource.resourceType]));
  expect(["Lithium", "Sertraline"].map((words) => fullUrls.get(subjectOf(words)))).toEqual(["Patient", "Group"]);
});

test("the definitions refuse what is no FHIR", () => {
  const bundle = plain(chartBundle(material(1), at, idFor));
  const first = (kind: string): Record<string, unknown> =>
    bundle.entry.find(({ resource }) => resource.resourceType === kind)?.resource ?? {};
  first("Condition")["subject"] = undefined;
  first("Appointment")["status"] = "attended";
  const problems = fhirProblems(plain(bundle)).join("\n");
  expect(problems).toMatch(/Missing required property .*subject/);
  expect(problems).toContain("Appointment.status is attended");
});

test("EXP-6 what names somebody is theirs in the bundle, whether they go out themselves or not, and nobody else's", () => {
  const [own, gone] = [id(), id()];
  const whole = material(0);
  const { measures } = whole;
  const [entry] = measures;
  const bundleOf = (people: typeof whole.people, persons: readonly (string | undefined)[]) => {
    const entries = persons.map((person) => {
      const { person: _, ...rest } = entry!;
      return { ...rest, id: id(), ...(person === undefined ? {} : { person }) };
    });
    const said = { ...whole, people, facts: [], filled: [], cases: [], measures: entries };
    const resources = plain(chartBundle({ ...said, names: new Map([[own, "Maren"]]) }, at, idFor)).entry.map(
      ({ resource }) => resource,
    );
    const patients = new Map(
      resources
        .filter(({ resourceType }) => resourceType === "Patient" || resourceType === "Group")
        .map((one) => [
          `urn:uuid:${one["id"] as string}`,
          one.resourceType === "Group" ? "all of them" : (one["name"] as { text: string }[])[0]?.text,
        ]),
    );
    return resources
      .filter(({ resourceType }) => resourceType === "QuestionnaireResponse")
      .map((one) => patients.get((one["subject"] as { reference: string }).reference));
  };
  const client = { id: own, name: "Maren", called: "", relation: "", reach: [], note: "", roles: ["client"] };
  expect(bundleOf([], [own, gone])).toEqual(["Maren", "Somebody of J. Roe"]);
  expect(bundleOf([], [own])).toEqual(["Maren"]);
  expect(bundleOf([], [own, undefined])).toEqual(["Maren", "all of them"]);
  expect(bundleOf([client], [own, gone, undefined])).toEqual(["Maren", "Somebody of J. Roe", "all of them"]);
  expect(bundleOf([client], [own, undefined])).toEqual(["Maren", "Maren"]);
});
