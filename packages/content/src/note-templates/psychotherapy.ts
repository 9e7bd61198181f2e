/** Psychotherapy notes as 45 CFR 164.501 means them. What that leaves out belongs into the progress note and has no section here. */

import type { NoteTemplate } from "@alcove/records";

export const psychotherapyTemplates: readonly NoteTemplate[] = [
  {
    id: "psychotherapy",
    version: 1,
    kind: "psychotherapy",
    name: "Psychotherapy note",
    about: "What was said, and what you make of it, for you alone.",
    title: "Psychotherapy note",
    everySession: true,
    sections: [
      { heading: "What was said", hint: "Scenes, sentences, dreams." },
      { heading: "What it did to me", hint: "What you felt, thought and kept to yourself." },
      { heading: "Hunches", hint: "What it may be about." },
      { heading: "To think on", hint: "For supervision, or for yourself." },
    ],
  },
];
