import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { docOfText, joinDocs, picturesAsWords, picturesIn, textOfDoc } from "./note-text.ts";

const text = (words: string) => ({ type: "text", text: words });
const paragraph = (words: string) => ({ type: "paragraph", content: [text(words)] });

describe("plain words through the editor's tree and back", () => {
  test("are the same words, line ends aside", () => {
    const lines = fc.array(fc.constantFrom("a", "b c", "", " ", "\t", "é", "-", "[ ] x", "# y"), { maxLength: 12 });
    fc.assert(
      fc.property(lines, (parts) => {
        const words = parts.join("\n");
        expect(textOfDoc(docOfText(words))).toBe(words);
      }),
    );
  });

  test("line ends of other systems become line breaks", () => {
    expect(textOfDoc(docOfText("one\r\ntwo\rthree"))).toBe("one\ntwo\nthree");
  });

  test("an empty line parts paragraphs, a single line end breaks a line", () => {
    const { content } = docOfText("one\ntwo\n\nthree");
    expect(content?.map(({ type }) => type)).toEqual(["paragraph", "paragraph"]);
    expect(content?.[0]?.content?.map(({ type }) => type)).toEqual(["text", "hardBreak", "text"]);
  });
});

describe("what the editor writes, in plain words", () => {
  test("lists, checkboxes and numbers carry their signs, inner ones are set in", () => {
    const item = (type: string, ...content: object[]) => ({ type, content });
    const doc = {
      type: "doc",
      content: [
        { type: "heading", attrs: { level: 2 }, content: [text("Plan")] },
        {
          type: "taskList",
          content: [
            { ...item("taskItem", paragraph("weekly")), attrs: { checked: true } },
            { ...item("taskItem", paragraph("GAD-7")), attrs: { checked: false } },
          ],
        },
        { type: "orderedList", attrs: { start: 3 }, content: [item("listItem", paragraph("three"))] },
        {
          type: "bulletList",
          content: [
            item("listItem", paragraph("outer"), {
              type: "bulletList",
              content: [item("listItem", paragraph("inner"))],
            }),
          ],
        },
      ],
    };
    expect(textOfDoc(doc)).toBe("Plan\n\n[x] weekly\n[ ] GAD-7\n\n3. three\n\n- outer\n  - inner");
  });

  test("cells of a table stand apart by tabs, rows by lines", () => {
    const cell = (...words: string[]) => ({ type: "tableCell", content: words.map(paragraph) });
    const row = (...content: object[]) => ({ type: "tableRow", content });
    const table = {
      type: "table",
      content: [row(cell("Goal"), cell("Until")), row(cell("Sleep", "six hours"), cell("May"))],
    };
    expect(textOfDoc({ type: "doc", content: [table] })).toBe("Goal\tUntil\nSleep six hours\tMay");
  });

  test("joined texts both stand there whole, parted by a line", () => {
    expect(textOfDoc(joinDocs(docOfText("from the laptop"), docOfText("from the phone")))).toBe(
      "from the laptop\n\n---\n\nfrom the phone",
    );
  });
});

describe("pictures", () => {
  const picture = (file: string, says = "") => ({ type: "picture", attrs: { file, says } });
  const item = { type: "listItem", content: [paragraph("see"), picture("bb", "a\n  door ")] };
  const doc = { type: "doc", content: [picture("aa"), { type: "bulletList", content: [item] }] };

  test("stand in the words by what they show", () => {
    expect(textOfDoc(doc)).toBe("[Picture]\n\n- see\n  [Picture: a door]");
    expect(picturesIn(doc)).toEqual(["aa", "bb"]);
  });

  test("leave their words alone behind for a note whose files they are not", () => {
    const words = picturesAsWords(doc);
    expect(textOfDoc(words)).toBe(textOfDoc(doc));
    expect(picturesIn(words)).toEqual([]);
  });
});
