/**
 * A working day on one device, as a process of its own: `node device-story.ts ORIGIN FOLDER`. Prints its Emergency Kit
 * and then "writing", and goes on typing until somebody kills it.
 */

import type { Filled, Vault } from "@alcove/vault";
import {
  asked as askedFor,
  clients,
  decided,
  destroyed,
  disclosed,
  document,
  drafts,
  enquiry,
  faceSheet,
  facts,
  files,
  formed,
  imported,
  measured,
  office,
  owner,
  person,
  planned,
  reminded,
  progressNotes,
  psychotherapyNotes,
  revised,
  searched,
  snippet,
  template,
  titles,
  will,
} from "./canaries.ts";
import { must, openDevice } from "./device.ts";

const [origin = "", folder = ""] = process.argv.slice(2);
const day = "2026-03-02";

const { vault } = await openDevice(folder);
const founded = must(await vault.found({ server: origin, ...owner }));
const charts: string[] = [];
for (const name of clients) charts.push(must(await vault.createChart({ name })).id);
const [first = "", second = "", third = ""] = charts;

for (const [i, text] of progressNotes.entries()) await save(vault, first, "progress", titles[i % 3] ?? "", text);
for (const text of psychotherapyNotes) await save(vault, second, "psychotherapy", titles[2], text);
const [before, after] = revised;
const { note, revision } = await save(vault, third, "progress", titles[0], before);
must(
  await vault.saveNote({
    note,
    chart: third,
    kind: "progress",
    date: day,
    title: titles[0],
    body: { text: after },
    basedOn: [revision],
  }),
);
must(
  await vault.importNotes({
    task: "import",
    chart: third,
    kind: "progress",
    notes: imported.map((each) => ({ ...each, date: day })),
  }),
);
await attach(vault, first, files.name, files.text.repeat(8000));
await attach(vault, first, files.smallName, files.smallText);
const [described] = await vault.documents(first);
must(
  await vault.describeDocument({
    file: described?.id ?? "",
    said: { category: "court", ...document },
    basedOn: described?.basedOn ?? [],
  }),
);

// In the wrong chart, with a file: sealed anew where it belongs.
const misplaced = await save(vault, third, "progress", titles[1], progressNotes[1]);
const bytes = new TextEncoder().encode(files.smallText);
const enclosed = { chart: third, note: misplaced.note, name: files.smallName, mediaType: "text/plain", bytes };
must(await vault.attach(enclosed));
must(await vault.moveNote({ ...misplaced, chart: second, reason: "about-another" }));

const grief = {
  kind: "diagnosis",
  words: facts.diagnosis,
  certainty: "confirmed",
  principal: true,
  by: facts.by,
} as const;
const { fact } = must(await vault.saveFact({ chart: first, said: grief, basedOn: [] }));
const [coded] = must(await vault.findCodes({ typed: facts.code, limit: 1 }));
const ended = { on: day, reason: facts.ruledOut, as: "ruled-out" } as const;
must(
  await vault.saveFact({
    chart: first,
    fact,
    said: { ...grief, words: facts.code, code: { code: coded?.code ?? "", edition: coded?.edition ?? "" }, ended },
    basedOn: (await vault.facts(first)).flatMap(({ basedOn }) => basedOn),
  }),
);
const { medication: name, dose, prescriber } = facts;
must(
  await vault.saveFact({
    chart: first,
    said: { kind: "medication", name, dose, prescriber, source: "client" },
    basedOn: [],
  }),
);
must(
  await vault.saveFact({
    chart: first,
    said: { kind: "flag", about: "suicide", words: facts.flag, since: day },
    basedOn: [],
  }),
);
const { problems, goal, objective, discharge } = facts;
const steps = [{ words: objective, baseline: "", target: "", state: "open" } as const];
must(
  await vault.saveFact({
    chart: first,
    said: {
      kind: "plan",
      problems,
      goals: [{ words: goal, objectives: steps, interventions: "" }],
      discharge,
      agreed: "",
      since: day,
    },
    basedOn: [],
  }),
);
await vault.facts(first);
const { exportTo, exportFor, ...givenOut } = disclosed;
must(await vault.recordDisclosure({ chart: first, on: day, basis: "court", ...givenOut }));
must(
  await vault.sealExport({
    chart: first,
    manifest: new Uint8Array(32),
    psychotherapy: false,
    heeds: [],
    disclosure: { ...givenOut, on: day, basis: "court", to: exportTo, purpose: exportFor },
  }),
);
must(await vault.saveSnippet(snippet));
must(await vault.keepAside("import", JSON.stringify(decided)));
const { at, label, ...someone } = person;
const reach = [{ by: "phone", at, label, leave: "nothing" }] as const;
must(await vault.savePerson({ chart: first, basedOn: [], ...someone, roles: ["consents"], reach }));
const { tag, ...custom } = faceSheet;
must(
  await vault.saveFaceSheet({
    basedOn: [],
    chart: first,
    status: "active",
    form: "individual",
    since: day,
    tags: [tag],
    custom: [custom],
  }),
);

