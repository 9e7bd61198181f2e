/** Of a note that was brought in: out of which file, and when. */

import type { NoteView } from "@alcove/vault";
import type { ReactElement } from "react";
import { readPreferences } from "../../app/preferences.ts";
import { dayOf, sayDay } from "../../words/dates.ts";

export function CameFrom({ of }: { readonly of: NoteView["cameFrom"] }): ReactElement | undefined {
  if (!of) return undefined;
  const day = sayDay(dayOf(of.at), Date.now());
  // Paths name people.
  if (readPreferences().initials) return <span>Brought in on {day}, out of a file</span>;
  return (
    <span className="came-from">
      Brought in on {day}, out of <bdi>{of.path}</bdi>
    </span>
  );
}
