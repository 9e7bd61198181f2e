import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { acceptsPath, dateOrders, normalisePath, titleOfPath } from "./document-path.ts";
import { readDocument } from "./read-document.ts";

describe("paths", () => {
  test("what leaves the folder is refused before a byte is read", async () => {
    const leaving = [
      "../a.txt",
      "a/../b.txt",
      "a/..",
      "..",
      "/etc/passwd.txt",
      "//server/a.txt",
      "C:a.txt",
      "c:/a.txt",
      "a\\b.txt",
      "..\\a.txt",
      "a\0.txt",
      "",
      "./",
    ];
    for (const path of leaving) {
      const read = await readDocument({ path, bytes: new Uint8Array(0) });
      expect(read, path).toEqual({ ok: false, problem: { code: "document-path-leaves-folder", path } });
    }
  });

  test("the names of one folder say together how they write day and month", async () => {
    const order = dateOrders([
      "Jonas/07-02-2024 session 26.txt",
      "Jonas/21-02-2024 session 27.txt",
      "Jonas/2023/02-21-2023.txt",
      "Thea/07-02-2024.txt",
      "21-02-2024.txt",
    ]);
    const orders = ["Jonas/07-02-2024 session 26.txt", "Jonas/2023/a.txt", "Thea/07-02-2024.txt", "a.txt"].map(order);
    expect(orders).toEqual(["day first", "month first", undefined, "day first"]);
    const path = "Jonas/07-02-2024 session 26.txt";
    const read = await readDocument({ path, bytes: new TextEncoder().encode("Came in late."), dateOrder: order(path) });
    expect(read).toMatchObject({ ok: true, notes: [{ date: "2024-02-07" }] });
  });

  test("empty and dot segments go, everything else stays", () => {
    expect(normalisePath("./a//b/./c.txt")).toBe("a/b/c.txt");
    expect(normalisePath("a/...txt")).toBe("a/...txt");
    expect(normalisePath("Müller, שרה/Notiz 1 (alt).md")).toBe("Müller, שרה/Notiz 1 (alt).md");
  });

  test("a normalised path stays as it is when normalised again, and never leaves", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", ".", "..", "/", "\\", ":", "C", "é", "\0")), (parts) => {
        const path = normalisePath(parts.join(""));
        if (path === undefined) return;
        expect(normalisePath(path)).toBe(path);
        expect(path.split("/")).not.toContain("..");
        expect(path).not.toMatch(/^\/|\\|\0|^[A-Za-z]:/);
      }),
      { seed: 11, numRuns: 2_000 },
    );
  });

  test("extensions count in any case, names that only begin with a dot have none", () => {
    for (const path of [
      "a.txt",
      "x/B.TXT",
      "a.md",
      "a.Rtf",
      "a.docx",
      "a.odt",
      "a.pdf",
      "a.csv",
      "a.b.c.csv",
      "a.doc",
      "a.docm",
      "a.HTM",
      "a.json",
      "a.xml",
    ]) {
      expect(acceptsPath(path), path).toBe(true);
    }
    for (const path of [
      "a",
      "txt",
      ".txt",
      "a.eml",
      "a.msg",
      "a.jpg",
      "a.xlsx",
      "a.txt/b",
      "a.txt.exe",
      "~$note.docx",
      "x/._note.txt",
    ]) {
      expect(acceptsPath(path), path).toBe(false);
    }
  });

  test("the title is the name without folders and extension", () => {
    expect(titleOfPath("Jane/2024-03-05 intake.v2.docx")).toBe("2024-03-05 intake.v2");
    expect(titleOfPath(" .txt")).toBe(" .txt");
  });
});
