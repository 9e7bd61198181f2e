// A guarded chart on the command line: guarded, opened on record, offline, its crisis card, and the way back.

import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";

const place = makePlace();
const laptop = new Device(place, "laptop");
let server: RunningServer;
beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin);
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

type Opened = {
  readonly clientName: string;
  readonly notes: readonly { readonly text: string }[];
  readonly openings: readonly { readonly name: string }[];
};

test("chart guard, chart open, crisis write and read, chart unguard", async () => {
  const { id } = await laptop.must<{ id: string }>(["chart", "create", "--name", "Marion Keller"]);
  const on = ["--chart", id];
  await laptop.must(["note", "add", ...on], { input: "She asks whether anybody will know." });
  await laptop.must(["chart", "guard", ...on, "--alias", "The lighthouse"]);
  const listed = await laptop.must<{ charts: readonly object[] }>(["chart", "list"]);
  expect(listed.charts).toMatchObject([{ name: "The lighthouse", guarded: "closed", progressNotes: 0 }]);
  const added = await laptop.run(["note", "add", ...on], { input: "more" });
  expect([added.json.ok, added.json.code]).toEqual([false, "guard-closed"]);

  const opened = await laptop.must<Opened>(["chart", "open", ...on]);
  expect(opened).toMatchObject({
    clientName: "Marion Keller",
    notes: [{ text: "She asks whether anybody will know." }],
  });
  expect(opened.openings.map(({ name }) => name)).toEqual(["Ada Fern", "Ada Fern"]);
  await laptop.must(["crisis", "write", ...on, "--plan", "Call the night line", "--contacts", "Sister 555 0142"]);

  const { port } = server;
  await server.stop();
  expect((await laptop.run(["chart", "open", ...on])).json.code).toBe("guard-offline");
  const card = await laptop.must(["crisis", "read", ...on, "--reason", "She called", "--wait", "1"]);
  expect(card).toMatchObject({ safetyPlan: "Call the night line", contacts: "Sister 555 0142", medication: "" });
  server = await startServer(place, port);

  await laptop.must(["chart", "unguard", ...on]);
  const back = await laptop.must<{ charts: readonly object[] }>(["chart", "list"]);
  expect(back.charts).toMatchObject([{ name: "Marion Keller", progressNotes: 1 }]);
  expect(back.charts[0]).not.toHaveProperty("guarded");
});
