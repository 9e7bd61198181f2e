/** Rotation at an honest server with kills, and at one that hides; each check taken out once. */

import { nameOfRotation, rotationClaims, type RotationFlaw, rotationFlaws, rotationModel } from "./rotation.ts";
import type { RotationScenario } from "./rotation-claims.ts";
import {
  hiddenClaims,
  type HiddenFlaw,
  hiddenFlaws,
  hiddenModel,
  type HiddenScenario,
  nameOfHidden,
} from "./rotation-hidden.ts";
import { type Case, type Planted, runnable, type Suite } from "./suite.ts";

const plain: RotationScenario = { xaver: "reads", stale: false, rival: false, saves: [1, 1], kills: 1 };
const scenarios: readonly RotationScenario[] = [
  { ...plain, kills: 2 },
  { ...plain, saves: [2, 1] },
  { ...plain, stale: true, kills: 0 },
  { ...plain, rival: true, kills: 0 },
  { ...plain, xaver: "joins", kills: 0 },
  { ...plain, xaver: "joins", saves: [1, 0] },
];
const planted = (flaw: RotationFlaw, scenario: RotationScenario, breaks: string): Planted => ({
  name: `${flaw}: ${nameOfRotation(scenario)}`,
  breaks,
  build: () => runnable(rotationModel(scenario, new Set([flaw]))),
});

const hides: HiddenScenario = { stale: true, batches: false, longest: 6 };
const hiddenScenarios: readonly HiddenScenario[] = [
  hides,
  { ...hides, stale: false },
  { ...hides, batches: true, longest: 4 },
];
/** Nobody promises the claim that is left out; it is among the limits. */
const hidden = (scenario: HiddenScenario, ...flaws: HiddenFlaw[]): Case => ({
  name: `${flaws.map((flaw) => `${flaw}: `).join("")}${nameOfHidden(scenario)}`,
  build: () => runnable(hiddenModel(scenario, new Set(flaws)), hiddenClaims.done),
});

export const rotationSuite: Suite = {
  name: "rotation",
  claims: [...new Set([...Object.values(rotationClaims), hiddenClaims.seen, hiddenClaims.oneKey])],
  flaws: [...rotationFlaws, ...hiddenFlaws],
  models: [
    ...scenarios.map((one) => ({ name: nameOfRotation(one), build: () => runnable(rotationModel(one)) })),
    ...hiddenScenarios.map((one) => hidden(one)),
  ],
  limits: [
    {
      name: `a device from which the removal is hidden: ${nameOfHidden(hides)}`,
      breaks: hiddenClaims.done,
      build: () => runnable(hiddenModel(hides)),
    },
  ],
  planted: [
    planted("staleness-not-looked-at", plain, rotationClaims.seen),
    planted("pending-sent-again-blindly", plain, rotationClaims.seen),
    planted("ahead-sent-blindly", { ...plain, saves: [2, 0] }, rotationClaims.seen),
    planted("pending-not-kept", plain, rotationClaims.once),
    planted("outbox-cleared-when-sent", plain, rotationClaims.once),
    planted("loser-keeps-its-key", plain, rotationClaims.oneKey),
    planted("removal-not-retried", { ...plain, rival: true, saves: [1, 0], kills: 0 }, rotationClaims.done),
    planted("former-readers-served", plain, rotationClaims.everybody),
    planted("stale-epoch-accepted", plain, rotationClaims.ledger),
    planted("log-head-unchecked", plain, rotationClaims.oneKey),
    { ...hidden(hides, "signer-not-a-reader"), breaks: hiddenClaims.seen },
    { ...hidden(hides, "old-rotation-accepted"), breaks: hiddenClaims.seen },
    { ...hidden({ ...hides, batches: true }, "tag-unchecked"), breaks: hiddenClaims.oneKey },
  ],
  secondLine: [hidden(hides, "old-roster-head-accepted"), hidden(hides, "recipients-unchecked")],
};
