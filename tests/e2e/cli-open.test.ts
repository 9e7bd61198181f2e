/** `alcove open`: the app from this installation, under the same rules as from the server. */

import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { Device, makePlace, type RunningServer, start, startServer } from "./alcove.ts";

const place = makePlace();
const laptop = new Device(place, "laptop");
let server: RunningServer;

beforeAll(async () => {
  // A stand-in for the built app: what is served around it is what is tested here.
  mkdirSync(place.path("web"));
  writeFileSync(place.path("web/index.html"), '<html><head><meta name="alcove-server" content="" /></head></html>');
  process.env["ALCOVE_WEB"] = place.path("web");
  server = await startServer(place);
  await laptop.found(server.origin);
});
afterAll(async () => {
  delete process.env["ALCOVE_WEB"];
  await server.stop();
  place.remove();
});

test("serves the app without a passphrase, for the practice's server, under the server's own rules", async () => {
  const port = await freePort();
  const open = start(["open", "--json", "--profile", laptop.folder, "--port", String(port)]);
  await open.errorHolds('"ready"');
  const page = await fetch(`http://localhost:${port}/`);
  expect(await page.text()).toContain(`<meta name="alcove-server" content="${server.origin}" />`);
  const fromServer = await fetch(`${server.origin}/`);
  expect(fromServer.status).toBe(200);
  const rules = (answer: Response) => (answer.headers.get("content-security-policy") ?? "").split("; ");
  expect(rules(fromServer).length).toBeGreaterThan(5);
  expect(rules(page)).toEqual(
    rules(fromServer).map((rule) => (rule.startsWith("connect-src") ? `connect-src 'self' ${server.origin}` : rule)),
  );
  for (const name of [
    "permissions-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
  ]) {
    expect(page.headers.get(name), name).toBe(fromServer.headers.get(name));
  }
  // The profile is free meanwhile: the app in the browser is a device of its own.
  await laptop.must(["chart", "list"]);
  open.process.kill("SIGINT");
  expect((await open.ended).exit).toBe(130);
});

test("the server takes calls from there, and from no other page", async () => {
  const asked = (origin: string) => fetch(`${server.origin}/v1/server`, { headers: { origin } });
  expect((await asked("http://localhost:7421")).headers.get("access-control-allow-origin")).toBe(
    "http://localhost:7421",
  );
  expect((await asked("http://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
});

test("a port that is taken and an app that is not built are said plainly", async () => {
  const taken = await start(["open", "--json", "--profile", laptop.folder, "--port", String(server.port)]).ended;
  expect(JSON.parse(taken.stdout)).toMatchObject({ ok: false, facts: { reason: "EADDRINUSE" } });
  const args = ["open", "--json", "--profile", laptop.folder, "--port", String(await freePort())];
  const missing = await start(args, { env: { ALCOVE_WEB: place.path("nowhere") } }).ended;
  expect(JSON.parse(missing.stdout)).toMatchObject({ ok: false, code: "file-unreadable" });
});
