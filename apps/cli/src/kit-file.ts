/** The Emergency Kit as a file: a sheet that a person can read and print, and that enrols a device as it stands. */

import type { Result } from "@alcove/bytes";
import type { EmergencyKit } from "@alcove/vault";
import { readSmallText, writeNewFile } from "./files.ts";
import type { Refusal } from "./refusal.ts";

const prefix = "ALCOVE-KIT-1";
const groupsPerLine = 10;
const maxFileBytes = 64 * 1024;

/** The code stands last and by itself, so that nothing around it is taken for a part of it. */
export function kitSheet(kit: EmergencyKit): string {
  const groups = kit.text.split(" ").filter((group) => group !== prefix);
  const lines: string[] = [];
  for (let at = 0; at < groups.length; at += groupsPerLine) lines.push(groups.slice(at, at + groupsPerLine).join(" "));
  return `Alcove Emergency Kit

Practice     ${kit.practiceName}
Member       ${kit.memberName}${kit.memberEmail ? `, ${kit.memberEmail}` : ""}
Server       ${kit.origin}
Made         ${new Date(kit.madeAt).toISOString().slice(0, 10)} on ${kit.deviceName}

Secret Key   ${kit.secretKey}

A new device asks for this sheet, your passphrase and your second factor. The sheet or the passphrase alone opens nothing.
Keep it where you keep what must not be lost, not beside the passphrase, and print it: paper outlives disks.

The whole kit, for a new device:

${prefix}
${lines.join("\n")}
`;
}

/** Written for its owner's eyes only. Failures: `file-exists`, `file-unwritable`. */
export function writeKit(path: string, kit: EmergencyKit): Result<undefined, Refusal> {
  return writeNewFile(path, kitSheet(kit));
}

/** The sheet, or a file that holds nothing but the code. Failures: those of `readSmallText`. */
export function readKit(path: string): Result<string, Refusal> {
  return readSmallText(path, maxFileBytes);
}
