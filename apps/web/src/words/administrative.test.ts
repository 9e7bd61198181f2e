import type { Reach } from "@alcove/vault";
import { expect, test } from "vitest";
import { byNumber, sayLeaveThere, sayWays } from "./administrative.ts";

const phone: Reach = { by: "phone", at: "555 0142", label: "own", leave: "name-and-number-only" };
const text: Reach = { ...phone, by: "text", at: "(555) 0142" };

test("a number at which somebody is called and written to stands once", () => {
  const mail: Reach = { ...phone, by: "email", at: "priya@example.org", label: "" };
  const groups = byNumber([phone, mail, text]);
  expect(groups).toEqual([[phone, text], [mail]]);
  const [ways, other] = groups;
  expect(ways && [sayWays(ways), sayLeaveThere(ways)]).toEqual([
    "Telephone and text message, own",
    "Leave or write your name and number only.",
  ]);
  expect(other && [sayWays(other), sayLeaveThere(other)]).toEqual(["E-mail", "Write your name and number only."]);
});

test("where something else may be left, or it is another number, each stands for itself", () => {
  expect(byNumber([phone, { ...text, leave: "anything" }])).toHaveLength(2);
  expect(byNumber([phone, { ...text, at: "555 0143" }])).toHaveLength(2);
  expect(byNumber([phone, { ...phone, label: "work" }]), "called twice").toHaveLength(2);
  const post: Reach = { ...phone, by: "post", at: "555 0142" };
  expect(byNumber([phone, post])).toHaveLength(2);
});

test("where nothing may be left nothing is sent either", () => {
  const [ways] = byNumber([phone, text].map((one) => ({ ...one, leave: "nothing" as const })));
  expect(ways && sayLeaveThere(ways)).toBe("Leave and send nothing there.");
});
