import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { openPackedFolder } from "./packed-folder.ts";

test("IMP-4 of files that differ in the case of a letter each has its own words, and none is lost", () => {
  const packed = openPackedFolder(
    zipSync({
      "notes/Anna.txt": strToU8("capital"),
      "notes/anna.txt": strToU8("small"),
      "notes//anna.txt": strToU8("odd"),
    }),
  );
  if (!packed.ok) throw new Error("it opens");
  const { paths, leaving, bytes } = packed.value;
  expect(paths).toEqual(["Anna.txt", "anna.txt"]);
  expect(leaving).toEqual(["notes//anna.txt"]);
  const words = paths.map((path) => {
    const read = bytes(path);
    return read.ok && new TextDecoder().decode(read.value);
  });
  expect(words).toEqual(["capital", "small"]);
});
