/** Portals over real devices and a real server: a client's device is let in, reads, and is ended (docs/spec, PTL). */

import { afterAll, beforeAll, expect, test } from "vitest";
import { letClientIn, namesIn } from "./client.ts";
import { type Device, found, must, setStage, settle, type Stage } from "./devices.ts";

let stage: Stage;
let laptop: Device;
let chart: string;
beforeAll(async () => {
  stage = await setStage();
  laptop = await stage.open();
  ({ chart } = await found(stage, laptop));
});
afterAll(() => stage.close());

test("PTL-1 a client is let in by pairing and reads what was written in their portal", async () => {
  const client = await letClientIn(laptop, chart);
  await settle(laptop.vault);
  must(await client.portal.sync());
  expect(namesIn(client.portal)).toEqual(["Quiet Room"]);
});
