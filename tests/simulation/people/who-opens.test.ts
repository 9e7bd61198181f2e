/** The model by itself: stories whose outcome is known, and histories with a fault planted, which it must find. */

import { expect, test } from "vitest";
import type { Fact } from "./facts.ts";
import { cardsOf, identityOf, practiceAfter } from "./practice.ts";
import { awaiting, brokenPromises, mayWrite, mustRotateFirst, openTo, shownOn, wrongFacts } from "./who-opens.ts";

const founded: Fact = { what: "founded", member: "ada", device: "laptop" };
const created = (compartment: string, kind: "clinical" | "psychotherapy" = "clinical", by = "ada"): Fact => ({
  what: "created",
  compartment,
  kind,
  by,
});
const joined = (member: string): Fact => ({ what: "joined", member, device: `${member}'s` });
const entitled = (
  member: string,
  compartment: string,
  by = "ada",
  right: "read" | "write" | "read-write" = "read-write",
): Fact => ({
  what: "entitled",
  member,
  right,
  compartments: [compartment],
  by,
});
const rotated = (compartment: string, ...to: readonly string[]): Fact => ({ what: "rotated", compartment, to });
const delivered = (compartment: string, epoch: number, ...to: readonly string[]): Fact => ({
  what: "delivered",
  compartment,
  epoch,
  to,
});
const wrote = (envelope: string, compartment: string, epoch: number, device = "laptop"): Fact => ({
  what: "wrote",
  envelope,
  compartment,
  epoch,
  device,
});

/** Ada and Ben share a chart; the first note was written before Ben came. */
const shared: readonly Fact[] = [
  founded,
  created("chart"),
  rotated("chart", "ada"),
  wrote("first", "chart", 1),
  joined("ben"),
  entitled("ben", "chart"),
];
const compartment = (facts: readonly Fact[], name = "chart") => {
  const found = practiceAfter(facts).compartments.get(name);
  if (!found) throw new Error("the story has no such compartment");
  return found;
};
const opens = (facts: readonly Fact[], ...holders: readonly string[]) => [...openTo(practiceAfter(facts), holders)];
const shows = (facts: readonly Fact[], device: string) => [...shownOn(practiceAfter(facts), device)];

function expectWell(facts: readonly Fact[]): void {
  expect(brokenPromises(practiceAfter(facts))).toEqual([]);
  expect(wrongFacts(facts)).toEqual([]);
}

test("who is entitled waits for a key, and then opens what was written before they came", () => {
  expect(shows(shared, "ben's")).toEqual([]);
  expect(awaiting(practiceAfter(shared), compartment(shared))).toEqual(["ben"]);
  const given = [...shared, delivered("chart", 1, "ben")];
  expect(shows(given, "ben's")).toEqual(["chart/first"]);
  expect(awaiting(practiceAfter(given), compartment(given))).toEqual([]);
  expectWell(given);
});

test("EX-01 who leaves keeps what they could open, and opens nothing that comes after", () => {
  const left: readonly Fact[] = [...shared, delivered("chart", 1, "ben"), { what: "left", member: "ben" }];
  expect(mustRotateFirst(compartment(left))).toBe(true);
  expect(mayWrite(practiceAfter(left), "laptop", "chart", 1)).toBe(false);
  const gone = [...left, rotated("chart", "ada"), wrote("second", "chart", 2)];
  expect(opens(gone, identityOf("ben", 1))).toEqual(["chart/first"]);
  expect(shows(gone, "ben's")).toEqual([]);
  expect(shows(gone, "laptop")).toEqual(["chart/first", "chart/second"]);
  expectWell(gone);
});

test("a right to write alone opens nothing, and losing it rotates too", () => {
  const writer: readonly Fact[] = [
    founded,
    created("chart"),
    rotated("chart", "ada"),
    joined("ben"),
    entitled("ben", "chart", "ada", "write"),
  ];
  expect(mayWrite(practiceAfter(writer), "ben's", "chart", 1)).toBe(true);
  expect(awaiting(practiceAfter(writer), compartment(writer))).toEqual([]);
  const lost: readonly Fact[] = [...writer, { what: "disentitled", member: "ben", compartments: ["chart"], by: "ada" }];
  expect(mustRotateFirst(compartment(lost))).toBe(true);
  expect(mayWrite(practiceAfter(lost), "ben's", "chart", 1)).toBe(false);
});

