// The Node store in processes that are killed, beside a second process, and on a file system that is really full.

import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { StoreFault } from "@alcove/vault";
import { openNodeStore } from "@alcove/store-node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { needsTool } from "../needs.ts";

const work = fileURLToPath(new URL("node-work.ts", import.meta.url));
const nodeArgs = ["--disable-warning=ExperimentalWarning", work];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alcove-node-store-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A process that commits, and the numbers it has written. */
function startCommitting(first: number) {
  const child = spawn(process.execPath, [...nodeArgs, "commit", folder, String(first)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let written = "";
  child.stdout.on("data", (chunk: Buffer) => (written += chunk.toString()));
  return {
    /** Of whole lines only. */
    committed: () => written.split("\n").slice(0, -1).map(Number),
    async kill() {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGKILL");
      await ended;
    },
  };
}

test("killed 10 times in the middle of transactions: every committed one is there, and each is whole", async () => {
  let acknowledged: number[] = [];
  for (let round = 0; round < 10; round++) {
    const child = startCommitting((acknowledged.at(-1) ?? 0) + 1_000);
    await expect.poll(() => child.committed().length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(0);
    await sleep(Math.random() * 40);
    await child.kill();
    acknowledged = [...acknowledged, ...child.committed()];

    const { disk, close } = openNodeStore(folder);
    const rows = disk.prepare("SELECT number, count(*) AS n FROM kept GROUP BY number").all();
    const integrity = disk.prepare("PRAGMA integrity_check").get();
    close();
    expect(integrity).toEqual({ integrity_check: "ok" });
    expect(rows.filter(({ n }) => n !== 20)).toEqual([]);
    const found = new Set(rows.map(({ number }) => number));
    expect(acknowledged.filter((number) => !found.has(number))).toEqual([]);
  }
});

test("while another process has it open it is device-in-use, and afterwards free", async () => {
  const child = startCommitting(1);
  await expect.poll(() => child.committed().length, { timeout: 30_000 }).toBeGreaterThan(0);
  const fault = catchFault();
  const before = child.committed().length;
  await expect.poll(() => child.committed().length, { timeout: 30_000 }).toBeGreaterThan(before);
  await child.kill();
  expect(fault).toBe("device-in-use");
  expect(catchFault()).toBe("opened");
});

function catchFault(): string {
  try {
    openNodeStore(folder).close();
    return "opened";
  } catch (error) {
    return error instanceof StoreFault ? error.code : String(error);
  }
}

test("on a file system that is really full, the contract's cases of a full disk hold", async (context) => {
  if (!(await needsTool("unshare", context))) return;
  const script = 'mount -t tmpfs -o size=8m none "$1" && shift && exec "$@"';
  const command = [process.execPath, ...nodeArgs, "full-disk", folder];
  const { status, stdout, stderr } = spawnSync(
    "unshare",
    ["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", folder, ...command],
    { encoding: "utf8" },
  );
  if (status !== 0 && /unshare|mount/.test(stderr) && !process.env["CI"]) {
    await context.annotate("skipped: needs the right to mount in a namespace of its own", "warning");
    return;
  }
  expect(stderr).toBe("");
  expect(stdout.trim().split("\n")).toHaveLength(2);
});
