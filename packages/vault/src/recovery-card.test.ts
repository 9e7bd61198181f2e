import { asHash, asId, type Bytes, encodeCbor, parseCbor, type Result, toBase32 } from "@alcove/bytes";
import { hash, type RecoveryShare } from "@alcove/crypto";
import { flipped, testPort } from "@alcove/crypto/testing";
import type { Failure } from "@alcove/protocol";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { describe, expect, test } from "vitest";
import { cardWords, encodeCard, parseCard, type RecoveryCard } from "./recovery-card.ts";
import { bytesFromWords, wordsOfBytes } from "./recovery-words.ts";

const port = await testPort("recovery card");
const card = {
  at: { origin: "https://alcove.example", practice: asId<never>(port.random(16)) },
  founding: asHash(port.random(32)),
  set: asId<never>(port.random(16)),
  number: 2,
  needed: 2,
  cards: 3,
  checkpoint: { size: 70_000, root: asHash(port.random(32)) },
  share: port.random(33) as RecoveryShare,
} satisfies RecoveryCard;
const { at: _, ...worded } = card;
const outcome = (parsed: Result<RecoveryCard, Failure>) =>
  parsed.ok ? "read" : [parsed.error.code, parsed.error.facts?.["line"], parsed.error.facts?.["place"]];
const unreadable = ["recovery-card-unreadable", undefined, undefined];

describe("text", () => {
  const text = encodeCard(card);
  const body = (value: unknown) => {
    const bytes = encodeCbor(value as never);
    return `ALCOVE-CARD-1 ${toBase32(Uint8Array.from([...bytes, ...hash(bytes).subarray(0, 5)]))}`;
  };

  test("CARD-1 reads back what was written, in any case and spacing, and out of a sheet", () => {
    for (const each of [
      text,
      text.toLowerCase(),
      text.replaceAll(" ", "\n"),
      text.replaceAll(/(?<=1.*) /g, ""),
      `Recovery card 2 of 3 (ALCOVE-CARD-1)\n\n${text}\n\nKeep it safe.`,
    ])
      expect(parseCard(each)).toEqual({ ok: true, value: card });
  });

  test("CARD-2 a character wrong, missing or more, and any other shape is refused", () => {
    for (let at = 14; at < text.length; at++) {
      if (text[at] === " ") continue;
      const other = text[at] === "A" ? "B" : "A";
      expect(outcome(parseCard(text.slice(0, at) + other + text.slice(at + 1))), `${at}`).toEqual(unreadable);
    }
    for (const each of [text.slice(0, -1), `${text}A`, "ALCOVE-CARD-1", text.replace("CARD-1", "CARD-2"), ""])
      expect(outcome(parseCard(each))).toEqual(unreadable);
    const { origin, practice } = card.at;
    const { size, root } = card.checkpoint;
    const right = [1, origin, practice, card.founding, card.set, 2, 2, 3, size, root, card.share];
    expect(outcome(parseCard(body(right)))).toBe("read");
    const wrongs: [number, unknown][] = [
      [0, 2],
      [1, "https://alcove.example/page"],
      [1, 1],
      [2, port.random(15)],
      [3, port.random(31)],
      [4, port.random(17)],
      [5, 0],
      [5, 4],
      [5, "2"],
      [6, 1],
      [6, 4],
      [7, 17],
      [7, 1],
      [8, 0],
      [8, "1"],
      [9, port.random(31)],
      [10, port.random(32)],
    ];
    for (const [at, value] of wrongs)
      expect(outcome(parseCard(body(right.with(at, value as never))))).toEqual(unreadable);
    expect(outcome(parseCard(body(right.slice(1))))).toEqual(unreadable);
    expect(outcome(parseCard(body([...right, 0])))).toEqual(unreadable);
    expect(parseCbor(encodeCbor(right as never))).toBeDefined();
  });
});

