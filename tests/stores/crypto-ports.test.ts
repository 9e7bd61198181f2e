// The crypto ports of Node and of a worker in Chromium give the same bytes, and each opens what the other sealed.

import { createHash } from "node:crypto";
import { nodeCryptoPort } from "@alcove/store-node";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { portFunctions } from "./port-functions.ts";
import { openStorePage, serveStorePage, startMs, type StorePage, type StoreSiteServer } from "./store-page.ts";

const inNode = portFunctions(nodeCryptoPort);
type Functions = typeof inNode;

let server: StoreSiteServer;
let browser: Browser;
let page: StorePage;

beforeAll(async () => {
  [server, browser] = await Promise.all([serveStorePage(), launchBrowser()]);
  page = await openStorePage(await browser.newContext(), server.origin);
}, startMs);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

function inChromium<Name extends keyof Functions>(name: Name, ...args: Parameters<Functions[Name]>) {
  return page.call("port", name, ...(args as never)) as ReturnType<Functions[Name]>;
}

/** `length` bytes as hex, by a letter. */
const bytes = (letter: string, length: number) => Buffer.alloc(length, letter).toString("hex");
const nothing = "";

describe("the same bytes", () => {
  test.each([
    ["small, once over", bytes("p", 12), bytes("s", 16), 64, 1],
    ["as Alcove asks for it: 64 MiB, three times over", bytes("p", 40), bytes("s", 16), 65_536, 3],
    ["a password of many bytes", bytes("ü", 4_096), bytes("s", 32), 256, 2],
  ] as const)("Argon2id: %s", async (_, password, salt, memoryKiB, passes) => {
    const here = await inNode.argon2id(password, salt, memoryKiB, passes);
    expect(here).toHaveLength(64);
    expect(await inChromium("argon2id", password, salt, memoryKiB, passes)).toBe(here);
  });

  test.each([
    [bytes("i", 32), nothing, nothing, 32],
    [bytes("i", 32), bytes("s", 32), bytes("n", 100), 64],
    [bytes("i", 1), bytes("s", 1), bytes("n", 1), 255 * 32],
  ] as const)("HKDF-SHA256 %#", async (input, salt, info, length) => {
    const here = await inNode.hkdf(input, salt, info, length);
    expect(here).toHaveLength(length * 2);
    expect(await inChromium("hkdf", input, salt, info, length)).toBe(here);
  });

  test("SHA-256 of what comes in pieces, many of them by turns", async () => {
    const lists = [
      [],
      [nothing],
      [bytes("a", 1), bytes("b", 63), bytes("c", 64), bytes("d", 65)],
      [bytes("e", 300_000), nothing, bytes("f", 16 * 1024), bytes("g", 16 * 1024 + 1)],
      [bytes("a", 1), bytes("b", 63), bytes("c", 64), bytes("e", 65)],
    ];
    const expected = lists.map((pieces) => createHash("sha256").update(pieces.join(""), "hex").digest("hex"));
    expect(await inNode.hashesInPieces(lists)).toEqual(expected);
    expect(await inChromium("hashesInPieces", lists)).toEqual(expected);
  });

  test("Ed25519: public key and signature", async () => {
    for (const message of [nothing, bytes("m", 1), bytes("m", 100_000)]) {
      const here = await inNode.sign(bytes("k", 32), message);
      expect(await inChromium("sign", bytes("k", 32), message)).toEqual(here);
      const [publicKey = "", signature = ""] = here;
      expect(await inChromium("verify", publicKey, message, signature)).toBe(true);
      expect(await inChromium("verify", publicKey, `${message}00`, signature)).toBe(false);
      expect(await inNode.verify(publicKey, `${message}00`, signature)).toBe(false);
    }
  });

  test("X-Wing: the public key of a seed", async () => {
    const here = await inNode.sealingPublicKey(bytes("k", 32));
    expect(await inChromium("sealingPublicKey", bytes("k", 32))).toBe(here);
  });
});

describe("what one seals the other opens, and nothing else does", () => {
  const seed = bytes("k", 32);
  const info = bytes("i", 20);

  test.each([nothing, bytes("p", 1), bytes("p", 70_000)])("HPKE %#", async (plaintext) => {
    const to = await inNode.sealingPublicKey(seed);
    const byNode = await inNode.hpkeSeal(to, info, plaintext);
    const byChromium = await inChromium("hpkeSeal", to, info, plaintext);
    expect(byNode).toHaveLength(byChromium.length);
    expect(await inChromium("hpkeOpen", seed, info, byNode)).toBe(plaintext);
    expect(await inNode.hpkeOpen(seed, info, byChromium)).toBe(plaintext);
    const other = `${info}00`;
    expect(await inChromium("hpkeOpen", seed, other, byNode)).toBe("refused");
    expect(await inNode.hpkeOpen(seed, other, byChromium)).toBe("refused");
    const damaged = (byNode.startsWith("0") ? "1" : "0") + byNode.slice(1);
    expect(await inChromium("hpkeOpen", seed, info, damaged)).toBe("refused");
  });

  test("HPKE to a public key that is none is refused by both", async () => {
    expect(await inNode.hpkeSeal(bytes("k", 1_215), info, nothing)).toBe("refused");
    expect(await inChromium("hpkeSeal", bytes("k", 1_215), info, nothing)).toBe("refused");
  });

  test.each([nothing, bytes("p", 70_000)])("AES-256-GCM %#", async (plaintext) => {
    const key = bytes("k", 32);
    const context = bytes("c", 40);
    const byNode = await inNode.seal(key, plaintext, context);
    const byChromium = await inChromium("seal", key, plaintext, context);
    expect(await inChromium("open", key, byNode, context)).toBe(plaintext);
    expect(await inNode.open(key, byChromium, context)).toBe(plaintext);
    expect(await inChromium("open", key, byNode, nothing)).toBe("refused");
    expect(await inNode.open(key, byChromium, nothing)).toBe("refused");
  });
});

test("random gives as many bytes as asked for, more than the platform's 65,536 at once too, and no two alike", async () => {
  for (const give of [inNode.random, (length: number) => inChromium("random", length)]) {
    expect(await give(0)).toBe("");
    const [one, two] = [await give(200_000), await give(200_000)];
    expect(one).toHaveLength(400_000);
    expect(one === two).toBe(false);
    // No stretch was left at zero: 16 zero bytes in a row come once in 10^33 tries.
    expect(one).not.toMatch(/(00){16}/);
  }
});
