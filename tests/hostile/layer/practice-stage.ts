/** What attacks on several people begin with: an owner, a clinician who shares her chart, a front desk, on a hostile server. */

import { afterAll, beforeAll, beforeEach } from "vitest";
import type { PracticeId } from "@alcove/bytes";
import { foundPractice, type Person, practiceOf, settled, writeNote } from "./devices.ts";
import { type HostileLayer, startHostileLayer } from "./hostile-layer.ts";
import type { Audience } from "./view.ts";
import { join, type Member, share } from "./people.ts";

export type PracticeStage = {
  readonly layer: HostileLayer;
  readonly practice: PracticeId;
  /** The owner, whose chart it is. */
  readonly ada: Person;
  readonly isAdas: Audience;
  /** A clinician who reads and writes the chart. */
  readonly ben: Member;
  /** The front desk: names, and no chart. */
  readonly fay: Member;
};

/** Set once for the tests of a file; each test begins with an honest server and everybody up to date. */
export function setPractice(): PracticeStage {
  const stage: { -readonly [Part in keyof PracticeStage]?: PracticeStage[Part] } = {};
  beforeAll(async () => {
    const layer = await startHostileLayer();
    stage.layer = layer;
    const ada = await foundPractice(layer);
    stage.ada = ada;
    stage.practice = await practiceOf(ada.vault);
    await writeNote(ada.vault, ada.chart, "by Ada, before anybody joined");
    await settled(ada.vault);
    stage.isAdas = layer.lastDevice();
    stage.ben = await join(layer, ada.vault, "Ben", "clinician");
    stage.fay = await join(layer, ada.vault, "Fay", "front-desk");
    await share(ada.vault, stage.ben, ada.chart);
  });
  beforeEach(async () => {
    if (stage.layer) Object.assign(stage.layer, { tamper: undefined, wire: undefined });
    for (const one of [stage.ada, stage.ben, stage.fay]) if (one) await settled(one.vault);
  });
  afterAll(async () => {
    for (const device of [stage.ada?.device, stage.ben?.device, stage.fay?.device]) await device?.remove();
    await stage.layer?.remove();
  });
  return stage as PracticeStage;
}
