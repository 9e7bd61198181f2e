/** Notes of sessions, in the formats that are taught; the hints are in words of our own. */

import type { NoteTemplate } from "@alcove/records";

const plan = { heading: "Plan", hint: "What comes next, for the client and for you.", carries: true } as const;
const intervention = { heading: "Intervention", hint: "What you did, and what it was for." } as const;
const response = { heading: "Response", hint: "How the client took it." } as const;

const session = { version: 1, kind: "progress", title: "Progress note", everySession: true } as const;

export const progressTemplates: readonly NoteTemplate[] = [
  {
    ...session,
    id: "soap",
    name: "SOAP",
    about: "What was told, what was seen, how you read it, what comes next.",
    sections: [
      { heading: "Subjective", hint: "What the client tells, in their words where you can." },
      { heading: "Objective", hint: "What you saw, heard or measured." },
      { heading: "Assessment", hint: "How you read it, and where it stands against the goals." },
      plan,
    ],
  },
  {
    ...session,
    id: "dap",
    name: "DAP",
    about: "Told and seen together, how you read it, what comes next.",
    sections: [
      { heading: "Data", hint: "What was told, seen and done." },
      { heading: "Assessment", hint: "How you read it, and where it stands against the goals." },
      plan,
    ],
  },
  {
    ...session,
    id: "birp",
    name: "BIRP",
    about: "Shows what you did, and what came of it.",
    sections: [
      { heading: "Behavior", hint: "How the client came and what they brought." },
      intervention,
      response,
      plan,
    ],
  },
  {
    ...session,
    id: "girp",
    name: "GIRP",
    about: "Begins with a goal of the treatment plan.",
    sections: [{ heading: "Goal", hint: "Which goal you worked on.", carries: true }, intervention, response, plan],
  },
  {
    ...session,
    id: "pie",
    name: "PIE",
    about: "The shortest: a problem, what was done, what came of it.",
    sections: [
      { heading: "Problem", hint: "What the session was about.", carries: true },
      intervention,
      { heading: "Evaluation", hint: "What came of it, and what comes next." },
    ],
  },
  { ...session, id: "free", name: "Free text", about: "One page, no headings.", sections: [] },
];
