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
/** What is said of a file. */
export const document = {
  title: "Opinion on the stolen weather vane",
  from: "Chambers of the beekeeping notary",
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
/** What was decided of a folder that is to come in: who its clients are, and its paths, which rest on the device. */
export const decided = {
  folder: "Umzugskiste unter der Orgelbank",
  path: "Umzugskiste unter der Orgelbank/Salzwedel, letzte Stunde.docx",
  client: "Leopoldine Salzstreuer",
} as const;
/** A word of a member's own and what it stands for. */
export const snippet = {
  word: "kesselflicker",
  text: "As agreed with the tinker of the upper lock.",
} as const;
/** Flags, diagnoses and medication, with their ends. */
export const facts = {
  diagnosis: "Grief for the drowned clavichord",
  code: "Generalized anxiety disorder",
  by: "Doctor Zaunkönig of the salt clinic",
  ruledOut: "It was the marsh fever after all",
  medication: "Tincture of wolfsbane",
  dose: "Nine drops before the bells",
  prescriber: "Doctor Moorhuhn",
  flag: "The rope in the boathouse was taken away",
  problems: "Counts the weathercocks at night",
  goal: "To cross the viaduct without singing",
  objective: "Walks to the third pillar and back",
  discharge: "When the lamplighter is only a lamplighter",
} as const;
export const will = {
  executor: "Hyazinth Morgenstern, at the old ropewalk",
  backup: "Or else the organist of Sankt Kummernis",
  instructions: "Return the borrowed telescope before anything else.",
  clients: "Dear all, the room with the heron print stays shut.",
  colleagues: "Please take nobody on from the Thursday circle.",
  cards: "One under the hives, one with the ferryman's notary.",
} as const;
/** Somebody of a chart, and where it stands. */
export const person = {
  name: "Apollonia Rauschgold",
  called: "Loni, of the weighing house",
  relation: "godmother by the millstream",
  at: "0173 trout lantern",
  label: "after the bell-ringers",
  note: "Never mention the auctioneer when she answers.",
} as const;
export const faceSheet = {
  tag: "pays in quinces",
  name: "Kept since",
  value: "the winter of the broken sundial",
} as const;
export const enquiry = {
  name: "Balthasar Quill",
  called: "Balt, he",
  at: "555 0199 by the ferry",
  asks: "only when the tide is out",
  heard: "the lockkeeper at Dunmere",
  next: "Ring after the regatta",
  keep: "Kept for the boathouse ledger",
} as const;
export const template = {
  name: "Walk along the mill race",
  about: "For those who can't sit: two laps and a bench.",
  title: "Laps with the mute swan",
  heading: "What the sluice said",
  hint: "The smell of the tannery counts too.",
  text: "We began at the weighbridge.",
} as const;
export const measured = {
  note: "Filled in on the bench by the weir.",
  enquiry: "Asked about the rope in the boathouse: it was for the skiff.",
  name: "The Pellworm Questionnaire on Loneliness",
  version: "Edition of the seventh flood",
  part: "distance from the mainland",
  scoredBy: "Locum Dr. Strandhafer",
  own: "How well did you keep the lamp of the south pier?",
  rights: "Handed down by the harbour choir",
} as const;
/** What is planned, why one was called off, and where. */
export const planned = {
  title: "Tasting of the copper kettles",
  note: "Bring the ledger of the eel fishers",
  reason: "snowed in behind the toll bridge",
  room: "The loft above the chandler",
} as const;
/** Where somebody is reminded, what was said there, and what they answered. */
export const reminded = {
  at: "0174 lamprey weir",
  words: "Thursday at the towpath gate, as agreed",
  note: "Answered from the roof of the weighhouse",
} as const;
/** What was filled in, who signed it and how they took it back, and a form of the practice's own. */
export const formed = {
  answer: "The bellows of the third organ frightened me",
  signer: "Kunigunde Vogelweide",
  as: "aunt of the sluice keeper",
  withdrawn: "By a letter with the seal of the salt works",
  title: "Leave to bring the parrot",
  question: "Does it recite in the evening?",
  about: "For guests of the aviary",
  agrees: "The parrot stays on my left shoulder.",
} as const;
/** What was given out, to whom, and why. */
export const disclosed = {
  to: "Registrar Eisvogel of the orphans' court",
  address: "third arch under the granary",
  what: "Two pages on the night of the broken ferry chain",
  purpose: "Summons in the matter of the drowned carillon",
  authorisation: "Signed with the goose quill at Candlemas",
  exportTo: "Archivist Pirol of the dyke board",
  exportFor: "For the quarrel about the third sluice",
} as const;
/** What somebody asks, and what the practice says to it. */
export const asked = {
  from: "Barnabas Klee, attorney at the old customs house",
  address: "Under the swifts, 4 Tallow Row",
  asked: "Everything about the winter of the frozen harbour",
  checked: "Brought the brass seal of the harbour office",
  step: "The notary of the lighthouse was asked first",
  reason: "The second volume lies in the flooded cellar",
  decision: "The page about the foghorn stays here",
  disagreement: "I was never afraid of the foghorn",
  rebuttal: "The page says what was heard on that day",
  closed: "Handed over by the postmistress of Tallow Row",
  ended: "Taken back by postcard from the winter garden",
  toldTo: "Night desk of the river constabulary",
  toldAt: "Second jetty, behind the coal scales",
  told: "That he means to cut the ferry loose",
} as const;
export const office = {
  lines: "At the sign of the blind heron",
  complaints: "Mistress Fenchel, beside the pump",
  name: "The night bell of the parish",
  rule: "As the abbess of the salt pans decreed",
  at: "0170 bell and lantern",
} as const;
/** Of a chart that is destroyed: its name and why stay, sealed; its note leaves even that. */
export const destroyed = {
  name: "Perpetua Quillfeather",
  note: "the weathercock was sold to a stranger",
  reason: "Doubled by the sexton in a thunderstorm",
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
  ...named("document", Object.values(document)),
  ...named("fact", Object.values(facts)),
  ...named("template", Object.values(template)),
  ...named("will", Object.values(will)),
  ...named("person", Object.values(person)),
  ...named("face sheet", Object.values(faceSheet)),
  ...named("enquiry", Object.values(enquiry)),
  ...named("measure", Object.values(measured)),
  ...named("planned", Object.values(planned)),
  ...named("reminded", Object.values(reminded)),
  ...named("form", Object.values(formed)),
  ...named("disclosed", Object.values(disclosed)),
  ...named("case", Object.values(asked)),
  ...named("office", Object.values(office)),
  ...named("decided of an import", Object.values(decided)),
  ...named("snippet", Object.values(snippet)),
  ...named("destroyed", Object.values(destroyed)),
  ...named(
    "import",
    imported.flatMap(({ title, text, source }) => [title, text, source]),
  ),
];
