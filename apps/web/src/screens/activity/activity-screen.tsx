/** What was done to people, keys and rights: every statement of the practice, newest first, or those about one chart or member. */

import type { Activity } from "@alcove/vault";
import { Link, useSearch } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { sayDay, sayDayBriefly } from "../../words/dates.ts";

/** As many as the vault gives at once: fewer are the last. */
const PAGE = 50;

export function ActivityScreen(): ReactElement {
  const about = useSearch({ from: "/activity" });
  return <About key={`${about.chart} ${about.member}`} {...about} />;
}

type AboutProps = { readonly chart?: string; readonly member?: string };

function About({ chart, member }: AboutProps): ReactElement {
  const vault = useVault();
  const about = { ...(chart === undefined ? {} : { chart }), ...(member === undefined ? {} : { member }) };
  const { value: newest } = useAnswer(`activity ${chart} ${member}`, (from) => from.activity(about));
  const { value: charts } = useAnswer("charts", (from) => from.charts());
  const { value: members } = useAnswer("members", (from) => from.members());
  const [older, setOlder] = useState<readonly Activity[]>([]);
  const [ended, setEnded] = useState(false);
  const all = newest ? [...newest, ...older.filter(({ index }) => index < (newest.at(-1)?.index ?? 0))] : [];
  const last = all.at(-1);
  const isMore = !ended && (newest?.length ?? 0) === PAGE;
  const me = members?.find(({ isYou }) => isYou)?.id;
  const chartName = charts?.find(({ id }) => id === chart)?.name;
  const memberName = members?.find(({ id }) => id === member)?.name;

  const showOlder = async () => {
    if (!last) return;
    const more = await vault.activity({ ...about, before: last.index });
    setOlder([...older, ...more]);
    setEnded(more.length < PAGE);
  };

  return (
    <Page title="Activity">
      <div className="top">
        <div>
          <p className="crumb">
            {chart === undefined ? (
              <Link to="/people">People</Link>
            ) : (
              <Link to="/charts/$chartId" params={{ chartId: chart }}>
                {chartName ?? "The chart"}
              </Link>
            )}
          </p>
          <h1>Activity</h1>
          <p className="lede">
            {chart !== undefined
              ? "Who opened this chart to whom, and closed it."
              : member !== undefined
                ? `What ${memberName || "this member"} did to people, keys and rights, and what was done to theirs.`
                : "What was done to people, keys and rights. Each line was signed by a person and a device; none can be taken back. Devices sign the day and no hour, so none stands here."}
          </p>
        </div>
      </div>
      {newest?.length === 0 && <p className="quiet">Nothing yet.</p>}
      {byDay(all).map(([day, lines]) => (
        <Day key={lines[0]?.index} day={day} lines={lines} me={me} />
      ))}
      {isMore && (
        <p className="acts">
          <button className="b" type="button" onClick={() => void showOlder()}>
            Show older ones
          </button>
        </p>
      )}
    </Page>
  );
}

type DayProps = {
  readonly day: string | undefined;
  readonly lines: readonly Activity[];
  readonly me: string | undefined;
};

function Day({ day, lines, me }: DayProps): ReactElement {
  const id = `day-${lines[0]?.index}`;
  const now = Date.now();
  return (
    <section aria-labelledby={id}>
      <div className="head">
        <h2 id={id}>{day === undefined ? "The founding" : sayDay(day, now)}</h2>
      </div>
      <ul className="rows ends">
        {lines.map((line) => (
          <li key={line.index}>
            <div>
              {line.acts.map((act) => (
                <p key={act.says}>
                  <b>{line.by === me ? "You" : line.byName || "Somebody"}</b> {act.says}
                  {"until" in act && act.until !== undefined && `, until ${sayDayBriefly(act.until, now)}`}
                </p>
              ))}
            </div>
            <span className="end small quiet">
              {line.device.name || "A device"}
              {line.alsoBy && `, signed by ${line.alsoBy.name || "another owner"} too`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Newest first, as they come: what has no day belongs to the beginning. */
function byDay(lines: readonly Activity[]): [day: string | undefined, lines: Activity[]][] {
  const days: [string | undefined, Activity[]][] = [];
  for (const line of lines) {
    const last = days.at(-1);
    if (last && last[0] === line.day) last[1].push(line);
    else days.push([line.day, [line]]);
  }
  return days;
}