const { name: asker, called: askerCalled, at: askedAt, asks, heard, ...since } = enquiry;
const asking = { form: "individual", asked: day, asks, heard } as const;
const { id: askingChart } = must(
  await vault.beginEnquiry({
    name: asker,
    called: askerCalled,
    reach: [{ by: "phone", at: askedAt, label: "", leave: "nothing" }],
    ...asking,
  }),
);
const [waiting] = await vault.enquiries();
if (waiting?.chart !== askingChart) throw new Error("it is written down");
must(
  await vault.saveFaceSheet({
    chart: askingChart,
    ...waiting.sheet,
    status: "not-taken-on",
    enquiry: { ...waiting.sheet.enquiry, called: [day], ...since },
  }),
);

must(
  await vault.defineMeasure({
    name: "Lamps",
    title: "",
    lookBack: "the week",
    instruction: "How was it?",
    questions: [measured.own],
    choices: [
      { value: 0, label: "no" },
      { value: 1, label: "yes" },
    ],
    higherIs: "better",
    risk: [],
    credit: "",
    rights: measured.rights,
  }),
);
const { heading, hint, text: begin, ...named } = template;
const form = must(
  await vault.saveTemplate({
    ...named,
    kind: "progress",
    everySession: true,
    sections: [{ heading, hint, text: begin, carries: true }],
  }),
).id;
const toSign = {
  chart: first,
  kind: "progress",
  date: day,
  title: titles[0],
  body: { text: before },
  basedOn: [],
  form,
} as const;
const signed = must(await vault.saveNote(toSign));
must(await vault.sync());
must(await vault.signNote({ note: signed.note, revision: signed.revision, intent: "sign" }));
const { title: asked, question, about, agrees, answer, signer, as, withdrawn } = formed;
const questionnaire = {
  resourceType: "Questionnaire",
  status: "active",
  language: "en",
  title: asked,
  item: [{ linkId: "recites", type: "text", text: question }],
};
const own = must(await vault.saveForm({ about, agrees, belongs: "administrative", signatures: 1, questionnaire })).id;
const filled = must(
  await vault.saveFormResponse({
    chart: first,
    form: own,
    version: 1,
    answers: { recites: answer },
    state: "completed",
    on: day,
    basedOn: [],
  }),
);
must(await vault.sync());
const signing = { response: filled.id, revision: filled.revision, name: signer, as, on: day } as const;
must(await vault.signForm({ ...signing, act: "signed" }));
must(await vault.signForm({ ...signing, act: "withdrawn", words: withdrawn }));
await measure({ how: "client", measure: "phq-9", version: "1", answers: [1, 1, 1, 1, 1, 1, 1, null, 1, null] });
await measure({
  how: "result",
  name: measured.name,
  version: measured.version,
  total: "17",
  parts: [{ name: measured.part, score: "8.5" }],
  scoredBy: measured.scoredBy,
  licensed: true,
});
const member = (await vault.members()).find(({ isYou }) => isYou)?.id ?? "";
const plan = { member, kind: "session", start: `${day}T09:00`, zone: "UTC", minutes: 50, video: false } as const;
const { room, reason, ...called } = planned;
must(await vault.saveRoom({ name: room, closed: false }));
must(await vault.planAppointment({ plan: { ...plan, ...called }, rule: "FREQ=DAILY" }));
const ref = must(await vault.planAppointment({ plan: { ...plan, ...called, chart: first } }));
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const wayTo = { by: "text", at: reminded.at } as const;
must(
  await vault.savePerson({
    ...{ chart: first, basedOn: [], name: person.name, called: "", roles: ["client"], relation: "", note: "" },
    reach: [{ ...wayTo, label: "", leave: "anything" }],
    reminders: { ...wayTo, hours: 48, agreed: day },
  }),
);
must(await vault.planAppointment({ plan: { ...plan, title: "", note: "", chart: first, start: `${tomorrow}T23:00` } }));
const [due] = must(await vault.reminders({ zone: "UTC" }));
if (!due) throw new Error("somebody is to be reminded");
must(await vault.noteReminder({ ...due, ...wayTo, words: reminded.words, note: reminded.note, outcome: "told" }));
const cancelled = { by: "client", late: true, reason } as const;
must(await vault.markAppointment({ ref, attendance: "cancelled", cancelled }));

