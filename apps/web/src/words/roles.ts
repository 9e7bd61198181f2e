/** Roles in words, and what each is for. A role opens nothing by itself. */

import type { Role } from "@alcove/vault";

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: "Owner",
  "security-officer": "Security officer",
  "privacy-officer": "Privacy officer",
  clinician: "Clinician",
  supervisor: "Supervisor",
  biller: "Biller",
  "front-desk": "Front desk",
  auditor: "Auditor",
};

const OFFICERS: readonly Role[] = ["owner", "security-officer", "privacy-officer"];

/** The roles that this member gives: officers are made by owners. */
export const rolesGivenBy = (giver: Role): typeof ROLES =>
  giver === "owner" ? ROLES : ROLES.filter(([role]) => !OFFICERS.includes(role));

/** In the order of how often a practice asks for them. */
export const ROLES: readonly (readonly [Role, string])[] = [
  ["clinician", "Sees clients, makes charts, keeps notes of their own."],
  ["supervisor", "Reads with those in training, where they are let in."],
  ["front-desk", "Schedule and contacts. No notes."],
  ["biller", "Fees and claims. No notes."],
  ["owner", "Brings people in and lets them go; decides who opens what."],
  ["security-officer", "Looks after devices and keys."],
  ["privacy-officer", "Looks after clients’ rights and who has looked at what."],
  ["auditor", "Sees evidence, never a record."],
];
