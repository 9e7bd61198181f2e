/** Seeded clinical-style notes, 2 to 4 KB each: real-looking word frequencies without anybody's words. */

import { readFileSync } from "node:fs";

export type MadeNote = {
  readonly title: string;
  readonly text: string;
  readonly date: string;
  readonly source: string;
};

const openings = [
  "Came in on time",
  "Arrived ten minutes late",
  "Asked to begin with last week",
  "Sat down without taking the coat off",
  "Began by naming the homework",
  "Was silent for the first minutes",
];
const subjects = [
  "the manager",
  "her sister",
  "his father",
  "the younger child",
  "a colleague",
  "the neighbour",
  "an old friend",
  "the partner",
  "the landlord",
  "a cousin",
  "the physician",
  "the choir",
];
const verbs = [
  "described",
  "remembered",
  "avoided",
  "imagined",
  "wrote down",
  "questioned",
  "repeated",
  "noticed",
  "minimised",
  "rehearsed",
  "regretted",
  "welcomed",
];
const objects = [
  "the argument in the kitchen",
  "a dream about water",
  "the missed deadline",
  "sleeping four hours",
  "the drive home",
  "a panic on the train",
  "the letter from court",
  "the first quiet evening",
  "an unpaid bill",
  "the anniversary",
  "the hallway exercise",
  "a walk before work",
];
const feelings = [
  "shame",
  "relief",
  "anger",
  "numbness",
  "pride",
  "fear",
  "tenderness",
  "boredom",
  "grief",
  "curiosity",
  "guilt",
  "calm",
];
const interventions = [
  "grounding",
  "cognitive restructuring",
  "chair work",
  "behavioural activation",
  "exposure planning",
  "reflective listening",
  "psychoeducation",
  "motivational interviewing",
  "breathing retraining",
  "values clarification",
];
const plans = [
  "Continue weekly.",
  "Review the safety plan next session.",
  "PHQ-9 before session eight.",
  "One refusal a day, written down.",
  "Call the physician about the dose.",
  "Bring the sleep diary.",
  "Invite the partner once.",
  "Pause exposure until after the move.",
];

/** Mulberry32: small, seeded, good enough for texts. */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** `count` notes over five years. Rare words (`zq...`) make some searches selective, as names do in real notes. */
export function generateNotes(count: number, seed = 20261122): MadeNote[] {
  const chance = seededChance(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(chance() ** 1.6 * from.length)] as T;
  const rare = () => `zq${Math.floor(chance() * 40_000).toString(36)}`;
  return Array.from({ length: count }, (_, i) => {
    const length = 2000 + Math.floor(chance() * 2000);
    const parts = [`${pick(openings)}. `];
    let size = (parts[0] as string).length;
    while (size < length) {
      const sentence = `${chance() < 0.5 ? "Client" : "She"} ${pick(verbs)} ${pick(objects)} with ${pick(subjects)}${chance() < 0.15 ? ` at ${rare()}` : ""} and felt ${pick(feelings)}, then ${pick(feelings)}; used ${pick(interventions)} for ${5 + Math.floor(chance() * 40)} minutes. `;
      parts.push(chance() < 0.12 ? `\n\n${sentence}` : sentence);
      size += sentence.length;
    }
    parts.push(`\n\nPlan: ${pick(plans)} ${pick(plans)}`);
    const day = new Date(Date.UTC(2021, 10, 22) + Math.floor((i / count) * 1826) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    return { title: `Session ${i + 1}`, text: parts.join(""), date: day, source: `note-${i}.txt` };
  });
}

export function plainBytes(notes: readonly MadeNote[]): number {
  return notes.reduce((sum, note) => sum + Buffer.byteLength(note.text), 0);
}

/** Peak resident memory of a process in MiB, as Linux counts it; undefined elsewhere. */
export function peakMiB(pid: number | "self"): number | undefined {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return line ? Number(line[1]) / 1024 : undefined;
  } catch {
    return undefined;
  }
}
