/** Notes that their author has not signed, from the day on that they signed one; in one line until somebody asks which. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { ClientName } from "../../parts/client-name.tsx";
import { count, sentence } from "../../words/counts.ts";
import { sayDayBriefly } from "../../words/dates.ts";

const SHOWN = 30;

export function UnsignedRows({ now }: { readonly now: number }): ReactElement | null {
  const { value: notes } = useAnswer("unsigned", (vault) => vault.unsignedNotes());
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const nameOf = (chart: string) => charts?.find(({ id }) => id === chart)?.name ?? "";
  if (!notes || notes.length === 0) return null;
  return (
    <details className="unsigned">
      <summary>
        {sentence(count(notes.length, "note"))} {notes.length === 1 ? "is" : "are"} not signed.
      </summary>
      <ul className="rows ends">
        {notes.slice(0, SHOWN).map((note) => (
          <li key={note.id}>
            <div>
              <Link className="t" dir="auto" to="/notes/$noteId" params={{ noteId: note.id }}>
                <ClientName of={nameOf(note.chart)} />, {sayDayBriefly(note.date, now)}
              </Link>
              <p dir="auto">{note.title || note.excerpt}</p>
            </div>
          </li>
        ))}
      </ul>
      {notes.length > SHOWN && <p className="small quiet num">{notes.length - SHOWN} older ones</p>}
    </details>
  );
}
