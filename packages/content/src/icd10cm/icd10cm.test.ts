import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editionOf, parseCodeLines } from "./code-file.ts";
import { everydayWords } from "./everyday-words.ts";
import { type Code, commonTable, createCodeSearch, fewestCodes, parseCodeFile } from "./index.ts";

const table = commonTable();
const find = createCodeSearch(table.codes);
const codesFor = (typed: string, limit = 5) => find(typed, limit).map(({ code }) => code);

describe("the built-in codes", () => {
  it("are a few hundred complete codes, each with its description", () => {
    expect(table.codes.length).toBeGreaterThan(250);
    for (const { code, description } of table.codes) {
      expect(code).toMatch(/^[FRZ]\d[0-9A]([.][0-9A-Z]{1,4})?$/);
      expect(description).toMatch(/^[A-Z].{5,}$/);
      // The abbreviations of the short descriptions.
      expect(description).not.toMatch(/\b(unsp|oth|w|w\/o|disord|epsd|crnt|remis|NEC|psych)\b/);
    }
  });

  it("have none that is the heading of another", () => {
    const bare = table.codes.map(({ code }) => code.replace(".", ""));
    expect(bare.filter((one) => bare.some((other) => other !== one && other.startsWith(one)))).toEqual([]);
  });

  it("name their edition, their source and whose they are", () => {
    expect(table.edition).toBe("2027");
    expect(table.sources.join()).toContain("National Center for Health Statistics");
    expect(table.notice).toContain("World Health Organization");
  });

  it("are met by every everyday word", () => {
    const bare = table.codes.map(({ code }) => code.replace(".", ""));
    expect(everydayWords.filter(([code]) => !bare.some((one) => one.startsWith(code)))).toEqual([]);
  });
});

describe("search", () => {
  it.each([
    ["F41.1", "F41.1"],
    ["f411", "F41.1"],
    ["f 41.1", "F41.1"],
    ["ptsd", "F43.10"],
    ["PTSD chron", "F43.12"],
    ["generalised", undefined],
    ["generalized anx", "F41.1"],
    ["anxiety general", "F41.1"],
    ["dépression réc", "F33.0"],
    ["dépressive rec", "F33.0"],
    ["adhd inatt", "F90.0"],
    ["autism", "F84.0"],
    ["tourettes", "F95.2"],
    ["tourette’s", "F95.2"],
    ["borderline", "F60.3"],
    ["panic", "F41.0"],
    ["social anxiety", "F40.10"],
    ["grief", "F43.81"],
    ["suicid", "R45.851"],
    ["burnout", "Z73.0"],
    ["f33 moderate", "F33.1"],
    ["zzz", undefined],
    ["  ", undefined],
    ["()", undefined],
  ])("%s finds %s first", (typed, code) => {
    expect(codesFor(typed)[0]).toBe(code);
  });

  it("gives no more than asked for, codes before words", () => {
    expect(codesFor("f3", 3)).toEqual(["F30.9", "F31.0", "F31.10"]);
    expect(codesFor("disorder", 7)).toHaveLength(7);
  });

  it("finds each code by each of its words, whatever their order, case and accents", () => {
    fc.assert(
      fc.property(fc.constantFrom(...table.codes), fc.infiniteStream(fc.nat()), ({ code, description }, order) => {
        const words = description.split(/[^A-Za-z]+/).filter((word) => word.length > 1);
        const shuffled = words
          .toSorted(() => ((order.next().value ?? 0) % 2 === 0 ? 1 : -1))
          .map((word) => word.toUpperCase());
        const typed = shuffled.join(" ").replace("E", "É");
        expect(
          find(description.includes("'") ? description : typed, table.codes.length).map((one) => one.code),
        ).toContain(code);
      }),
    );
  });
});

