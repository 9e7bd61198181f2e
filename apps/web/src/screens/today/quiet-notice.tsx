/** Colleagues of whom nothing was seen for long: one notice for all, since it has one cause or is none. */

import type { QuietColleague } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { AlarmNotice } from "../../parts/alarm.tsx";
import { count } from "../../words/counts.ts";
import { sayLastSeen } from "../../words/dates.ts";

export function QuietNotice({ quiet }: { readonly quiet: readonly QuietColleague[] }): ReactElement {
  const now = Date.now();
  const [first] = quiet;
  const name = (first?.name || "A colleague").trim();
  const days = count(first?.days ?? 0, "working day");
  return (
    <div className="notice">
      <AlarmNotice
        lesser
        title={quiet.length === 1 ? `${name} has not been here for ${days}` : "Colleagues have not been here for long"}
        lede={`${quiet
          .map((one) => `${one.name || "A colleague"} was last here ${sayLastSeen(one.lastSeen, now)}.`)
          .join(
            " ",
          )} Most likely they don’t work. If they do, the server keeps something from one of you, so ask: has the app been open since?`}
        answers={{
          notesSafe: ["Yes.", "What is on this device stays, and nobody else can read it."],
          goOnWriting: ["Yes.", "Nothing stops you."],
          todaysClients: ["See them.", "Only what colleagues wrote since may be missing here."],
          whomToCall: [
            quiet.length === 1 ? `${name}.` : "These colleagues.",
            "If they did work: whoever runs your server, before you trust what is new here.",
          ],
        }}
      >
        {first && quiet.length === 1 ? (
          <Link className="b" to="/people/$memberId" params={{ memberId: first.member }}>
            Say that {name} is away
          </Link>
        ) : (
          <Link className="b" to="/people">
            Go to People
          </Link>
        )}
      </AlarmNotice>
    </div>
  );
}
