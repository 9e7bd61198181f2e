import { describe, expect, test } from "vitest";
import { problemOf, readOne, utf8 } from "./testing/read-one.ts";

const sacred =
  "Line one\r\nline two \u00a0 with NBSP\n\tשלום עולם, مرحبا \u200fبالعالم\n👩‍👩‍👧 👋🏽\n\n  trailing spaces  \r" +
  "x".repeat(200_000);

describe("plain text", () => {
  test("every character comes out as it was, line ends, spaces and long lines included", async () => {
    for (const path of ["note.txt", "note.md"]) {
      expect((await readOne(path, utf8(sacred))).text).toBe(sacred);
      expect((await readOne(path, utf8(`\ufeff${sacred}`))).text).toBe(sacred);
    }
  });

  test("markdown is kept as written", async () => {
    const text = "---\ntitle: x\n---\n# Heading\n\n* **bold** [link](https://example.org)\n```\ncode\n```\n";
    expect((await readOne("note.md", utf8(text))).text).toBe(text);
  });

  test("UTF-16 with a byte order mark, both ways round", async () => {
    const little = new Uint8Array([0xff, 0xfe, ...new Uint8Array(Uint16Array.from(units(sacred)).buffer)]);
    const big = little.map((_, index) => little[index ^ 1] ?? 0);
    expect((await readOne("note.txt", little)).text).toBe(sacred);
    expect((await readOne("note.txt", big)).text).toBe(sacred);
  });

  test("Windows-1252 is a guess, and says so", async () => {
    const bytes = Uint8Array.from([
      0x93,
      ...utf8("na"),
      0xef,
      ...utf8("ve"),
      0x94,
      0x20,
      0x80,
      ...utf8("5 caf"),
      0xe9,
      0x0d,
      0x0a,
    ]);
    const note = await readOne("note.txt", bytes);
    expect(note.text).toBe("“naïve” €5 café\r\n");
    expect(note.warnings).toEqual([{ code: "document-encoding-guessed", encoding: "windows-1252" }]);
  });

  test("a German text in Windows-1252 is no broken UTF-8, though one pair of its bytes could be UTF-8", async () => {
    const bytes = Uint8Array.from("\x84Gr\xfc\xdfe, Spa\xdf\x93 sagte f\xfcnf", (letter) => letter.charCodeAt(0));
    expect((await readOne("note.txt", bytes)).text).toBe("„Grüße, Spaß“ sagte fünf");
  });

  test("UTF-8 that was damaged is refused, not turned into other letters", async () => {
    const broken = utf8("Größe und Übung — “so” weit").slice();
    broken[3] = 0x20;
    expect(await problemOf("note.txt", broken)).toEqual({
      code: "document-broken-encoding",
      encoding: "utf-8",
      path: "note.txt",
    });
    // A character that was cut in two at the end.
    expect((await problemOf("note.md", utf8("Übung 👋").slice(0, -1))).code).toBe("document-broken-encoding");
  });

  test("bytes that Windows-1252 leaves undefined, and control characters, are no text", async () => {
    expect((await problemOf("note.txt", Uint8Array.from([0x61, 0xe9, 0x81, 0x62]))).code).toBe(
      "document-broken-encoding",
    );
    const controls = Uint8Array.from({ length: 500 }, (_, index) => (index % 9 === 0 ? 0xe9 : index % 31 || 1));
    expect((await problemOf("note.txt", controls)).code).toBe("document-broken-encoding");
  });

  test("UTF-16 with half a character, half a pair, or UTF-32 is broken", async () => {
    expect(await problemOf("note.txt", Uint8Array.from([0xff, 0xfe, 0x61, 0x00, 0x62]))).toMatchObject({
      code: "document-broken-encoding",
      encoding: "utf-16le",
    });
    expect((await problemOf("note.txt", Uint8Array.from([0xfe, 0xff, 0xd8, 0x3d, 0x00, 0x61]))).code).toBe(
      "document-broken-encoding",
    );
    expect((await problemOf("note.txt", Uint8Array.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]))).code).toBe(
      "document-broken-encoding",
    );
  });

  test("a NUL means it is no text, whatever its name", async () => {
    const binary = Uint8Array.from([0x61, 0x62, 0, 0x63]);
    for (const path of ["a.txt", "a.md", "a.csv"]) {
      expect(await problemOf(path, binary)).toMatchObject({ code: "document-not-what-its-name-says", found: "binary" });
    }
  });

  test("nothing but white space is empty", async () => {
    expect(await problemOf("a.txt", new Uint8Array(0))).toEqual({ code: "document-empty", bytes: 0, path: "a.txt" });
    expect(await problemOf("a.txt", utf8("\ufeff \r\n\u00a0\t"))).toMatchObject({ code: "document-empty", bytes: 9 });
    expect((await problemOf("a.csv", utf8("\n\n"))).code).toBe("document-empty");
  });
});

function units(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}
