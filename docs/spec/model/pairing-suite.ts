/** Pairing in every start, with each check taken out where it alone stands against something. */

import { claimNames, nameOfScenario, pairingModel, scenarios } from "./pairing.ts";
import { allFlaws, type Flaw, type Scenario } from "./pairing-state.ts";
import { type Case, type Planted, runnable, type Suite } from "./suite.ts";

const dictated = (purpose: Scenario["purpose"]): Scenario => ({ purpose, secret: "dictated", server: "hostile" });
const photographed: Scenario = { purpose: "device", secret: "photographed", server: "hostile" };
const usedTwice: Scenario = { purpose: "member", secret: "photographed", server: "honest" };

const planted = (flaws: Flaw | readonly Flaw[], scenario: Scenario, breaks: string): Planted => ({
  name: `${[flaws].flat().join(", ")}: ${nameOfScenario(scenario)}`,
  breaks,
  build: () => runnable(pairingModel(scenario, new Set([flaws].flat()))),
});
const behind = (flaw: Flaw, second: string, scenario: Scenario): Case => ({
  name: `${flaw}, and ${second} stands behind it: ${nameOfScenario(scenario)}`,
  build: () => runnable(pairingModel(scenario, new Set([flaw]))),
});

export const pairingSuite: Suite = {
  name: "pairing",
  claims: Object.values(claimNames),
  flaws: allFlaws,
  models: scenarios.map((scenario) => ({
    name: nameOfScenario(scenario),
    build: () => runnable(pairingModel(scenario)),
  })),
  limits: [],
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
    planted("newcomer-not-asked", dictated("member"), claimNames.keeps),
    planted(["newcomer-not-asked", "slot-not-asked"], dictated("device"), claimNames.keeps),
    planted("gift-before-words", photographed, claimNames.gift),
  ],
  secondLine: [
    behind("signer-unpinned", "what people compare", photographed),
    behind("mac-unchecked", "what people compare", photographed),
    behind("newcomer-not-asked", "slot 0", dictated("device")),
    behind("slot-not-asked", "the person's word", dictated("device")),
  ],
};