test("SD-01 a device that somebody else calls stolen suspends its member until they rekey", () => {
  const stolen: readonly Fact[] = [
    ...shared,
    delivered("chart", 1, "ben"),
    { what: "enrolled", device: "ben's phone", of: "ben" },
    { what: "revoked", device: "ben's phone", why: "stolen", by: "ada" },
    rotated("chart", "ada"),
    wrote("second", "chart", 2),
  ];
  expect(opens(stolen, identityOf("ben", 1))).toEqual(["chart/first"]);
  expect(awaiting(practiceAfter(stolen), compartment(stolen))).toEqual([]);
  expectWell(stolen);
  const rekeyed: readonly Fact[] = [
    ...stolen,
    { what: "rekeyed", member: "ben" },
    rotated("chart", "ada", "ben"),
    wrote("third", "chart", 3),
  ];
  expect(shows(rekeyed, "ben's")).toEqual(["chart/first", "chart/second", "chart/third"]);
  expect(opens(rekeyed, identityOf("ben", 1))).toEqual(["chart/first"]);
  expectWell(rekeyed);
});

test("a retired device makes nothing stale; one's own lost one does, and suspends nobody", () => {
  const phone: readonly Fact[] = [...shared, { what: "enrolled", device: "phone", of: "ada" }];
  const revoked = (why: "retired" | "lost"): readonly Fact[] => [
    ...phone,
    { what: "revoked", device: "phone", why, by: "ada" },
  ];
  expect(mustRotateFirst(compartment(revoked("retired")))).toBe(false);
  expect(mustRotateFirst(compartment(revoked("lost")))).toBe(true);
  expect(practiceAfter(revoked("lost")).members.get("ada")?.isSuspended).toBe(false);
  expect(shows(revoked("lost"), "phone")).toEqual([]);
});

test("recovery cards open what is recoverable, never psychotherapy notes, and nothing more once others took their place", () => {
  const cards: readonly Fact[] = [
    founded,
    { what: "cards made", set: "one" },
    created("chart"),
    created("notes", "psychotherapy"),
    rotated("chart", "ada", "one"),
    rotated("notes", "ada"),
    wrote("first", "chart", 1),
    wrote("apart", "notes", 1),
  ];
  expect(opens(cards, cardsOf("one"))).toEqual(["chart/first"]);
  expectWell(cards);
  const used: readonly Fact[] = [
    ...cards,
    { what: "cards used", member: "ada", device: "fresh", set: "two" },
    rotated("chart", "ada", "two"),
    wrote("second", "chart", 2, "fresh"),
  ];
  expect(opens(used, cardsOf("one"))).toEqual(["chart/first"]);
  expect(opens(used, identityOf("ada", 1))).toEqual(["chart/first", "notes/apart"]);
  expect(shows(used, "fresh")).toEqual(["chart/first", "chart/second"]);
  expect(shows(used, "laptop")).toEqual([]);
  expectWell(used);
});

test("EMG-6 EMG-8 copies given in an emergency open to giver and asker, and nothing after the asker's right has ended", () => {
  const given: Fact = { what: "given in emergency", compartment: "R/emergency", to: "eva", untilDay: 7, by: "ada" };
  const story = [
    founded,
    joined("eva"),
    joined("kim"),
    created("R/clinical"),
    rotated("R/clinical", "ada"),
    given,
    rotated("R/emergency", "ada", "eva"),
    wrote("copies", "R/emergency", 1),
  ];
  const ended: Fact = { what: "disentitled", member: "eva", compartments: ["R/emergency"], by: "ada" };
  expect(shows(story, "eva's")).toEqual(["R/emergency/copies"]);
  expect(shows(story, "kim's")).toEqual([]);
  expectWell(story);
  expect(shows([...story, ended], "eva's")).toEqual([]);
  expect(wrongFacts([...story, ended, wrote("more", "R/emergency", 1)])).toHaveLength(1);
  const toKim = [...story.slice(0, 6), rotated("R/emergency", "ada", "eva", "kim")];
  expect(wrongFacts(toKim)).toHaveLength(1);
  expect(brokenPromises(practiceAfter(toKim))).not.toEqual([]);
});

