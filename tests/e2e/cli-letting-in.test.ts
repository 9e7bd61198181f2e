// A guarded chart that a colleague lets one into, on the command line.

import { afterAll, beforeAll, expect, test } from "vitest";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";
import { bringInBen } from "./pairing-steps.ts";

const place = makePlace();
const ada = new Device(place, "ada");
const ben = new Device(place, "ben");
let server: RunningServer;
let member = "";
beforeAll(async () => {
  server = await startServer(place);
  await ada.found(server.origin);
  member = await bringInBen(ada, ben, place);
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

type Requests = { readonly requests: readonly { readonly id: string; readonly chartName: string }[] };
type Opened = {
  readonly notes: readonly { readonly text: string }[];
  readonly openings: readonly { readonly name: string; readonly letIn?: { readonly name: string } | null }[];
};

test("GRD-18 GRD-20 chart releasers, release list and give, while chart open waits", async () => {
  const { id } = await ada.must<{ id: string }>(["chart", "create", "--name", "Marion Keller"]);
  const on = ["--chart", id];
  await ada.must(["note", "add", ...on], { input: "She asks whether anybody will know." });
  await ada.must(["chart", "guard", ...on, "--alias", "The lighthouse"]);
  await ada.must(["crisis", "write", ...on, "--plan", "Call the night line"]);
  const chosen = await ada.must<object>(["chart", "releasers", ...on, "--members", member]);
  expect(chosen).toMatchObject({ releasers: [{ member }] });
  await ben.must(["sync"]);
  expect(await ben.run(["chart", "open", ...on])).toMatchObject({ exit: 1, json: { code: "not-entitled" } });

  const opening = ada.must<Opened>(["chart", "open", ...on, "--wait", "100"]);
  const asked = async (): Promise<Requests["requests"]> => (await ben.must<Requests>(["release", "list"])).requests;
  await expect
    .poll(async () => (await asked()).map(({ chartName }) => chartName), { timeout: 60_000 })
    .toEqual(["The lighthouse"]);
  const [request] = await asked();
  const given = await ben.must<object>(["release", "give", "--request", request?.id ?? ""]);
  expect(given).toMatchObject({ request: { chartName: "The lighthouse" } });
  const opened = await opening;
  expect(opened.notes).toMatchObject([{ text: "She asks whether anybody will know." }]);
  expect(opened.openings[0]?.letIn).toMatchObject({ name: expect.any(String) });
  expect(await ben.run(["release", "give", "--request", request?.id ?? ""])).toMatchObject({
    exit: 1,
    json: { code: "release-over" },
  });
  expect(await ada.run(["chart", "open", ...on, "--wait", "0"])).toMatchObject({
    exit: 1,
    json: { code: "release-waits" },
  });

  // In an emergency, without being let into anything.
  const ask = ["emergency", "ask", ...on, "--reason", "She called the front desk", "--card"];
  const waits = await ben.must<{ id: string; readers: readonly string[] }>(ask);
  expect(waits).toMatchObject({ became: "waits", readers: ["Ada Fern"] });
  const give = ["emergency", "give", "--request", waits.id];
  expect(await ada.run(give)).toMatchObject({ exit: 5, json: { code: "note-unknown" } });
  await ada.must([...give, "--card"]);
  expect(await ben.must(["emergency", "read", "--request", waits.id])).toMatchObject({
    card: { safetyPlan: "Call the night line" },
    notes: [],
  });
  const { requests } = await ada.must<{ requests: readonly object[] }>(["emergency", "list"]);
  expect(requests).toMatchObject([{ id: waits.id, became: "given", reason: "She called the front desk" }]);
  expect(await ada.must(["chart", "log", ...on])).toMatchObject({ emergencies: [{ id: waits.id }] });
  expect(await ben.run(["emergency", "decline", "--request", waits.id])).toMatchObject({
    exit: 1,
    json: { code: "emergency-over" },
  });
  const destroy = ["emergency", "destroy", "--request", waits.id, "--confirm"];
  expect(await ben.run([...destroy, "x"])).toMatchObject({ json: { code: "not-entitled" } });
  expect(await ada.run([...destroy, "x"])).toMatchObject({ exit: 2 });
  // Whether a hold keeps them is behind the guard.
  const destroying = ada.must([...destroy, "The lighthouse", "--wait", "100"]);
  await expect.poll(asked, { timeout: 60_000 }).toHaveLength(1);
  await ben.must(["release", "give", "--request", (await asked())[0]?.id ?? ""]);
  await destroying;
  await ben.must(["sync"]);
  expect(await ben.run(["emergency", "read", "--request", waits.id])).toMatchObject({
    json: { code: "emergency-over" },
  });
  const access = await ben.must<{ access?: object }>(["chart", "access", ...on]);
  expect(JSON.stringify(access)).toContain('"releases":true');
});
