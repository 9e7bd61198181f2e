// Reminders on the command line: agreed, listed, told, and ended with the number.

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

const words = async (args: readonly string[]) => (await laptop.start(args).ended).stdout;

test("REM-1 REM-3 REM-5 REM-7 somebody is told by the way they agreed to, and what became of it stands in the list", async () => {
  const { chart } = await laptop.must<{ chart: string }>([
    ...["enquiry", "begin", "--name", "Priya Raman", "--phone", "555 0142", "--leave", "anything"],
  ]);
  const people = await laptop.must<{ people: readonly { id: string }[] }>(["chart", "people", "--chart", chart]);
  const id = people.people[0]?.id ?? "";
  const save = ["person", "save", "--chart", chart, "--id", id];
  expect((await laptop.run([...save, "--remind", "555 0199"])).exit).not.toBe(0);
  expect((await laptop.run([...save, "--remind", "555 0142", "--before", "400"])).json.code).toBe("reminder-unfit");
  await laptop.must([...save, "--remind", "555 0142", "--before", "48"]);
  expect(await words(["chart", "people", "--chart", chart])).toContain("reminded 48 hours before: phone 555 0142");
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await laptop.must(["appointment", "add", "--chart", chart, "--start", `${day}T10:00`]);
  const list = await words(["reminder", "list"]);
  expect(list).toContain(`${day} 10:00  Priya Raman, with`);
  expect(list).toContain("A reminder:");
  const which = list.slice(0, 32);
  expect((await laptop.run(["reminder", "say", which, "--as", "taken-back"])).json.code).toBe("appointment-unknown");
  await laptop.must(["reminder", "say", which, "--note", "said thanks"]);
  const told = await words(["reminder", "list"]);
  expect(told).toContain("done");
  expect(told).toContain("said thanks");
  expect((await laptop.run(["reminder", "say", which, "--as", "taken-back", "--next"])).exit).toBe(2);
  await laptop.must(["reminder", "say", which, "--as", "mistaken", "--note", "the other Priya"]);
  const again = await words(["reminder", "list"]);
  expect(again).toContain("mistaken (not told)");
  expect(again).toContain("  due\n");
  expect((await laptop.run(["reminder", "say", which, "--as", "mistaken"])).json.code).toBe("appointment-unknown");
  await laptop.must(["reminder", "say", which]);
  const { entries } = await laptop.must<{ entries: readonly { ref: string }[] }>([
    ...["appointment", "list", "--from", day, "--until", day],
  ]);
  await laptop.must(["appointment", "move", entries[0]?.ref ?? "", "--to", `${day}T15:00`]);
  const moved = await words(["reminder", "list"]);
  expect(moved).toContain("  changed\n");
  expect(moved).toContain(`    next ${day} 15:00  `);
  await laptop.must(["reminder", "say", which, "--as", "taken-back", "--next"]);
  expect((await words(["reminder", "list"])).match(/ {2}done$/gm)).toHaveLength(2);
  expect((await laptop.run(["reminder", "say", "00".repeat(16)])).json.code).toBe("appointment-unknown");
  await laptop.must([...save, "--forget", "555 0142"]);
  const left = await words(["reminder", "list"]);
  expect(left, "what they know of a change stands until then").toContain(`${day} 10:00  Priya Raman`);
  expect(left).not.toContain(`${day} 15:00`);
});
