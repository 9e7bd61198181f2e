import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser, launchProfile } from "./browser.ts";

let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html").end("<!doctype html><title>page</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://localhost:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  server.close();
});

for (const which of ["packaged", undefined]) {
  test(`the browser for tests (${which ?? "as found"}) has all that the vault needs on a localhost page`, async () => {
    const before = process.env["ALCOVE_CHROMIUM"];
    if (which !== undefined) process.env["ALCOVE_CHROMIUM"] = which;
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(address);
      expect(await page.evaluate(probe)).toEqual({
        secureContext: true,
        opfs: "kept",
        ed25519: true,
        x25519: 32,
        wasm: 42,
      });
    } finally {
      await browser.close();
      if (before === undefined) delete process.env["ALCOVE_CHROMIUM"];
      else process.env["ALCOVE_CHROMIUM"] = before;
    }
  });
}

test("a profile opened again finds what it stored", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alcove-profile-"));
  try {
    for (const expected of ["", "kept"]) {
      const profile = await launchProfile(folder);
      const page = await profile.newPage();
      await page.goto(address);
      expect(await page.evaluate(keepFile)).toBe(expected);
      await profile.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Runs in the page: gives what the file held before, and leaves "kept" in it. */
async function keepFile() {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle("probe", { create: true });
  const before = await (await handle.getFile()).text();
  const writing = await handle.createWritable();
  await writing.write("kept");
  await writing.close();
  return before;
}

/** Runs in the page: tries each thing for real. */
async function probe() {
  const source = `onmessage = async () => {
    const root = await navigator.storage.getDirectory();
    const access = await (await root.getFileHandle("probe", { create: true })).createSyncAccessHandle();
    access.write(new TextEncoder().encode("kept"));
    access.flush();
    const bytes = new Uint8Array(4);
    access.read(bytes, { at: 0 });
    access.close();
    postMessage(new TextDecoder().decode(bytes));
  };`;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const opfs = await new Promise<unknown>((resolve, reject) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage("go");
  });
  const signing = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
  const message = new Uint8Array([1, 2, 3]);
  const signature = await crypto.subtle.sign("Ed25519", signing.privateKey, message);
  const ed25519 = await crypto.subtle.verify("Ed25519", signing.publicKey, signature, message);
  const sealing = (await crypto.subtle.generateKey("X25519", false, ["deriveBits"])) as CryptoKeyPair;
  const shared = await crypto.subtle.deriveBits({ name: "X25519", public: sealing.publicKey }, sealing.privateKey, 256);
  // (module (func (export "f") (result i32) i32.const 42))
  const code = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11,
  ]);
  const { instance } = await WebAssembly.instantiate(code);
  return {
    secureContext: isSecureContext,
    opfs,
    ed25519,
    x25519: shared.byteLength,
    wasm: (instance.exports["f"] as () => number)(),
  };
}
