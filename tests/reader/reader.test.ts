import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { attachmentOf, makePractice, type StoredPractice, texts } from "./make-practice.ts";
import { Refused } from "./primitives.ts";
import { readKit, unlock } from "./kit.ts";
import { readPractice, readUnlocked } from "./read-practice.ts";
import { serverBytesOf } from "./stored.ts";

const frozen = JSON.parse(readFileSync(new URL("vectors/practice.json", import.meta.url), "utf8")) as StoredPractice;

const kit = readKit(frozen.kit);
const person = await unlock(kit, frozen.passphrase, serverBytesOf(frozen).keyring);

async function verdict(read: () => Promise<unknown>): Promise<string> {
  try {
    await read();
    return "read";
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}
const verdictOn = (stored: StoredPractice) => verdict(() => readUnlocked(serverBytesOf(stored), kit, person));

describe.each([
  ["frozen", 5_000, () => Promise.resolve(frozen)],
  ["made just now", 300_000, makePractice],
] as const)("a practice %s", (_name, attachmentBytes, practice) => {
  test("ENV-5 LED-3 LED-7 BAT-8 LOG-9 REC-1 KIT-4 a reader written from the spec alone verifies it and opens every text", async () => {
    const stored = await practice(attachmentBytes);
    const { revisions, files, size } = await readPractice(serverBytesOf(stored), stored.kit, stored.passphrase);
    expect(size).toBe(stored.leaves.length / 98);
    const notes = revisions.filter(({ content }) => content["type"] === "note").map(({ content }) => content["text"]);
    for (const text of Object.values(texts)) expect(notes).toContain(text);
    // OUT-4: in the order in which the laptop saved them.
    const { first, second, psychotherapy, edited, afterLoss } = texts;
    const saved = [first, second, psychotherapy, edited, afterLoss];
    expect(notes.filter((text) => (saved as unknown[]).includes(text))).toEqual(saved);
    const settled = revisions.find(({ content }) => content["text"] === texts.edited);
    expect(settled?.parents).toHaveLength(2);
    expect(settled?.number).toBe(3);
    expect(files).toEqual([{ name: "drawing.bin", bytes: attachmentOf(attachmentBytes) }]);
    const names = revisions.filter(({ content }) => content["type"] === "chart").map(({ content }) => content["name"]);
    expect(names).toEqual(["R. Client"]);
  });
});

describe("what is not as it was is refused, by the rule that it breaks", () => {
  const flip = (hex: string, at: number) => hex.slice(0, at) + (hex[at] === "0" ? "1" : "0") + hex.slice(at + 1);
  const withBody = (index: number, change: (body: StoredPractice["bodies"][number]) => object) => ({
    ...frozen,
    bodies: frozen.bodies.map((body) => (body.index === index ? { ...body, ...change(body) } : body)),
  });
  const kindOf = (index: number) => frozen.leaves.slice(index * 98, index * 98 + 2);
  const firstOf = (kind: string) => frozen.bodies.find(({ index }) => kindOf(index) === kind)?.index ?? -1;
  const [keyLog, batch] = [firstOf("02"), firstOf("03")];

  test("KEY-5 another passphrase opens nothing", async () => {
    const server = serverBytesOf(frozen);
    expect(await verdict(() => readPractice(server, frozen.kit, "another one altogether"))).toBe("KEY-5");
  });

  test("KIT-2 a kit with a character wrong is none", async () => {
    const at = frozen.kit.length - 3;
    const changed = frozen.kit.slice(0, at) + (frozen.kit[at] === "A" ? "B" : "A") + frozen.kit.slice(at + 1);
    expect(await verdict(async () => readKit(changed))).toBe("KIT-2");
  });

  test("LED-7 a leaf changed, left out, or swapped with its neighbour does not fit the checkpoint", async () => {
    const { leaves } = frozen;
    const swapped = leaves.slice(0, 98) + leaves.slice(196, 294) + leaves.slice(98, 196) + leaves.slice(294);
    for (const changed of [flip(leaves, leaves.length - 1), leaves.slice(0, -98), swapped])
      expect(await verdictOn({ ...frozen, leaves: changed })).toBe("LED-7");
  });

  test("LED-6 a checkpoint with anything changed is none", async () => {
    const [origin, size, ...rest] = frozen.checkpoint.split("\n");
    expect(await verdictOn({ ...frozen, checkpoint: [origin, `${Number(size) + 1}`, ...rest].join("\n") })).toBe(
      "LED-6",
    );
  });

  test("LED-9 a body withheld is missed", async () => {
    for (const { index } of frozen.bodies)
      expect(await verdictOn({ ...frozen, bodies: frozen.bodies.filter((body) => body.index !== index) })).toBe(
        "LED-9",
      );
  });

  test("LED-3 a body changed or put in another's place is not the one in the ledger", async () => {
    for (const { index, entry } of frozen.bodies)
      expect(await verdictOn(withBody(index, () => ({ entry: flip(entry, 40) })))).toBe("LED-3");
    const other = frozen.bodies[0]?.entry;
    expect(await verdictOn(withBody(batch, () => ({ entry: other })))).toBe("LED-3");
  });

  test("LOG-5 BAT-7 a sealed key or an envelope changed, withheld or added is noticed", async () => {
    for (const [index, rule] of [
      [keyLog, "LOG-5"],
      [batch, "BAT-7"],
    ] as const) {
      expect(
        await verdictOn(withBody(index, ({ payload }) => ({ payload: payload.map((each) => flip(each, 300)) }))),
      ).toBe(rule);
      expect(await verdictOn(withBody(index, ({ payload }) => ({ payload: payload.slice(1) })))).toBe(rule);
      expect(await verdictOn(withBody(index, ({ payload }) => ({ payload: [...payload, payload[0]] })))).toBe(rule);
    }
  });

  test("ATT-4 an attachment's chunks changed, withheld or added to do not open", async () => {
    const [[blob, [chunk]]] = Object.entries(frozen.blobs) as [[string, [string]]];
    for (const changed of [[flip(chunk, 9)], [chunk, chunk], []])
      expect(await verdictOn({ ...frozen, blobs: { [blob]: changed } })).toMatch(/^ATT-[34]$/);
  });
});

test("the reader imports nothing of Alcove", () => {
  const files = [
    "read-practice",
    "batches",
    "cbor",
    "key-log",
    "kit",
    "ledger",
    "operations",
    "primitives",
    "roster",
    "shape",
  ];
  for (const file of files) {
    const source = readFileSync(new URL(`${file}.ts`, import.meta.url), "utf8");
    const imported = [...source.matchAll(/from "([^"]+)"/g)].map(([, name = ""]) => name);
    for (const name of imported) {
      const allowed =
        name === "node:crypto" || name.startsWith("@hpke/") || files.some((each) => name === `./${each}.ts`);
      expect(allowed, `${file} imports ${name}`).toBe(true);
    }
  }
});
