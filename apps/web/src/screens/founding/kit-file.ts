/**
 * The Emergency Kit as a text file: a sheet that a person can read, with the code last and by itself, as the command
 * line writes it too; either reads the other's file.
 */

import { lastIndexInAnyCase } from "@alcove/bytes";
import type { EmergencyKit } from "@alcove/vault";
import { dayOf } from "../../words/dates.ts";

const PREFIX = "ALCOVE-KIT-1";
const GROUPS_A_LINE = 10;

export function kitSheetText(kit: EmergencyKit): string {
  const groups = kit.text.split(" ").filter((group) => group !== PREFIX);
  const lines: string[] = [];
  for (let at = 0; at < groups.length; at += GROUPS_A_LINE) lines.push(groups.slice(at, at + GROUPS_A_LINE).join(" "));
  return `Alcove Emergency Kit

Practice     ${kit.practiceName}
Account      ${kit.memberEmail}
Server       ${kit.origin}
Made         ${dayOf(kit.madeAt)} on ${kit.deviceName}

Secret Key   ${kit.secretKey}

A new device asks for this sheet, your passphrase and your second factor. The sheet or the passphrase alone opens nothing.
Keep it where you keep what must not be lost, not beside the passphrase.

The whole kit, for a new device:

${PREFIX}
${lines.join("\n")}
`;
}

/** Seven groups of four: the Secret Key, which stands on the sheet too and opens nothing by itself. */
export function isSecretKeyAlone(text: string): boolean {
  return /^[A-Z2-7]{28}$/.test(text.replaceAll(/[\s-]/g, "").toUpperCase());
}

export const SECRET_KEY_ALONE =
  "This is the Secret Key, a part of the kit. The whole kit is asked for: the long text on the same sheet that begins with ALCOVE-KIT.";

/** The kit's code in a sheet: from its first word to the next empty line; the whole text where there is no such word. */
export function findKitText(text: string): string {
  const start = lastIndexInAnyCase(text, PREFIX);
  if (start < 0) return text.trim();
  const [code] = text.slice(start).split(/\r?\n[^\S\n]*\r?\n/);
  return (code ?? "").trim();
}
