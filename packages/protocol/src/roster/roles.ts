/**
 * What a member is in the practice, and which kinds of compartments a role may have (docs/spec, ROS-8, ROS-15). A role
 * entitles to nothing: each right is a statement that names the member.
 */

import type { BegunKind, CompartmentKind, rights } from "./statement.ts";

export type Right = (typeof rights)[number];

export const roles = [
  "owner",
  "security-officer",
  "privacy-officer",
  "clinician",
  "supervisor",
  "biller",
  "front-desk",
  "auditor",
] as const;
export type Role = (typeof roles)[number];

/** Owners and officers: who becomes or stops being one is an owner's act, and a second owner's where there is one. */
export function isOfficer(role: Role): boolean {
  return role === "owner" || role === "security-officer" || role === "privacy-officer";
}

/** Below officer, members come and go by these. */
export function managesMembers(role: Role): boolean {
  return role === "owner" || role === "security-officer";
}

/** Kinds that belong to one chart; the others name none. */
export function isOfChart(kind: CompartmentKind): boolean {
  return !(kind === "directory" || kind === "schedule" || kind === "programme" || kind === "will");
}

/** Kinds of which the practice's recovery set is one more reader. Psychotherapy notes are their author's alone. */
export function isRecoverable(kind: CompartmentKind): boolean {
  return kind !== "psychotherapy";
}

const treating: readonly Role[] = ["owner", "clinician", "supervisor"];
const creators: Readonly<Record<BegunKind, readonly Role[]>> = {
  directory: roles.filter((role) => role !== "auditor"),
  schedule: [...treating, "front-desk"],
  clinical: treating,
  psychotherapy: treating,
  administrative: [...treating, "biller", "front-desk"],
  "access-log": [...treating, "privacy-officer"],
  portal: treating,
  programme: ["owner", "security-officer", "privacy-officer"],
  crisis: treating,
  will: treating,
};

/** Owners, clinicians and supervisors see clients. */
export const treats = (role: Role): boolean => treating.includes(role);

export function mayCreate(role: Role, kind: CompartmentKind): boolean {
  return kind !== "emergency" && creators[kind].includes(role);
}

/** An auditor sees evidence, never records. Openings are let through where there can be a guard. */
export function mayBeEntitled(role: Role, kind: CompartmentKind, right: Right = "read"): boolean {
  return (role !== "auditor" || kind === "programme") && (right !== "release" || mayBeGuarded(kind));
}

/** Kinds that hold what was said in confidence, and can be guarded. */
export function mayBeGuarded(kind: CompartmentKind): boolean {
  return kind === "clinical" || kind === "psychotherapy";
}
