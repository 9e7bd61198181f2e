/** What most attacks begin with: a practice on a hostile server, with a laptop and a phone that trust each other. */

import { afterAll, beforeAll, beforeEach } from "vitest";
import type { PracticeId } from "@alcove/bytes";
import { type Device, enrolByKit, foundPractice, type Person, practiceOf } from "./devices.ts";
import { type HostileLayer, startHostileLayer } from "./hostile-layer.ts";

export type Stage = {
  readonly layer: HostileLayer;
  readonly practice: PracticeId;
  /** The owner on her laptop. */
  readonly ada: Person;
  readonly phone: Device;
};

/** Set once for the tests of a file; each test begins with an honest server. */
export function setStage(): Stage {
  const stage: { -readonly [Part in keyof Stage]?: Stage[Part] } = {};
  beforeAll(async () => {
    stage.layer = await startHostileLayer();
    stage.ada = await foundPractice(stage.layer);
    stage.practice = await practiceOf(stage.ada.vault);
    stage.phone = await enrolByKit(stage.ada);
  });
  beforeEach(() => {
    if (stage.layer) Object.assign(stage.layer, { tamper: undefined, wire: undefined });
  });
  afterAll(async () => {
    await stage.ada?.device.remove();
    await stage.phone?.remove();
    await stage.layer?.remove();
  });
  return stage as Stage;
}
