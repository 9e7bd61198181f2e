import { expect, test } from "vitest";
import { zipSync } from "fflate";
import { lookAtFile } from "./look-at-file.ts";
import { buildDocx, docxParagraph } from "./testing/build-docx.ts";
import { buildOdt, odtParagraph } from "./testing/build-odt.ts";
import { buildPdf } from "./testing/build-pdf.ts";

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf16 = (text: string): string => Array.from(text, (letter) => `${letter}\0`).join("");
const plain = { macros: false, misnamed: false };

test("what a file is, by its content", () => {
  const cases: readonly (readonly [name: string, bytes: Uint8Array, kind: string])[] = [
    ["a.pdf", buildPdf({ pages: [["x"]] }), "pdf"],
    ["a.png", latin1("\x89PNG\r\n\x1a\n..."), "picture"],
    ["a.jpeg", latin1("\xff\xd8\xff\xe0..."), "picture"],
    ["a.webp", latin1("RIFF....WEBPVP8 "), "picture"],
    ["a.heic", latin1("\0\0\0\x18ftypheic...."), "other-picture"],
    ["a.tif", latin1("II*\0...."), "other-picture"],
    ["a.mov", latin1("\0\0\0\x14ftypqt  ...."), "film"],
    ["a.m4a", latin1("\0\0\0\x14ftypM4A ...."), "sound"],
    ["a.wav", latin1("RIFF....WAVEfmt "), "sound"],
    ["a.docx", buildDocx({ body: docxParagraph("x") }), "docx"],
    ["a.odt", buildOdt({ body: odtParagraph("x") }), "odt"],
    ["a.rtf", latin1("{\\rtf1 x}"), "rtf"],
    ["a.zip", zipSync({ "a.txt": latin1("x") }), "archive"],
    ["a.txt", latin1("caf\xe9, plain"), "text"],
    ["a.txt", latin1("\xff\xfeh\0i\0"), "text"],
    ["a.csv", latin1("a;b\n1;2"), "text"],
    ["a.svg", latin1('<?xml version="1.0"?>\n<svg xmlns="..."><script>alert(1)</script></svg>'), "markup"],
    ["a.html", latin1("<!DOCTYPE html><script>alert(1)</script>"), "markup"],
    ["a.sh", latin1("#!/bin/sh\nrm"), "program"],
    ["a.exe", latin1("MZ\x90\0\x03\0"), "program"],
    ["a.dat", latin1("\0\x01\x02"), "other"],
    ["nothing", latin1(""), "text"],
  ];
  for (const [name, bytes, kind] of cases)
    expect({ name, ...lookAtFile(bytes, name) }).toMatchObject({ name, kind, ...plain });
});

test("a name that says something else", () => {
  const page = latin1("<html><script>alert(1)</script></html>");
  for (const [name, bytes] of [
    ["holiday.jpg", page],
    ["letter.pdf", page],
    ["letter.pdf.txt", buildPdf({ pages: [["x"]] })],
    ["report.docx", latin1("MZ\x90\0\x03\0")],
  ] as const)
    expect([name, lookAtFile(bytes, name).misnamed]).toEqual([name, true]);
  // No name to go by, and one that many use for text.
  for (const name of ["scan", "notes.bin", "patch.js"]) expect(lookAtFile(latin1("plain"), name).misnamed).toBe(false);
});

test("macros are seen wherever Office and LibreOffice keep them", () => {
  const x = latin1("x");
  const word = zipSync({ "[Content_Types].xml": x, "word/document.xml": x, "word/vbaProject.bin": x });
  expect(lookAtFile(word, "a.docm")).toEqual({ kind: "docx", macros: true, misnamed: false });
  const sheet = zipSync({ "[Content_Types].xml": x, "xl/vbaProject.bin": x });
  expect(lookAtFile(sheet, "a.xlsm")).toEqual({ kind: "office", macros: true, misnamed: false });
  const text = zipSync({ mimetype: x, "content.xml": x, "Basic/Standard/Module1.xml": x });
  expect(lookAtFile(text, "a.odt")).toEqual({ kind: "odt", macros: true, misnamed: false });
  const old = latin1(`\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...${utf16("_VBA_PROJECT")}`);
  expect(lookAtFile(old, "a.doc")).toEqual({ kind: "office", macros: true, misnamed: false });
});

test("any bytes at all", () => {
  let seed = 5;
  const below = (most: number) => (seed = (seed * 48_271) % 2_147_483_647) % most;
  const docx = buildDocx({ body: docxParagraph("x") });
  for (let round = 0; round < 2000; round++) {
    const bytes = Uint8Array.from(docx.subarray(0, below(docx.length)));
    if (bytes.length > 0) bytes[below(bytes.length)] = below(256);
    lookAtFile(bytes, "a.docx");
    lookAtFile(
      Uint8Array.from({ length: below(40) }, () => below(256)),
      "a",
    );
  }
});
