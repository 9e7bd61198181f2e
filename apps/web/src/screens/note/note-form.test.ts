import type { TemplateView } from "@alcove/vault";
import { describe, expect, test } from "vitest";
import { hasWords, pageOf, sectionsIn } from "./note-form.ts";
import { docOfText, textOfDoc } from "./note-text.ts";

const dap: TemplateView = {
  id: "dap",
  version: 1,
  kind: "progress",
  name: "DAP",
  about: "",
  title: "Progress note",
  everySession: true,
  sections: [
    { heading: "Data", hint: "What was told." },
    { heading: "Plan", hint: "What comes next.", text: "Weekly.\n\nThursdays.", carries: true },
  ],
};
const words = (doc: Parameters<typeof textOfDoc>[0], heading: string) => {
  const blocks = sectionsIn(doc, ["Data", "Plan"]).get(heading);
  return blocks && textOfDoc({ content: [...blocks] });
};

describe("the page of a template", () => {
  test("has its headings and words to begin with, and no hint", () => {
    expect(textOfDoc(pageOf(dap))).toBe("Data\n\n\n\nPlan\n\nWeekly.\n\nThursdays.");
  });
  test("is an empty paragraph where there is none, or none with headings", () => {
    const blank = { type: "doc", content: [{ type: "paragraph" }] };
    expect([pageOf(undefined), pageOf({ ...dap, sections: [] })]).toEqual([blank, blank]);
  });
});

describe("sections", () => {
  test("are what stands below a heading, up to the next", () => {
    expect([words(pageOf(dap), "Data"), words(pageOf(dap), "Plan")]).toEqual(["", "Weekly.\n\nThursdays."]);
  });
  test("are found in plain words too, where a heading is a line of its own", () => {
    const doc = docOfText("Data\n\nCame on time. Plan: none.\n\nPlan\n\nWeekly.");
    expect([words(doc, "Data"), words(doc, "Plan")]).toEqual(["Came on time. Plan: none.", "Weekly."]);
  });
  test("end at a heading that somebody added, and a heading that stands twice counts once", () => {
    const heading = (text: string) => ({ type: "heading", content: [{ type: "text", text }] });
    const said = (text: string) => docOfText(text).content ?? [];
    const doc = { content: [heading("Plan"), ...said("one"), heading("Else"), ...said("two"), heading("Plan")] };
    expect([words(doc, "Plan"), words(doc, "Data")]).toEqual(["one", undefined]);
  });
  test("without words are told from those with some", () => {
    expect([hasWords(docOfText(" \n\n").content ?? []), hasWords(docOfText("x").content ?? [])]).toEqual([false, true]);
  });
});