describe("words", () => {
  const grid = cardWords(card);
  const words = grid.flat();
  const typed = (list: readonly string[]) => parseCard(list.join(" "));
  const other = (word: string, by: number) => wordlist[(wordlist.indexOf(word) + by) % 2048] as string;
  const placeOf = (at: number) => [Math.floor(at / 9) + 1, (at % 9) + 1];

  test("CARD-3 thirteen lines read back all but where the server is, in any case and spacing", () => {
    expect(grid.map((line) => line.length)).toEqual([...Array.from({ length: 12 }, () => 9), 8]);
    const numbered = grid.map((line, i) => `${i + 1}  ${line.join(" ")}`).join("\n");
    for (const text of [
      words.join(" "),
      grid.map((line) => line.join(" ")).join("\n"),
      words.join("  ").toUpperCase(),
      numbered,
    ])
      expect(parseCard(text)).toEqual({ ok: true, value: worded });
  });

  test("CARD-4 one wrong word is named, wherever it stands and whatever stands there instead", () => {
    for (const at of words.keys()) {
      const word = words[at] as string;
      for (const wrong of ["therapist", other(word, 1), other(word, 1024), other(word, 777)])
        expect(outcome(typed(words.with(at, wrong))), `${at}`).toEqual(["recovery-word-wrong", ...placeOf(at)]);
    }
  });

  test("CARD-4 two wrong words, or two in each other's place, are never taken", () => {
    for (const at of words.keys()) {
      const next = (at + 1) % words.length;
      const [here, there] = [words[at] as string, words[next] as string];
      const both = outcome(typed(words.with(at, other(here, 5)).with(next, other(there, 9))));
      expect(both, `${at}`).not.toBe("read");
      if (here !== there) expect(outcome(typed(words.with(at, there).with(next, here))), `${at}`).not.toBe("read");
    }
    const line = grid[3] as string[];
    const swapped = grid.with(3, [line[1], line[0], ...line.slice(2)] as string[]).flat();
    expect(outcome(typed(swapped))).toEqual(["recovery-line-wrong", 4, undefined]);
  });

  test("CARD-4 a word more or less, or a line twice, is refused", () => {
    expect(outcome(typed(words.slice(1)))).toEqual(["recovery-line-wrong", 1, undefined]);
    expect(outcome(typed(words.toSpliced(30, 1)))).toEqual(["recovery-line-wrong", 4, undefined]);
    expect(outcome(typed([...words.slice(0, 20), "heronry"]))).toEqual(["recovery-word-wrong", 3, 3]);
    expect(outcome(typed([...words, "abandon"]))).toEqual(unreadable);
    expect(outcome(typed([...grid.slice(0, 5), grid[4] as string[], ...grid.slice(6)].flat()))).not.toBe("read");
  });

  test("CARD-5 words whose checks fit but whose card does not are refused", () => {
    const wrongs: Partial<RecoveryCard>[] = [
      { number: 0 },
      { number: 4 },
      { needed: 1 },
      { needed: 4 },
      { cards: 17, number: 1 },
      { checkpoint: { ...card.checkpoint, size: 0 } },
    ];
    for (const changes of wrongs) expect(outcome(typed(cardWords({ ...card, ...changes }).flat()))).toEqual(unreadable);
    const bytes = bytesFromWords(words);
    if (!bytes.ok) throw new Error("they are right");
    expect(outcome(typed(wordsOfBytes(flipped(bytes.value, -1)).flat())), "checksum").toEqual(unreadable);
    expect(outcome(typed(wordsOfBytes(flipped(bytes.value, 100)).flat())), "share").toEqual(unreadable);
    const withVersion = bytes.value.slice(0, -7).fill(2, 0, 1);
    const rehashed = Uint8Array.from([...withVersion, ...hash(withVersion).subarray(0, 7)]);
    expect(outcome(typed(wordsOfBytes(rehashed).flat())), "version").toEqual(unreadable);
    const share = new Uint8Array(33) as Bytes as RecoveryShare;
    expect(typed(cardWords({ ...card, share }).flat())).toEqual({ ok: true, value: { ...worded, share } });
  });
});
