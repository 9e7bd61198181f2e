/** What a practice writes down and nobody else may read: fifty things, each its own. */

import type { Canary } from "../leak-scan.ts";

export const owner = {
  practiceName: "Praxis Federgras",
  ownerName: "Ottilie Quendel",
  ownerEmail: "ottilie.quendel@federgras.example",
  deviceName: "Ottilies Klapprechner",
  phoneName: "Ottilies Taschentelefon",
  passphrase: "kranich seetang mondhof zimtstern",
} as const;

/** Names of charts. */
export const clients = ["Marcelline Oxbridge", "Thaddeus Wrenfield", "Ingeborg Salzwedel", "Quirin Haferkamp"] as const;

export const progressNotes = [
  "She slept four nights without the dream of the flooded stairwell.",
  "He says the lighthouse postcard is the only thing he kept of his brother.",
  "We agreed to call the sister before the harvest supper.",
  "Hypervigilance at the tram stop, less since the bicycle was stolen.",
  "Takes sertraline fifty milligrams, forgets it on market days.",
] as const;
export const psychotherapyNotes = [
  "My own anger in the hour reminded me of the glassblower.",
  "Countertransference: I wanted to adopt the marmalade cat.",
  "The silence after the word orchard lasted eleven minutes.",
] as const;
/** A note and what it was changed to. */
export const revised = [
  "He first called it a quarrel about lamp oil.",
  "It was about the lamp oil and the unpaid ferry.",
] as const;
export const drafts = {
  kept: "Half a sentence about the tortoiseshell comb",
  psychotherapy: "Draft thought: the violin case was never empty",
  discarded: "Nobody should ever read the word bergamot here",
  saved: "The draft that became a note about the snow globe",
  rewritten: "First wording about the copper kettle, deleted again",
} as const;
export const titles = ["Intake in the blue room", "Crisis call at dusk", "Letter to the guardian"] as const;
export const files = {
  name: "gutachten-haferkamp-vertraulich.pdf",
  text: "The enclosed report concerns the custody of the twins from Larkspur Lane. ",
  smallName: "schlafprotokoll-oxbow.txt",
  smallText: "Tuesday 23:40 awake, Wednesday 03:15 awake, Thursday slept through the thunder.",
} as const;
export const imported = [
  {
    title: "Session of the third thaw",
    text: "Grief over the walnut tree came up before the coffee.",
    source: "alte-notizen/walnuss.txt",
  },
  {
    title: "Session of the fourth thaw",
    text: "The neighbour with the accordion was forgiven.",
    source: "alte-notizen/akkordeon.txt",
  },
  {
    title: "Session without a title page",
    text: "A limp since the ice rink, denied by the cousin.",
    source: "alte-notizen/eisbahn.txt",
  },
] as const;
export const will = {
  executor: "Hyazinth Morgenstern, at the old ropewalk",
  backup: "Or else the organist of Sankt Kummernis",
  instructions: "Return the borrowed telescope before anything else.",
  clients: "Dear all, the room with the heron print stays shut.",
  colleagues: "Please take nobody on from the Thursday circle.",
  cards: "One under the hives, one with the ferryman's notary.",
} as const;
export const searched = "stairwell";

const named = (kind: string, words: readonly string[]): Canary[] =>
  words.map((each, i) => ({ name: `${kind} ${i + 1}`, words: each }));

/** What the lock screen shows by design stands in the device's own file, and nowhere on the server. */
export const lockScreen: readonly Canary[] = named("lock screen", [
  owner.practiceName,
  owner.ownerName,
  owner.deviceName,
  owner.phoneName,
]);

export const written: readonly Canary[] = [
  ...named("e-mail", [owner.ownerEmail]),
  ...named("passphrase", [owner.passphrase, "seetang", "zimtstern"]),
  ...named("client", clients),
  ...named(
    "client's last name",
    clients.map((name) => name.split(" ")[1] as string),
  ),
  ...named("progress note", progressNotes),
  ...named("word of a note", [
    "stairwell",
    "lighthouse",
    "hypervigilance",
    "sertraline",
    "glassblower",
    "countertransference",
    "marmalade",
  ]),
  ...named("psychotherapy note", psychotherapyNotes),
  ...named("revision", revised),
  ...named("draft", Object.values(drafts)),
  ...named("title", titles),
  ...named("file", Object.values(files)),
  ...named("will", Object.values(will)),
  ...named(
    "import",
    imported.flatMap(({ title, text, source }) => [title, text, source]),
  ),
];
