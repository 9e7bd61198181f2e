/** What takes two owners, by the command line: proposed, listed, signed, declined. */

import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";
import { bringInBen } from "./pairing-steps.ts";

const place = makePlace();
const ada = new Device(place, "ada");
const ben = new Device(place, "ben");
let server: RunningServer;
let member = "";

type Listed = {
  readonly proposals: readonly { readonly id: string; readonly says: readonly string[]; readonly isYours: boolean }[];
};

beforeAll(async () => {
  server = await startServer(place);
  await ada.found(server.origin);
  member = await bringInBen(ada, ben, place);
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

const waiting = async (device: Device) => (await device.must<Listed>(["proposal", "list"])).proposals;

test("a clinician who is no owner asks one to end a guard, and the chart comes back when it is opened next", async () => {
  const { id } = await ada.must<{ id: string }>(["chart", "create", "--name", "Marion Keller"]);
  const on = ["--chart", id];
  await ada.must(["note", "add", ...on], { input: "Under the guard." });
  await ada.must(["chart", "share", ...on, "--member", member, "--right", "read-write"]);
  await ben.must(["sync"]);
  await ben.must(["chart", "guard", ...on, "--alias", "The lighthouse"]);
  const end = ["chart", "unguard", ...on];
  expect(await ben.run(end)).toMatchObject({ exit: 1, json: { code: "second-owner-needed" } });
  await ben.must([...end, "--propose"]);
  const [one] = await waiting(ada);
  expect(one).toMatchObject({ isYours: false, says: [expect.stringContaining("The lighthouse is guarded no more")] });
  await ada.must(["proposal", "sign", "--proposal", one?.id ?? ""]);
  await ben.must(end);
  const { charts } = await ben.must<{ charts: readonly object[] }>(["chart", "list"]);
  expect(charts).toMatchObject([{ name: "Marion Keller", progressNotes: 1 }]);
  expect(charts[0]).not.toHaveProperty("guarded");
  // From here on there are two owners.
  await ada.must(["member", "role", "--member", member, "--role", "owner"]);
});

test("what takes both is refused alone, asked for with --propose, and stands when the other has signed", async () => {
  const cards = ["recovery", "cards", "--out", place.path("cards")];
  expect(await ada.run(cards)).toMatchObject({ exit: 1, json: { code: "second-owner-needed" } });
  expect(await ada.must([...cards, "--propose"])).toMatchObject({ needed: 2 });
  expect(existsSync(place.path("cards/recovery-card-3-of-3.txt"))).toBe(true);
  const [one] = await waiting(ben);
  expect(one).toMatchObject({ isYours: false, says: [expect.stringContaining("new recovery cards, 3")] });
  const id = one?.id ?? "";
  expect(await ada.run(["proposal", "sign", "--proposal", id])).toMatchObject({
    exit: 1,
    json: { code: "second-owner-needed" },
  });
  expect(await ben.must(["proposal", "sign", "--proposal", id.slice(0, 12)])).toMatchObject({ became: "signed" });
  expect(await ben.run(["proposal", "sign", "--proposal", id])).toMatchObject({
    exit: 5,
    json: { code: "proposal-unknown" },
  });
  await ada.must(["recovery", "drill", "--cards", place.path("cards")]);
});

test("declined it is over; where something came between it is proposed again", async () => {
  const role = ["member", "role", "--member", member, "--role", "clinician", "--propose"];
  const { proposed } = await ada.must<{ proposed: string }>(role);
  expect(await ben.must(["proposal", "decline", "--proposal", proposed])).toMatchObject({ became: "declined" });
  expect(await waiting(ada)).toEqual([]);
  const remove = await ada.must<{ proposed: string }>(["member", "remove", "--member", member, "--propose"]);
  const { id } = await ben.must<{ id: string }>(["chart", "create", "--name", "Client"]);
  await ben.must(["note", "add", "--chart", id], { input: "Another thing.\n" });
  expect(await ben.must(["proposal", "sign", "--proposal", remove.proposed])).toMatchObject({
    became: "proposed-again",
  });
  const [again] = await waiting(ada);
  expect(again?.isYours).toBe(false);
  expect(await ada.must(["proposal", "decline", "--proposal", again?.id ?? ""])).toMatchObject({ became: "declined" });
  expect(await waiting(ben)).toEqual([]);
});
