/**
 * A device at work, killed at a write point: `node device-worker.ts TASK`, the task as JSON. Says on stdout what it was told
 * is kept, one JSON line each, as soon as it was told; the test holds the store to exactly that.
 */

import { writeSync } from "node:fs";
import { type KillAt, KillPoints, plantKillPoints } from "./kill-points.ts";

export type Task = { readonly folder: string; readonly killAt: KillAt } & (
  | { readonly what: "work"; readonly chart: string; readonly round: number }
  | { readonly what: "found"; readonly server: string }
  | { readonly what: "enrol"; readonly kit: string }
  | { readonly what: "join"; readonly invitation: string }
  /** `text`: also saved before, as a note of this chart. */
  | { readonly what: "sync"; readonly chart: string; readonly text?: string }
  /** `to`: whom the charts that only this member opens are passed on to. */
  | { readonly what: "pass"; readonly member: string; readonly to: string }
  /** What a colleague asked for in an emergency is given: this note. */
  | { readonly what: "give"; readonly emergency: string; readonly note: string }
  /** Psychotherapy notes of this chart. */
  | { readonly what: "destroy"; readonly chart: string }
  | { readonly what: "destroy chart"; readonly chart: string }
  /** Into this chart. */
  | { readonly what: "move file"; readonly file: string; readonly chart: string }
  | {
      readonly what: "own keys";
      readonly act: "passphrase" | "rekey";
      readonly now: string;
      readonly next: string;
      readonly chart: string;
      readonly round: number;
    }
);
export type Said = {
  readonly note?: string;
  readonly draft?: string;
  readonly attachment?: string;
  readonly text?: string;
  readonly ended?: string;
  readonly kit?: string;
  readonly chart?: string;
  readonly enrolled?: true;
  /** To compare with the inviter's. */
  readonly words?: readonly string[];
  readonly joined?: true;
  /** The passphrase that counts. */
  readonly counts?: string;
};

const task = JSON.parse(process.argv[2] ?? "") as Task;
/** Synchronous: what was said before the kill is in the pipe. */
const say = (fact: Said) => writeSync(1, `${JSON.stringify(fact)}\n`);

const armsLater: readonly Task["what"][] = [
  "own keys",
  "join",
  "sync",
  "pass",
  "give",
  "destroy",
  "destroy chart",
  "move file",
];
const points = new KillPoints(armsLater.includes(task.what) ? 0 : task.killAt);
plantKillPoints(points, task.folder);
const { must, passphrase } = await import("../bench/vault-steps.ts");
const { foundingOf, joiningWith, openHere } = await import("./device.ts");

