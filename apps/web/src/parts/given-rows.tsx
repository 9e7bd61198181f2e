/** What was given out of a chart, row by row. */

import type { DisclosureView } from "@alcove/vault";
import type { ReactElement } from "react";
import { sentence } from "../words/counts.ts";
import { sayDayBriefly } from "../words/dates.ts";

type GivenRowsProps = {
  readonly given: readonly DisclosureView[];
  /** What is said of one that the client is owed an account of. */
  readonly owes: string;
};

export function GivenRows({ given, owes }: GivenRowsProps): ReactElement {
  const now = Date.now();
  return (
    <ul className="rows">
      {given.map(({ id, on, to, address, what, mistaken, owed }) => (
        <li key={id}>
          <div dir="auto">
            <span className="plain-name">{to}</span>
            <p>
              {sentence(sayDayBriefly(on, now))}
              {address && `, ${address}`}: {what}
            </p>
            <p className="quiet">
              {mistaken ? "Written down by mistake." : owed ? owes : "Not counted in an accounting."}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
