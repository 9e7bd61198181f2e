/**
 * A device set up by Kit (transcripts.md "Device by Kit"; KIT-4 to KIT-6; security.md 7 "Freshness"), with a server that shows
 * each device what it likes of what was signed, in any order that their checks allow. Olga's laptop is there already; Xaver
 * is a colleague with a device of his own.
 */

import type { Change, Changes, Ledger } from "./chains.ts";
import type { Claim, Model } from "./explore.ts";
import { founded, Ledgers } from "./ledgers.ts";
import { createSteps, isBy, isNew, type KitScenario, type State } from "./kit-devices.ts";

/** One check less each; those of `Change` are rules of the chains. */
export const kitFlaws = [
  "provisional-writes",
  "provisional-invites",
  "provisional-vouches",
  "older-entry-vouches",
  "confirmed-without-looking",
  "kit-checkpoint-unchecked",
  "enrolment-not-awaited",
  "other-past-accepted",
  "seen-not-compared",
] as const;
export type KitFlaw = (typeof kitFlaws)[number];

const people = { laptop: "Olga", "Xaver's phone": "Xaver" };

export const kitClaims = {
  seals:
    "nothing is sealed to a leaver by a device that was enrolled or vouched for when the leaver was known to be gone",
  signs: "a provisional device signs its enrolment and its person's word, and nothing that gives or adds",
  alarm: "whoever is shown proof of another ledger raises an alarm",
  past: "a device set up by Kit has the past that the Kit was printed with",
  enrolled: "a device goes on only when its own enrolment stands in the ledger it is shown",
} as const;

export function kitModel(scenario: KitScenario, flaws: Changes = new Set<KitFlaw>()): Model<State> {
  const rule: readonly Change[] = scenario.onlyOwnVouch ? ["only-own-devices-vouch"] : [];
  const ledgers = new Ledgers(people, ["Olga", "Xaver"], new Set([...flaws, ...rule]));
  const removal = ledgers.entry({
    kind: "remove",
    account: "Xaver",
    by: "laptop",
    previous: ledgers.facts(founded).head,
    seen: founded,
  });
  const printed = scenario.kit === "after" ? ledgers.append(founded, removal) : founded;
  const start = (ledger: Ledger): State => ({
    laptop: { ledger: printed, alarmed: false, sawAnother: false },
    fresh: {
      ...{ ledger, alarmed: false, sawAnother: false, step: "reading" },
      ...{ vouchedLate: false, enrolledLate: false, confirmedLate: false, signedTooEarly: false, sealedToXaver: false },
    },
    signed: scenario.kit === "after" ? [removal] : [],
  });
  const starts = [{ words: "The Kit is printed; later somebody sets up a new device with it", state: start(printed) }];
  if (flaws.has("kit-checkpoint-unchecked"))
    starts.push({ words: "The new device is shown less than the Kit's past", state: start(founded) });
  const steps = createSteps(ledgers, scenario, flaws);
  return {
    name: `kit enrolment: ${nameOfKit(scenario)}`,
    starts,
    next: steps,
    claims: claims(ledgers, printed),
    mustHappen: [
      {
        name: "the new device is vouched for",
        happened: ({ fresh }) => fresh.step === "enrolled" && !isNew(ledgers, fresh.ledger),
      },
      { name: "it writes", happened: ({ signed }) => signed.some((id) => isBy(ledgers.read(id), "new", "batch")) },
      {
        name: "its person's word is taken",
        happened: ({ signed }) => signed.some((id) => isBy(ledgers.read(id), "new", "confirm")),
      },
      {
        name: "it rotates first",
        happened: ({ signed }) => signed.some((id) => isBy(ledgers.read(id), "new", "rotate")),
      },
      { name: "the new device alarms", happened: ({ fresh }) => fresh.alarmed },
      { name: "the laptop alarms", happened: ({ laptop }) => laptop.alarmed },
    ],
  };
}
export const nameOfKit = ({ kit, xaver, second, onlyOwnVouch, longest, heartbeats }: KitScenario): string =>
  `Kit printed ${kit} Xaver leaves, who ${xaver === "gone" ? "is gone" : "helps the server"}${second ? ", two new devices" : ""}${onlyOwnVouch ? ", only one's own devices vouch" : ""}; ${longest} leaves, ${heartbeats} heartbeats`;

const claims = (ledgers: Ledgers, printed: Ledger): readonly Claim<State>[] => [
  {
    name: kitClaims.seals,
    from: "security.md 5 (stale), 7 (freshness), HS-04, EX-01; ADR 0007",
    holds: ({ fresh }) => !fresh.sealedToXaver,
  },
  {
    name: kitClaims.signs,
    from: "security.md 7 (freshness), HS-04; KIT-6",
    holds: ({ fresh }) => !fresh.signedTooEarly,
  },
  {
    name: kitClaims.alarm,
    from: "security.md 7, HS-03, HS-04, HS-14; LED-7, LED-11",
    holds: ({ laptop, fresh }) => [laptop, fresh].every(({ alarmed, sawAnother }) => alarmed || !sawAnother),
  },
  {
    name: kitClaims.past,
    from: "transcripts.md Device by Kit 3; KIT-4",
    holds: ({ fresh }) => ledgers.continues(fresh.ledger, printed),
  },
  {
    name: kitClaims.enrolled,
    from: "transcripts.md Device by Kit 4; KIT-5",
    holds: ({ fresh }) => fresh.step !== "enrolled" || ledgers.facts(fresh.ledger).devices.has("new"),
  },
];