test("whose right ends on a day waits for a key until then, and may be left out of a rotation", () => {
  const until: readonly Fact[] = [
    ...shared.slice(0, -1),
    { what: "entitled", member: "ben", right: "read", untilDay: 100, compartments: ["chart"], by: "ada" },
    rotated("chart", "ada"),
  ];
  expect(awaiting(practiceAfter(until), compartment(until), 100)).toEqual(["ben"]);
  expect(awaiting(practiceAfter(until), compartment(until), 101)).toEqual([]);
  expectWell(until);
});

test.each<[string, readonly Fact[], string]>([
  [
    "a note under the key that the leaver has",
    [...shared, delivered("chart", 1, "ben"), { what: "left", member: "ben" }, wrote("second", "chart", 1)],
    "ben#1 opens second of chart",
  ],
  [
    "a rotation sealed to the leaver as well",
    [...shared, { what: "left", member: "ben" }, rotated("chart", "ada", "ben"), wrote("second", "chart", 2)],
    "ben#1 opens second of chart",
  ],
  [
    "a key for somebody who has no right",
    [...shared, joined("eve"), delivered("chart", 1, "eve")],
    "eve#1 was given a key to chart",
  ],
  [
    "a delivery to a suspended member",
    [
      ...shared,
      { what: "revoked", device: "ben's", why: "lost", by: "ada" },
      rotated("chart", "ada", "ben"),
      wrote("second", "chart", 2),
    ],
    "ben#1 opens second of chart",
  ],
  [
    "psychotherapy notes sealed to the cards",
    [founded, { what: "cards made", set: "one" }, created("notes", "psychotherapy"), rotated("notes", "ada", "one")],
    "cards one was given a key to notes",
  ],
  [
    "a note under the key that the spent cards open",
    [
      founded,
      { what: "cards made", set: "one" },
      created("chart"),
      rotated("chart", "ada", "one"),
      { what: "cards used", member: "ada", device: "fresh", set: "two" },
      wrote("second", "chart", 1, "fresh"),
    ],
    "cards one opens second of chart",
  ],
])("planted: %s is found", (_, facts, found) => {
  expect(brokenPromises(practiceAfter(facts)).join("; ")).toContain(found);
});

test.each<[string, readonly Fact[], string]>([
  [
    "a note of a device that is revoked",
    [...shared, { what: "left", member: "ben" }, wrote("x", "chart", 1, "ben's")],
    "ben's may not write",
  ],
  ["a note under an older epoch", [...shared, rotated("chart", "ada", "ben"), wrote("x", "chart", 1)], "may not write"],
  ["a rotation that leaves a reader out", [...shared, rotated("chart", "ada")], "leaves out ben"],
  ["a key sealed to a stranger", [...shared, joined("eve"), rotated("chart", "ada", "ben", "eve")], "sealed to eve"],
  [
    "psychotherapy notes opened to somebody by another than their author",
    [...shared, created("notes", "psychotherapy", "ben"), entitled("ada", "notes", "ada")],
    "ada is not the author of notes",
  ],
])("planted: %s is a fact that should not stand", (_, facts, found) => {
  expect(wrongFacts(facts).join("; ")).toContain(found);
});

test("what was destroyed is nobody's any more: no device shows it, a copy of before still opens, and no key comes after", () => {
  const both = [...shared, rotated("chart", "ada", "ben"), wrote("second", "chart", 2)];
  const gone: readonly Fact[] = [...both, { what: "destroyed", compartment: "chart", by: "ada" }];
  expectWell(gone);
  expect([shows(both, "ben's"), shows(gone, "ben's"), shows(gone, "laptop")]).toEqual([
    ["chart/first", "chart/second"],
    [],
    [],
  ]);
  expect(opens(gone, identityOf("ben", 1))).toEqual(["chart/first", "chart/second"]);
  expect(compartment(gone)).toMatchObject({ isDestroyed: true, rights: new Map() });
  expect(awaiting(practiceAfter(gone), compartment(gone))).toEqual([]);
  expect(wrongFacts([...gone, rotated("chart", "ada")])).toEqual(["9: there is a key for chart, which was destroyed"]);
  expect(wrongFacts([...gone, wrote("third", "chart", 2)])).toHaveLength(1);
  const reader: readonly Fact[] = [...shared, entitled("ben", "chart", "ada", "read")];
  for (const [by, facts] of [
    ["ben", reader],
    ["cleo", shared],
  ] as const)
    expect(wrongFacts([...facts, { what: "destroyed", compartment: "chart", by }])).toEqual([
      `${facts.length}: ${by} destroys chart, which is not theirs to destroy`,
    ]);
});
