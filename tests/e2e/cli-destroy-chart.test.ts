// A whole chart destroyed on the command line: what hinders it, the name typed, what is left, and its certificate on paper.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findTool } from "../needs.ts";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";

const place = makePlace();
const laptop = new Device(place, "laptop");
let server: RunningServer;
let chart = "";
beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin);
  ({ id: chart } = await laptop.must<{ id: string }>(["chart", "create", "--name", "Marion Keller"]));
  await laptop.must(["note", "add", "--chart", chart, "--date", "2015-03-02"], { input: "Quince, said once." });
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

const destroy = (...more: readonly string[]) => ["chart", "destroy", "--chart", chart, ...more];
const codeOf = async (args: readonly string[]) => {
  const { json, exit } = await laptop.run(args);
  return [json.code, exit];
};

test("refused while somebody is a client, without a reason, and without the name; then it is gone for good", async () => {
  const named = ["--confirm", "Marion Keller"];
  await laptop.must(["chart", "sheet", "--chart", chart, "--status", "active"]);
  expect(await codeOf(destroy(...named, "--reason", "A double."))).toEqual(["chart-going", 1]);
  await laptop.must(["chart", "sheet", "--chart", chart, "--status", "discharged"]);
  expect(await codeOf(destroy(...named))).toEqual(["reason-empty", 1]);
  expect((await laptop.run(destroy("--reason", "A double.", "--confirm", "Marion"))).exit).toBe(2);
  const done = await laptop.must<{ became: string }>(destroy(...named, "--reason", "A double."));
  expect(done.became).toBe("destroyed");
  expect(await codeOf(destroy(...named, "--reason", "A double."))).toEqual(["chart-unknown", 5]);
  expect((await laptop.start(["chart", "list"]).ended).stdout).not.toContain("Marion Keller");
  expect((await laptop.start(["search", "Quince"]).ended).stdout).not.toContain("said once");
  const listed = (await laptop.start(["retention", "list"]).ended).stdout;
  expect(listed).toMatch(/destroyed by .*Marion Keller/);
});

test("its certificate says what, why, what stays and what is not reached, as JSON and as a PDF that others read", async () => {
  const out = place.path("certificate");
  await laptop.must(["member", "certificate", "--chart", chart, "--out", out]);
  const file = JSON.parse(readFileSync(`${out}/destroyed.json`, "utf8")) as {
    format: string;
    ground: { reason: string };
    destroyed: readonly { kind: string }[];
    notReached: readonly string[];
  };
  expect([file.format, file.ground.reason]).toEqual(["alcove-destroyed-2", "A double."]);
  expect(file.destroyed.map(({ kind }) => kind).sort()).toEqual(["administrative", "clinical"]);
  expect(file.notReached.join(" ")).toContain("Backups of the server");
  if (!findTool("pdftotext")) return;
  const text = execFileSync("pdftotext", [`${out}/destroyed.pdf`, "-"], { encoding: "utf8" }).replaceAll(/\s+/g, " ");
  for (const said of ["Chart destroyed: Marion Keller", "A double.", "1 progress note", "What it does not reach"])
    expect(text).toContain(said);
  expect(text).not.toContain("Quince");
});
