/** Roles on the command line: written with hyphens, read with hyphens or spaces, said as the glossary has them. */

import { ok, type Result } from "@alcove/bytes";
import type { Role } from "@alcove/vault";
import { misused, type Refusal } from "./refusal.ts";

const names: { readonly [R in Role]: string } = {
  owner: "owner",
  "security-officer": "security officer",
  "privacy-officer": "privacy officer",
  clinician: "clinician",
  supervisor: "supervisor",
  biller: "biller",
  "front-desk": "front desk",
  auditor: "auditor",
};

/** For help: every role as it is given. */
export const rolesHelp = Object.keys(names).join(", ");

export function readRole(text: string): Result<Role, Refusal> {
  const role = text.trim().toLowerCase().replaceAll(" ", "-");
  if (Object.hasOwn(names, role)) return ok(role as Role);
  return misused(`"${text}" is no role. There are: ${rolesHelp}.`);
}

export function roleName(role: Role): string {
  return names[role];
}
