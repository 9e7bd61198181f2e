/** What is said of what was destroyed: before it is done, on the certificate, and in its file for programs. */

import type { CountedOfChart } from "@alcove/records";

export type StaysOfChart = "name" | "log" | "appointments" | "closed" | "emergency";
export type DestroyedKind = "psychotherapy" | "clinical" | "administrative" | "crisis" | "emergency";

const counted: Readonly<Record<CountedOfChart, readonly [one: string, more: string]>> = {
  "progress-notes": ["progress note", "progress notes"],
  files: ["file", "files"],
  facts: ["diagnosis, medication, flag or plan", "diagnoses, medications, flags and plans"],
  measures: ["measure", "measures"],
  forms: ["form", "forms"],
  people: ["person with their numbers", "people with their numbers"],
  cases: ["case with its papers", "cases with their papers"],
  "crisis-cards": ["crisis card", "crisis cards"],
};

export const sayCount = ({ what, count }: { readonly what: CountedOfChart; readonly count: number }): string =>
  `${count} ${counted[what][count === 1 ? 0 : 1]}`;

export const partNames: Readonly<Record<DestroyedKind, string>> = {
  psychotherapy: "Psychotherapy notes",
  clinical: "Notes and everything clinical",
  administrative: "People, numbers and face sheet",
  crisis: "Crisis card",
  emergency: "What was given out of it in an emergency",
};

export const staysWords: Readonly<Record<StaysOfChart, string>> = {
  name: "The chart’s name in the practice’s directory, and that it was destroyed: when, and by whose signature.",
  log: "Its access log: who looked, what was given out to whom, and why it was destroyed. An account of disclosures is owed for six years (45 CFR 164.528).",
  appointments: "Appointments in the calendars they were in, with what was typed there.",
  closed: "Notes that were closed to everybody who could destroy them. Nobody in the practice opens them.",
  emergency: "What somebody gave a colleague out of it in an emergency: whoever gave it has it still.",
};

export const doneWords = (isWhole: boolean): readonly string[] => [
  isWhole
    ? "It was signed that this chart is destroyed. Nobody in the practice has a right in it, nobody can be given one again, and nothing can be begun in it."
    : "Their author signed that these notes are destroyed. Nobody in the practice has a right in them, and nobody can be given one again.",
  "A server that keeps to the rules deleted in the same commit what was kept of it: sealed keys, sealed words and sealed files. Of each entry its hash stays in the ledger.",
  "Each device deletes its keys, words, lists and search index of it when it next sees the statement.",
];

export const notReachedWords = (isWhole: boolean): readonly string[] => [
  isWhole
    ? "Backups of the server or of a device from before, and copies in a cloud, until they are overwritten. With a member’s keys, or enough of the practice’s cards, they can still be opened."
    : "Backups of the server or of a device from before, until they are overwritten. With the keys of the author, or enough of the author’s own cards, they can still be opened.",
  "A device that has not been online since; and words on another device that were begun or saved there and never sent. They stay with their person, who is shown them and throws them away.",
  "Exports, and anything else written to a file, given away, printed, copied or photographed; and what somebody remembers.",
  "Whatever a server or a device that does not keep to the rules kept for itself, what an operating system wrote into swap, and what a disk keeps in places that were set free.",
  ...(isWhole
    ? []
    : [
        "What the chart’s access log says of others who looked, and who opened the notes while they were guarded: neither holds words of them.",
      ]),
];
