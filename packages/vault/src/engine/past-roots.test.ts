import { appendLeaves, emptyFrontier, rootOf } from "@alcove/crypto";
import { expect, test } from "vitest";
import { createPastRoots } from "./past-roots.ts";

const leaves = Array.from({ length: 150 }, (_, i) => new Uint8Array(49).fill(i));
const frontierAt = (size: number) => appendLeaves(emptyFrontier, leaves.slice(0, size));

test("gives the root of every size, in whatever order they are asked for", () => {
  const expected = Array.from({ length: 151 }, (_, size) => rootOf(frontierAt(size)));
  for (const begun of [0, 1, 128, 150]) {
    const rootAt = createPastRoots(frontierAt(begun), (from, to) => leaves.slice(from, to));
    const sizes = Array.from({ length: 150 }, (_, i) => ((i * 7919) % 150) + 1);
    for (const size of [...sizes, 0, 150, 1]) expect(rootAt(size)).toEqual(expected[size]);
  }
});

test("hashes each leaf once while sizes grow, and few again where devices lie a little apart", () => {
  let asked = 0;
  const rootAt = createPastRoots(emptyFrontier, (from, to) => {
    asked += to - from;
    return leaves.slice(from, to);
  });
  for (let size = 1; size <= 150; size++) rootAt(size);
  for (let size = 149; size > 100; size--) rootAt(size);
  expect(asked).toBe(150);
});
