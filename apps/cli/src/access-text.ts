/** What devices say they have shown of a chart, in plain words, for terminals. */

import type { Sitting } from "@alcove/vault";
import { counted } from "./counted.ts";
import { nameOr } from "./member-text.ts";

/** "2026-11-29 10:04  Ruth Adler, laptop: looked at the list, opened 3 notes". */
export function sittingLine({ member, name, device, from, acts }: Sitting): string {
  const when = new Date(from).toISOString().slice(0, 16).replace("T", " ");
  return `${when}  ${nameOr(name, member)}, ${nameOr(device, "a device")}: ${acts.map(actWords).join(", ")}`;
}

function actWords({ act, kind, all, notes }: Sitting["acts"][number]): string {
  const note = kind === "psychotherapy" ? "psychotherapy note" : "note";
  const which = all ? `all ${note}s` : counted(notes.length, note);
  switch (act) {
    case "listed":
      return "looked at the list";
    case "viewed":
      return `opened ${which}`;
    case "searched":
      return `was shown words of ${note}s by a search`;
    case "exported":
      return `wrote ${which} to files`;
    case "printed":
      return `printed ${which}`;
    case "numbers":
      return "saw people and numbers";
    case "numbers-printed":
      return "printed people and numbers";
    case "given":
      return `gave ${which} to somebody who asked in an emergency`;
  }
}
