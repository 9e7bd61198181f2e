/**
 * A calendar file (RFC 5545) that says when somebody is busy and nothing else: no names, no titles, no rooms. Each occurrence
 * stands by itself and in UTC, so that no reader needs to know zones or rules.
 */

import { stampOf } from "./rule.ts";

export type IcsEvent = {
  /** Stays the same when the event moves; says nothing. */
  readonly uid: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  /** Rises with each change of it. */
  readonly sequence: number;
  readonly summary: string;
};

/** `now`: when the file is made. */
export function writeIcs(events: readonly IcsEvent[], now: number): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Alcove//Calendar//EN",
    "CALSCALE:GREGORIAN",
    ...events.flatMap(({ uid, from, until, sequence, summary }) => [
      "BEGIN:VEVENT",
      `UID:${escaped(uid)}`,
      `DTSTAMP:${stampOf(now)}`,
      `DTSTART:${stampOf(from)}`,
      `DTEND:${stampOf(until)}`,
      `SEQUENCE:${sequence}`,
      `SUMMARY:${escaped(summary)}`,
      "CLASS:PRIVATE",
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return lines
    .flatMap(folded)
    .map((line) => `${line}\r\n`)
    .join("");
}

/** TEXT values, 3.3.11. */
const escaped = (text: string): string =>
  text.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll(/\r\n|\r|\n/g, "\\n");

const lineOctets = 75;

/** Lines of at most 75 octets, a further one after a blank; no character is torn apart. 3.1. */
function folded(line: string): string[] {
  const lines: string[] = [];
  let current = "";
  let octets = 0;
  for (const character of line) {
    const length = new TextEncoder().encode(character).length;
    if (octets + length > lineOctets) {
      lines.push(current);
      current = " ";
      octets = 1;
    }
    current += character;
    octets += length;
  }
  return [...lines, current];
}
