/** Members and what is open to them, in plain words, for terminals. */

import type { AccessView, MemberView } from "@alcove/vault";
import { counted } from "./counted.ts";
import { presenceMarks } from "./presence-text.ts";
import { roleName } from "./role.ts";
import { sharedNames } from "./note-input.ts";

/** Somebody else wrote it: it must not pass for a line of the list. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** A name, or what stands for it until it has arrived. */
export const nameOr = (name: string, id: string): string => oneLine(name) || id;

/** "Ada, Ben or Carl". */
export function inList(names: readonly string[], last: "and" | "or"): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${last} ${names.at(-1)}`;
}

/** One line for a list. */
export function memberLine(member: MemberView): string {
  const { id, name, email, role, isYou, isSuspended, devices } = member;
  const marks = [
    ...(isYou ? ["you"] : []),
    counted(devices, "device"),
    ...(isSuspended ? ["suspended: a device is lost, no keys until they replace theirs"] : []),
    ...presenceMarks(member),
  ];
  const who = [oneLine(name) || "(no name yet)", ...(email === "" ? [] : [oneLine(email)])].join(", ");
  return `${id}  ${who}  ${roleName(role)}  (${marks.join("; ")})`;
}

/** One line of who can open a chart. */
export function accessLine(view: AccessView, authorName: string): string {
  const { member, name, kind, reads, writes, releases, isAuthor, waitsForKey, until } = view;
  const right = releases ? "lets others into" : reads && writes ? "reads and writes" : reads ? "reads" : "writes";
  const marks = [
    ...(isAuthor && kind === "psychotherapy" ? ["author"] : []),
    ...(until === undefined ? [] : [`until ${until}`]),
    ...(waitsForKey ? ["awaits delivery of the key"] : []),
  ];
  const what = kind === "psychotherapy" ? `psychotherapy notes of ${authorName}` : sharedNames[kind];
  return `${member}  ${nameOr(name, "(no name yet)")}  ${right} ${what}${marks.length > 0 ? `  (${marks.join(", ")})` : ""}`;
}
