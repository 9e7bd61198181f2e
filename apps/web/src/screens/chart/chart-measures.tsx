/** Measures on a chart's page: the one that was filled in last, drawn, and the last score of each other one; or the way to a first one. */

import type { ChartView, MeasureCourse, MeasuresOfChart } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { sayDayBriefly } from "../../words/dates.ts";
import { bandOf, Course } from "../measures/course.tsx";
import { useNameIn, useOneOf, WhoseChoice } from "../measures/whose.tsx";

const useMeasures = (chart: string) => useAnswer(`measures ${chart}`, (vault) => vault.measures(chart));

export function ChartMeasures({ chart }: { readonly chart: ChartView }): ReactElement | null {
  const { value } = useMeasures(chart.id);
  return value && value.courses.length > 0 ? <Drawn chart={chart} value={value} /> : null;
}

/** In a chart with several clients: of one of them at a time. */
function Drawn({ chart, value }: { readonly chart: ChartView; readonly value: MeasuresOfChart }): ReactElement {
  const one = useOneOf(value);
  const nameOf = useNameIn(value.whose);
  const [course, ...others] = one.courses;
  const now = Date.now();
  const params = { chartId: chart.id };
  const search = one.chosen === undefined ? {} : { of: one.chosen };
  if (!course)
    return (
      <section aria-labelledby="h-measures">
        <h2 id="h-measures">Measures</h2>
        <WhoseChoice whose={value.whose} one={one} />
        <p className="small quiet">
          Nothing to draw of this one yet.{" "}
          <Link to="/charts/$chartId/measures" params={params} search={search}>
            All measures
          </Link>
        </p>
      </section>
    );
  const drawn = (
    <Course
      course={course}
      now={now}
      whose={one.chosen === undefined ? undefined : nameOf(one.chosen)}
      more={
        <Link to="/charts/$chartId/measures" params={params} search={search}>
          {value.courses.length > 1 || chart.writes ? "All measures" : "See them"}
        </Link>
      }
    >
      {others.length > 0 && (
        <ul className="other-measures small" aria-label="Last scores of other measures">
          {others.map((other) => (
            <li key={`${other.measure} ${other.version} ${other.scale}`}>{sayLast(other, now)}</li>
          ))}
        </ul>
      )}
    </Course>
  );
  return one.chosen === undefined ? (
    drawn
  ) : (
    <div>
      <WhoseChoice whose={value.whose} one={one} />
      {drawn}
    </div>
  );
}

/** "PHQ-9: 13, moderate, on 3 March". */
function sayLast(course: MeasureCourse, now: number): string {
  const last = course.points.at(-1);
  if (!last) return course.name;
  const day = sayDayBriefly(last.date, now);
  const band = bandOf(course, last.score);
  return `${course.name}: ${last.score}, ${band ? `${band}, ` : ""}${/^\d/.test(day) ? `on ${day}` : day}`;
}

/** At the side, while there is something and nothing to draw. */
export function UndrawnMeasures({ chart }: { readonly chart: ChartView }): ReactElement | null {
  const { value } = useMeasures(chart.id);
  if (!value || value.courses.length > 0 || value.entries.length === 0) return null;
  return (
    <section aria-labelledby="h-measures">
      <h2 id="h-measures">Measures</h2>
      <p className="small quiet">
        None of them has a course yet.{" "}
        <Link to="/charts/$chartId/measures" params={{ chartId: chart.id }}>
          See what is there
        </Link>
      </p>
    </section>
  );
}
