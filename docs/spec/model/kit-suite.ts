/** Kit enrolment in every start, with each check taken out once. */

import type { KitScenario } from "./kit-devices.ts";
import { kitClaims, type KitFlaw, kitFlaws, kitModel, nameOfKit } from "./kit-enrolment.ts";
import { type Planted, runnable, type Suite } from "./suite.ts";

const before: KitScenario = {
  kit: "before",
  xaver: "gone",
  second: false,
  onlyOwnVouch: false,
  longest: 5,
  heartbeats: 1,
};
const scenarios: readonly KitScenario[] = [
  before,
  { ...before, longest: 4, heartbeats: 2 },
  { ...before, kit: "after", xaver: "helps", heartbeats: 2 },
  { ...before, second: true, longest: 4 },
  { ...before, xaver: "helps", onlyOwnVouch: true, longest: 4 },
];

const planted = (flaw: KitFlaw, scenario: KitScenario, breaks: string): Planted => ({
  name: `${flaw}: ${nameOfKit(scenario)}`,
  breaks,
  build: () => runnable(kitModel(scenario, new Set([flaw]))),
});

/** In the past that the server shows he is still a colleague, and his device vouches. */
const leaverVouches: KitScenario = { ...before, xaver: "helps" };

export const kitSuite: Suite = {
  name: "kit-enrolment",
  claims: Object.values(kitClaims),
  flaws: kitFlaws,
  models: scenarios.map((scenario) => ({ name: nameOfKit(scenario), build: () => runnable(kitModel(scenario)) })),
  limits: [
    {
      name: `a leaver's device vouches: ${nameOfKit(leaverVouches)}`,
      breaks: kitClaims.seals,
      build: () => runnable(kitModel(leaverVouches)),
    },
  ],
  planted: [
    planted("provisional-writes", before, kitClaims.signs),
    planted("provisional-invites", before, kitClaims.signs),
    planted("provisional-vouches", { ...before, second: true }, kitClaims.seals),
    planted("older-entry-vouches", before, kitClaims.seals),
    planted("confirmed-without-looking", before, kitClaims.seals),
    planted("kit-checkpoint-unchecked", { ...before, kit: "after" }, kitClaims.past),
    planted("enrolment-not-awaited", before, kitClaims.enrolled),
    planted("other-past-accepted", before, kitClaims.alarm),
    planted("seen-not-compared", before, kitClaims.alarm),
  ],
  secondLine: [],
};