describe("the official files", () => {
  it.each([
    ["icd10cm-codes-2027.txt", "2027"],
    ["icd10cm_codes_2024.txt", "2024"],
    ["icd10cm-order-2027.txt", "2027"],
    ["icd10cm-codes-April-1-2026.txt", "2026, April"],
    ["icd10cm-order-April-2025.txt", "2025, April"],
    ["icd10cm-order-Jan-2021.txt", "2021, January"],
    ["ICD10CM-Codes-2027.TXT", "2027"],
    ["icd10pcs_codes_2027.txt", undefined],
    ["icd10cm-codes-2027.csv", undefined],
    ["codes.txt", undefined],
    ["icd10cm-codes-1999.txt", undefined],
  ])("%s is of edition %s", (name, edition) => {
    expect(editionOf(name)).toBe(edition);
  });

  const orderLine = (number: number, code: string, flag: 0 | 1, short: string, long: string) =>
    `${String(number).padStart(5, "0")} ${code.padEnd(7)} ${flag} ${short.padEnd(60)} ${long}`;

  it("both forms give the same complete codes", () => {
    const codes = [
      "F4310   Post-traumatic stress disorder, unspecified",
      "S72044G Nondisplaced fracture",
      "QA0101  New in 2026",
    ];
    const order = [
      orderLine(1, "F431", 0, "Post-traumatic stress disorder (PTSD)", "Post-traumatic stress disorder (PTSD)"),
      orderLine(2, "F4310", 1, "Post-traumatic stress disorder, unsp", "Post-traumatic stress disorder, unspecified"),
      orderLine(3, "S72044G", 1, "Nondisp fx", "Nondisplaced fracture"),
      orderLine(4, "QA0101", 1, "New in 2026", "New in 2026"),
    ];
    const expected: Code[] = [
      { code: "F43.10", description: "Post-traumatic stress disorder, unspecified" },
      { code: "S72.044G", description: "Nondisplaced fracture" },
      { code: "QA0.101", description: "New in 2026" },
    ];
    expect(parseCodeLines(codes.join("\n"))).toEqual(expected);
    expect(parseCodeLines(`\uFEFF${order.join("\r\n")}\r\n\r\n`)).toEqual(expected);
  });

  it.each([
    ["no description", "F411    "],
    ["a code with its point", "F41.1   Generalized anxiety disorder"],
    ["a code in small letters", "f411    Generalized anxiety disorder"],
    ["no gap", "F411    x\nF4111111Generalized"],
    ["an order line without a flag", orderLine(1, "F411", 1, "short", "long").replace(" 1 ", " x ")],
    ["an order line cut off", orderLine(1, "F411", 1, "short", "").trimEnd()],
    ["something else", "<html>Not found</html>"],
  ])("a line with %s is told by its number", (_what, lines) => {
    expect(parseCodeLines(`F410    Panic disorder\n${lines}`)).toMatchObject({ problem: "line" });
  });

  it("a code that comes twice is told by its line", () => {
    expect(parseCodeLines("F410    Panic\nF411    Anxiety\nF410    Panic")).toEqual({ problem: "twice", line: 3 });
  });

  it("a file of another name or with too few codes is not taken", () => {
    expect(parseCodeFile("codes.txt", "F410    Panic")).toEqual({ problem: "name" });
    expect(parseCodeFile("icd10cm-codes-2027.txt", "F410    Panic")).toEqual({ problem: "too-few", codes: 1 });
  });

  it("a whole file is read and searched", () => {
    const letters = "0123456789ABCDEF";
    const lines = Array.from({ length: fewestCodes }, (_, index) => {
      const tail = [...String(index).padStart(5, "0")].map((digit) => letters[Number(digit)]).join("");
      return `A0${tail} Disease number ${index}`;
    });
    const read = parseCodeFile("icd10cm-codes-2028.txt", lines.join("\n"));
    if ("problem" in read) throw new Error(read.problem);
    expect(read).toMatchObject({ edition: "2028", codes: { length: fewestCodes } });
    expect(createCodeSearch(read.codes)("disease 59999", 3)).toEqual([
      { code: "A05.9999", description: "Disease number 59999" },
    ]);
  });

  it("whatever comes in, reading it ends with codes or a line that is there", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parseCodeLines(text);
        if ("problem" in read) expect(read.line).toBeLessThanOrEqual(text.split("\n").length);
      }),
    );
  });
});