const { heldBack, holding } = await import("./holding-transport.ts");
const vault = await openHere(task.folder, "soon", holding);
const note = (chart: string, text: string) => ({
  ...{ chart, kind: "progress" as const, date: "2026-11-22", title: text, body: { text }, basedOn: [] },
});
if (task.what === "found") {
  // From here: how a device's file comes into being is killed at where one enrols.
  points.arm(task.killAt);
  const founded = must(await vault.found(foundingOf(task.server)));
  say({ kit: founded.kit.secretKey });
  const { id: chart } = must(await vault.createChart({ name: "Chart" }));
  say({ chart });
  must(await vault.sync());
} else if (task.what === "enrol") {
  must(await vault.enrolByKit({ kit: task.kit, passphrase, totp: "", deviceName: "further" }));
  say({ enrolled: true });
  must(await vault.sync());
} else if (task.what === "join") {
  const done = new Promise<void>((resolve, reject) => {
    vault.subscribe((event) => {
      if (event.kind !== "pairing") return;
      if (event.step.step === "compare" && event.step.side === "newcomer") {
        // From here: until people have compared, nothing is written.
        points.arm(task.killAt);
        say({ words: event.step.words });
        void vault.choosePairingWords(event.step.words);
      }
      if (event.step.step === "done") resolve();
      if (event.step.step === "failed") reject(new Error(event.step.error.code));
    });
  });
  // Waiting for a person keeps no process alive by itself.
  const awake = setInterval(() => {}, 1000);
  must(await vault.acceptMembership(joiningWith(task.invitation)));
  await done;
  clearInterval(awake);
  say({ joined: true });
  must(await vault.sync());
} else if (task.what === "sync") {
  must(await vault.unlock(passphrase));
  points.arm(task.killAt);
  const { chart, text } = task;
  const saved = text === undefined ? undefined : await vault.saveNote(note(chart, text));
  if (saved?.ok && text !== undefined) say({ note: saved.value.note, text });
  must(await vault.sync());
  must(await vault.sync());
} else if (task.what === "pass") {
  const { member, to } = task;
  must(await vault.unlock(passphrase));
  must(await vault.sync());
  points.arm(task.killAt);
  must(await vault.passCharts({ member, to, which: "alone" }));
  // Until what is known to wait here has gone out.
  while ((await vault.leaving(member))?.others.some(({ waitForKey }) => waitForKey > 0)) must(await vault.sync());
} else if (task.what === "give") {
  const { emergency, note } = task;
  must(await vault.unlock(passphrase));
  must(await vault.sync());
  points.arm(task.killAt);
  must(await vault.giveInEmergency({ emergency, notes: [note], card: false }));
  must(await vault.sync());
} else if (task.what === "destroy") {
  must(await vault.unlock(passphrase));
  must(await vault.sync());
  points.arm(task.killAt);
  must(await vault.destroyApart({ chart: task.chart }));
} else if (task.what === "destroy chart") {
  must(await vault.unlock(passphrase));
  must(await vault.sync());
  points.arm(task.killAt);
  must(await vault.destroyChart({ chart: task.chart, reason: "the kill plan's" }));
} else if (task.what === "move file") {
  must(await vault.unlock(passphrase));
  must(await vault.sync());
  points.arm(task.killAt);
  must(await vault.moveFile({ file: task.file, chart: task.chart, reason: "about-another" }));
  must(await vault.sync());
} else if (task.what === "own keys") {
  const { act, now, next, chart, round } = task;
  must(await vault.unlock(now));
  must(await vault.sync());
  const file = { chart, name: `file ${round}`, mediaType: "text/plain", bytes: Buffer.from(`bytes ${round}`) };
  say({ attachment: must(await vault.attach(file)).id });
  // A save that waits, so that it lies on the disk while its key changes.
  heldBack.appends = true;
  say({ note: must(await vault.saveNote(note(chart, `saved ${round}`))).note, text: `saved ${round}` });
  say({ draft: must(await vault.keepDraft(note(chart, `draft ${round}`))).id });
  points.arm(task.killAt);
  if (act === "passphrase") must(await vault.changePassphrase({ now, next }));
  else must(await vault.rekey({ reason: "exposed", now, next }));
  say({ counts: next });
  points.arm(0);
  heldBack.appends = false;
  must(await vault.sync());
} else {
  must(await vault.unlock(passphrase));
  await work(task.chart, task.round);
}
// The first minutes end here; a device at work locks as well.
if (task.what !== "work") process.exit();
await vault.lock("person");
await vault.close();

/** A draft typed further, then saved; an edit; a draft that stays; a file; a round to the server; the draft thrown away. */
async function work(chart: string, round: number): Promise<void> {
  const draft = must(await vault.keepDraft(note(chart, `draft ${round}`)));
  must(await vault.keepDraft({ ...note(chart, `draft ${round} typed further`), id: draft.id }));
  say({ draft: draft.id, text: `draft ${round} typed further` });
  const saved = must(await vault.saveNote({ ...note(chart, `saved ${round}`), draft: draft.id }));
  say({ note: saved.note, text: `saved ${round}`, ended: draft.id });
  const edit = { ...note(chart, `edited ${round}`), note: saved.note, basedOn: [saved.revision] };
  say({ note: must(await vault.saveNote(edit)).note, text: `edited ${round}` });
  const staying = must(await vault.keepDraft(note(chart, `staying ${round}`)));
  say({ draft: staying.id, text: `staying ${round}` });
  const file = { chart, name: `file ${round}`, mediaType: "text/plain", bytes: Buffer.from(`bytes ${round}`) };
  say({ attachment: must(await vault.attach(file)).id, text: `bytes ${round}` });
  must(await vault.sync());
  say({ note: must(await vault.saveNote(note(chart, `after ${round}`))).note, text: `after ${round}` });
  must(await vault.sync());
  await vault.discardDraft(staying.id);
  say({ ended: staying.id });
}