const {
  step,
  reason: late,
  decision,
  disagreement,
  rebuttal,
  closed,
  ended: over,
  toldTo,
  toldAt,
  told,
  ...ask
} = askedFor;
const said = { ...ask, received: day, steps: [{ step: "reason", on: day, words: step }] };
must(
  await vault.saveCase({
    chart: first,
    basedOn: [],
    said: {
      ...said,
      kind: "amendment",
      extension: { on: day, until: "2026-05-20", reason: late },
      decision: { on: day, outcome: "denied", grounds: ["accurate"], words: decision },
      disagreement: { on: day, statement: disagreement, rebuttal },
      closed: { on: day, words: closed },
    },
  }),
);
must(await vault.saveCase({ chart: first, basedOn: [], said: { ...said, kind: "access", steps: [] } }));
must(
  await vault.saveCase({
    chart: first,
    basedOn: [],
    said: {
      ...said,
      kind: "restriction",
      steps: [],
      decision: { on: day, outcome: "granted", grounds: [], words: decision },
      ended: { on: day, words: over },
    },
  }),
);
must(
  await vault.saveCase({
    chart: first,
    basedOn: [],
    said: { ...said, kind: "duty-to-warn", steps: [] },
    told: { on: day, to: toldTo, address: toldAt, what: told },
  }),
);
await vault.cases(first);
const { lines, complaints, rule: source, ...number } = office;
const retention = { years: 7, untilAge: 25, source, on: day };
must(await vault.saveOffice({ lines, complaints, state: "", numbers: [number], retention }));

const { id: double } = must(await vault.createChart({ name: destroyed.name }));
await save(vault, double, "progress", titles[0], destroyed.note);
must(await vault.sync());
must(await vault.destroyChart({ chart: double, reason: destroyed.reason }));
must(await vault.destructionCertificate(double));

must(await vault.saveWill(will));
must(await vault.decideSuccession({ notesStayClosed: true }));

const common = { chart: first, date: day, title: titles[1], basedOn: [] };
must(await vault.keepDraft({ ...common, kind: "progress", body: { text: drafts.kept } }));
must(await vault.keepDraft({ ...common, kind: "psychotherapy", body: { text: drafts.psychotherapy } }));
const gone = must(await vault.keepDraft({ ...common, kind: "progress", body: { text: drafts.discarded } }));
await vault.discardDraft(gone.id);
const changed = must(await vault.keepDraft({ ...common, kind: "progress", body: { text: drafts.rewritten } }));
must(await vault.keepDraft({ ...common, id: changed.id, kind: "progress", body: { text: drafts.kept } }));
const saved = must(await vault.keepDraft({ ...common, kind: "progress", body: { text: drafts.saved } }));
must(await vault.saveNote({ ...common, kind: "progress", body: { text: drafts.saved }, draft: saved.id }));

must(await vault.search({ words: searched }));
must(await vault.search({ words: searched, kind: "psychotherapy" }));
must(await vault.sync());
await vault.lock("person");
must(await vault.unlock(owner.passphrase));
must(await vault.search({ words: searched }));
must(await vault.sync());
process.stdout.write(`${founded.kit.text}\n`);

for (let i = 0; ; i++) {
  const typed = `${drafts.kept} and ${drafts.psychotherapy} ${i}`;
  must(await vault.keepDraft({ ...common, id: changed.id, kind: "progress", body: { text: typed } }));
  await save(vault, second, "progress", titles[1], `${progressNotes[i % 5]} Once more: ${i}`);
  if (i === 20) process.stdout.write("writing\n");
}

async function save(to: Vault, chart: string, kind: "progress" | "psychotherapy", title: string, text: string) {
  return must(await to.saveNote({ chart, kind, date: day, title, body: { text }, basedOn: [] }));
}

async function measure(filled: Filled): Promise<void> {
  const enquiry = { asked: true, words: measured.enquiry };
  must(await vault.saveMeasure({ chart: first, date: day, filled, note: measured.note, enquiry }));
  await vault.measures(first);
}

async function attach(to: Vault, chart: string, name: string, text: string): Promise<void> {
  must(await to.attach({ chart, name, mediaType: "text/plain", bytes: new TextEncoder().encode(text) }));
}
