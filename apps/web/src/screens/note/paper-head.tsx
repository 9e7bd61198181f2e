/** On paper alone: whose note it is, with whole names also where the screen shows initials, of which day, and from which practice. */

import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { clientsAmong } from "../../words/administrative.ts";
import { sayShortDate } from "../../words/dates.ts";
import "./paper-head.css";

export type PaperHeadProps = { readonly chart: string; readonly chartName: string; readonly date: string | undefined };

export function PaperHead({ chart, chartName, date }: PaperHeadProps): ReactElement {
  const { value: administrative } = useAnswer(`administrative ${chart}`, (vault) => vault.administrative(chart));
  const { value: status } = useAnswer("status", (vault) => vault.status());
  const born = clientsAmong(administrative?.people ?? []).flatMap(({ name, bornOn }) =>
    bornOn ? [`${name}, born ${sayShortDate(bornOn)}`] : [],
  );
  return (
    <div className="paper-head" aria-hidden="true">
      {status?.phase === "open" && <p>{status.practiceName}</p>}
      <p dir="auto">
        <b>{chartName}</b>
        {date && `, ${sayShortDate(date)}`}
      </p>
      {born.map((line) => (
        <p key={line} dir="auto">
          {line}
        </p>
      ))}
    </div>
  );
}
