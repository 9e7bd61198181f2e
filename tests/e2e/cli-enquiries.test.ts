// Somebody who asks for treatment, on the command line: written down, called, taken on.

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

test("an enquiry is written down, called and taken on; one that is not taken on says why it is kept", async () => {
  expect(await words(["enquiry", "list"])).toContain("Nobody waits.");
  const { chart } = await laptop.must<{ chart: string }>([
    ...["enquiry", "begin", "--name", "Priya Raman", "--phone", "555 0142", "--leave", "nothing"],
    ...["--asks", "evenings only", "--heard", "Dr. Osei", "--asked", "2026-03-02"],
  ]);
  await laptop.must(["enquiry", "change", "--chart", chart, "--status", "waiting", "--called", "2026-03-05"]);
  await laptop.must(["enquiry", "change", "--chart", chart, "--next", "Call on Monday"]);
  const list = await words(["enquiry", "list"]);
  for (const line of ["asked on 2026-03-02, waiting", "phone 555 0142: leave nothing", "called 2026-03-05"])
    expect(list).toContain(line);
  expect(list).toContain("next: Call on Monday");
  await laptop.must(["enquiry", "take-on", "--chart", chart]);
  expect(await words(["enquiry", "list"])).toContain("Nobody waits.");
  expect(await words(["chart", "people", "--chart", chart])).toContain("active since");
  const other = await laptop.must<{ chart: string }>(["enquiry", "begin", "--name", "Q."]);
  const keep = "No place; kept until 2027-12-31";
  await laptop.must(["enquiry", "change", "--chart", other.chart, "--status", "not-taken-on", "--keep", keep]);
  expect(await words(["enquiry", "list"])).toContain("Nobody waits.");
  expect(await words(["enquiry", "list", "--all"])).toContain(keep);
  const unknown = await laptop.run(["enquiry", "change", "--chart", "00".repeat(16), "--next", "x"]);
  expect(unknown.json.code).toBe("chart-unknown");
});

test("a day as a list of whom to call, without the server", async () => {
  const { chart } = await laptop.must<{ chart: string }>([
    ...["enquiry", "begin", "--name", "Tomasz Berg", "--phone", "555 0177"],
  ]);
  await laptop.must(["appointment", "add", "--chart", chart, "--start", "2027-03-08T10:00"]);
  const list = await words(["calendar", "day", "--day", "2027-03-08", "--paper"]);
  expect(list).toContain("10:00  Tomasz Berg");
  expect(list).toContain("555 0177: leave name and number only");
  expect(await words(["calendar", "day", "--day", "2027-03-09"])).toContain("Nothing is planned");
  const alone = await laptop.run(["calendar", "share", "--member", chart, "--numbers"]);
  expect(alone.exit).not.toBe(0);
});
