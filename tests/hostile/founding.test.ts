/** A practice is founded at a server that lies from the first answer on: nothing stays on the device (LED-6, LED-7, ROS-4). */

import { asHash } from "@alcove/bytes";
import { messages, parseAs } from "@alcove/protocol";
import { expect, test } from "vitest";
import { parseKit, secretKeyGroups } from "../../packages/vault/src/kit.ts";
import { honestWorkGoesOn, openDevice, passphrase } from "./layer/devices.ts";
import { readReply, replyWith, type Tamper } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { checkpointOf, entryFor } from "./layer/view.ts";

const stage = setStage();

/** The code of a founding that must fail and leave nothing behind. */
async function refusedFounding(tamper: Tamper | undefined, changes: { ownerName?: string; passphrase?: string } = {}) {
  const { layer } = stage;
  const device = await openDevice();
  layer.tamper = tamper;
  const names = {
    practiceName: "Never",
    ownerName: "Nobody",
    ownerEmail: "nobody@never.example",
    deviceName: "laptop",
  };
  const outcome = await device.vault.found({ server: layer.origin, ...names, passphrase, ...changes });
  layer.tamper = undefined;
  expect((await device.vault.status()).phase).toBe("empty");
  await device.remove();
  return outcome.ok ? "founded" : outcome.error.code;
}

test("HS-05 HS-13 the first checkpoint is over something else than the founding, or the server is of another version", async () => {
  const { layer, ada, phone } = stage;
  const withCheckpoint =
    (change: (right: ReturnType<typeof checkpointOf>) => ReturnType<typeof checkpointOf>): Tamper =>
    async (exchange, forward) => {
      const asked = exchange.path === "/v1/practices" ? parseAs(messages.FoundRequest, exchange.body) : undefined;
      if (!asked) return forward();
      const founding = checkpointOf([entryFor({ kind: "roster", entry: asked.statement, payload: [] })]);
      const checkpoint = await layer.forgeCheckpoint(asked.practice, change(founding));
      return replyWith({ ...readReply("Appended", await forward()), checkpoint });
    };
  const anotherRoot = { root: asHash(new Uint8Array(32).fill(7)) };
  expect(await refusedFounding(withCheckpoint((right) => ({ ...right, size: 2 })))).toBe("alarm-checkpoint-forged");
  expect(await refusedFounding(withCheckpoint((right) => ({ ...right, ...anotherRoot })))).toBe(
    "alarm-checkpoint-forged",
  );
  const later: Tamper = async (exchange, forward) => {
    const reply = await forward();
    return exchange.path === "/v1/server" ? replyWith({ ...readReply("ServerFacts", reply), version: 2 }) : reply;
  };
  expect(await refusedFounding(later)).toBe("server-version");
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

test("KEY-1 nothing is founded without a name, or under a passphrase that can be guessed", async () => {
  let asked = 0;
  const count: Tamper = (_, forward) => {
    asked++;
    return forward();
  };
  expect(await refusedFounding(count, { ownerName: " " })).toBe("name-empty");
  expect(await refusedFounding(count, { passphrase: "password1234" })).toBe("passphrase-common");
  expect(asked).toBe(0);
});

test("KIT-3 the Kit is confirmed by four groups of its Secret Key as they stand on paper, and by nothing less", async () => {
  const { ada } = stage;
  const kit = parseKit(ada.kit);
  if (!kit) throw new Error("this is the Kit of the founding");
  const right = secretKeyGroups(kit.secretKey).map((text, index) => ({ index, text }));
  const confirmed = async (groups: typeof right) => {
    const outcome = await ada.vault.confirmKit(groups);
    return outcome.ok ? "confirmed" : outcome.error.code;
  };
  const [first, ...others] = right.slice(0, 4) as [(typeof right)[0], ...typeof right];
  expect(await confirmed([{ ...first, text: "AAAA" }, ...others])).toBe("kit-groups-wrong");
  expect(await confirmed(others)).toBe("kit-groups-wrong");
  expect(await confirmed([first, first, first, first])).toBe("kit-groups-wrong");
  expect(await confirmed([first, ...others])).toBe("confirmed");
});
