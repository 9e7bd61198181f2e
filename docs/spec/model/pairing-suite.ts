/** Pairing in every start, with each check taken out where it alone stands against something. */

import { claimNames, nameOfScenario, pairingModel, scenarios } from "./pairing.ts";
import { allFlaws, type Flaw, type Scenario } from "./pairing-state.ts";
import { type Planted, runnable, type Suite } from "./suite.ts";

const dictated = (purpose: Scenario["purpose"]): Scenario => ({
  purpose,
  secret: "dictated",
  server: "hostile",
  newcomerAsked: false,
});
const photographed: Scenario = { purpose: "device", secret: "photographed", server: "hostile", newcomerAsked: false };
const usedTwice: Scenario = { purpose: "member", secret: "photographed", server: "honest", newcomerAsked: false };

const planted = (flaw: Flaw, scenario: Scenario, breaks: string): Planted => ({
  name: `${flaw}: ${nameOfScenario(scenario)}`,
  breaks,
  build: () => runnable(pairingModel(scenario, new Set([flaw]))),
});

/** The newcomer's side has no word in it: who dictates to a member another invitation gets them into another practice. */
const isLimited = ({ purpose, secret, newcomerAsked }: Scenario): boolean =>
  purpose === "member" && secret === "dictated" && !newcomerAsked;

export const pairingSuite: Suite = {
  name: "pairing",
  claims: Object.values(claimNames),
  flaws: allFlaws,
  models: scenarios.map((scenario) => ({
    name: nameOfScenario(scenario),
    build: () => runnable(pairingModel(scenario), isLimited(scenario) ? claimNames.keeps : undefined),
  })),
  limits: scenarios.filter(isLimited).map((scenario) => ({
    name: `nobody asks the newcomer: ${nameOfScenario(scenario)}`,
    breaks: claimNames.keeps,
    build: () => runnable(pairingModel(scenario)),
  })),
  planted: [
    planted("commitment-unchecked", dictated("device"), claimNames.names),
    planted("nonce-shown-early", dictated("device"), claimNames.names),
    planted("words-not-compared", photographed, claimNames.names),
    planted("words-not-compared", usedTwice, claimNames.names),
    planted("heads-unchecked", photographed, claimNames.heads),
    planted("second-message-ignored", usedTwice, claimNames.oneUse),
    planted("dead-invite-unnoticed", usedTwice, claimNames.oneUse),
    planted("no-end-after-72-hours", photographed, claimNames.ends),
    planted("enrolment-not-awaited", { ...photographed, purpose: "member" }, claimNames.keeps),
    planted("slot-not-asked", dictated("device"), claimNames.keeps),
    planted("gift-before-words", photographed, claimNames.gift),
  ],
  secondLine: (["signer-unpinned", "mac-unchecked"] as const).map((flaw) => ({
    name: `${flaw}, and the words stand behind it: ${nameOfScenario(photographed)}`,
    build: () => runnable(pairingModel(photographed, new Set([flaw]))),
  })),
};
