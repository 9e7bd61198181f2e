import { noteTemplate } from "@alcove/records";
import { expect, test } from "vitest";
import { fillFields, noteTemplates, smartFields, unknownFields } from "./index.ts";

test("every template is of the schema, and no id stands for two", () => {
  for (const template of noteTemplates) expect(noteTemplate.parse(template)).toEqual(template);
  expect(new Set(noteTemplates.map(({ id }) => id)).size).toBe(noteTemplates.length);
});

test("a template names no heading twice: carrying forward finds a section by it", () => {
  for (const { id, sections } of noteTemplates) {
    const headings = sections.map(({ heading }) => heading);
    expect([id, new Set(headings).size]).toEqual([id, headings.length]);
  }
});

test("only fields that there are stand in titles and texts", () => {
  const known = Object.keys(smartFields);
  const words = noteTemplates.flatMap(({ title, sections }) => [title, ...sections.map(({ text }) => text ?? "")]);
  const used = words.flatMap((text) => [...text.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name));
  expect(used.filter((name) => !known.includes(name ?? ""))).toEqual([]);
  expect(used).not.toEqual([]);
});

test("the safety plan is in words of our own: none that the licensed form is known by", () => {
  const plan = noteTemplates.find(({ id }) => id === "safety-plan");
  const words = JSON.stringify(plan).toLowerCase();
  for (const theirs of ["warning signs", "coping strateg", "stanley", "brown", "social settings", "means restriction"])
    expect([theirs, words.includes(theirs)]).toEqual([theirs, false]);
});

test("psychotherapy notes have no section for what 45 CFR 164.501 leaves out of them", () => {
  const headings = noteTemplates
    .filter(({ kind }) => kind === "psychotherapy")
    .flatMap(({ sections }) => sections.map(({ heading }) => heading.toLowerCase()));
  const apart = /medication|time|modality|frequency|test|diagnosis|function|plan|symptom|prognosis|progress/;
  expect(headings.filter((heading) => apart.test(heading))).toEqual([]);
});

test("fields are filled, and braces around anything else are somebody's words", () => {
  const values = { client: "Maren {date}", date: "1 May 2026", "last-session": "none yet", me: "Anna" };
  expect(fillFields("{client}, {date}; {last-session} {unknown} {} {toString}", values)).toBe(
    "Maren {date}, 1 May 2026; none yet {unknown} {} {toString}",
  );
});

test("braces around what is no field are told, each once", () => {
  expect(unknownFields("{last-score PHQ-9} {last-score} {last-scores}")).toEqual(["last-scores"]);
  expect(unknownFields("{client}: {diagnose}, {Client}, {diagnose} {} {date}")).toEqual(["diagnose", "Client"]);
});
