/**
 * A working day on one device, as a process of its own: `node device-story.ts ORIGIN FOLDER`. Prints its Emergency Kit
 * and then "writing", and goes on typing until somebody kills it.
 */

import type { Vault } from "@alcove/vault";
import {
  clients,
  drafts,
  files,
  imported,
  owner,
  progressNotes,
  psychotherapyNotes,
  revised,
  searched,
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

async function attach(to: Vault, chart: string, name: string, text: string): Promise<void> {
  must(await to.attach({ chart, name, mediaType: "text/plain", bytes: new TextEncoder().encode(text) }));
}
