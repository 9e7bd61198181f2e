import { expect, test } from "vitest";
import { initialsOf } from "./client-name.tsx";

test("the first letter of each word that names somebody", () => {
  expect(initialsOf("Priya Raman")).toBe("P. R.");
  expect(initialsOf("Teodor and Lise Brandt")).toBe("T. L. B.");
  expect(initialsOf("Łęcki, Wojciech")).toBe("Ł. W.");
  expect(initialsOf("Anne-Marie O’Brien")).toBe("A. M. O. B.");
});

test("where nothing is written large, of each word; something is left of every name", () => {
  expect(initialsOf("juniper")).toBe("j.");
  expect(initialsOf("מאיה כהן")).toBe("מ. כ.");
  expect(initialsOf("李小龙")).toBe("李.");
  expect(initialsOf("“”")).toBe("…");
});
