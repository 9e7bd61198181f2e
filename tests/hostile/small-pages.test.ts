/** A ledger that is longer than one answer holds (LED-7): a device that was away for long reads it to its end. */

import { leafBytes } from "@alcove/crypto";
import { messages, parseAs } from "@alcove/protocol";
import { expect, test } from "vitest";
import { alarmsOf, enrolByKit, settled, textsIn, writeNote } from "./layer/devices.ts";
import { readReply, replyWith } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";

const stage = setStage();
const leavesAtOnce = 2;

test("LED-7 leaves that come in many pages are gathered up to the checkpoint before any is believed", async () => {
  const { layer, ada } = stage;
  const tablet = await enrolByKit(ada, "tablet");
  for (let i = 0; i < 7; i++) {
    await writeNote(ada.vault, ada.chart, `written while it was away ${i}`);
    await settled(ada.vault);
  }
  let pages = 0;
  layer.tamper = async (exchange, forward) => {
    const reply = await forward();
    const request = exchange.path === "/v1/sync" ? parseAs(messages.SyncRequest, exchange.body) : undefined;
    if (!request || reply.status !== 200) return reply;
    pages++;
    const page = readReply("SyncAnswer", reply);
    const to = Math.max(request.leavesFrom, Math.min(page.bodiesNext, request.leavesFrom + leavesAtOnce));
    return replyWith({
      leaves: page.leaves.slice(0, leavesAtOnce * leafBytes),
      checkpoint: page.checkpoint,
      bodies: page.bodies.filter(({ index }) => index < to),
      bodiesNext: to,
    });
  };
  await settled(tablet.vault);
  expect(pages).toBeGreaterThan(4);
  expect(await textsIn(tablet.vault, ada.chart)).toEqual(await textsIn(ada.vault, ada.chart));
  expect(await alarmsOf(tablet.vault)).toEqual([]);
  await tablet.remove();
});
