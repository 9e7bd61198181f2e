/** One scale over time: a line over its bands, what it says in words, and the same as a table. */

import type { MeasureCourse } from "@alcove/vault";
import type { ReactElement, ReactNode } from "react";
import { sayNumber } from "../../words/counts.ts";
import { sayNarrowDate } from "../../words/dates.ts";
import { NEEDS_REVIEW, sayChange } from "../../words/measures.ts";
import "./measures.css";

export type CourseProps = {
  readonly course: MeasureCourse;
  readonly now: number;
  /** Whose it is, in a chart with several clients. */
  readonly whose?: string | undefined;
  /** At the end of the heading's line. */
  readonly more?: ReactNode;
  /** Below all that is said of it. */
  readonly children?: ReactNode;
};

export function Course({ course, now, whose, more, children }: CourseProps): ReactElement {
  const { name, points, change } = course;
  const changed = sayChange(course, now);
  const id = `h-course-${course.measure}-${course.scale}`;
  const times = points.length === 1 ? "once" : points.length === 2 ? "twice" : `${sayNumber(points.length)} times`;
  return (
    <section aria-labelledby={id} className="course">
      <div className="head">
        <h2 id={id}>
          {whose !== undefined && (
            <>
              <bdi>{whose}</bdi>:{" "}
            </>
          )}
          {name}, {times}
        </h2>
        {more}
      </div>
      <Plot course={course} now={now} isOnes={whose === undefined || course.person !== undefined} />
      {changed && (
        <p>
          <b className={change?.verdict === "worse" ? "due" : ""}>{changed.verdict}</b> {changed.why}
        </p>
      )}
      <p className="small quiet">
        {points.some(({ risk }) => risk) && "Ringed: a question on safety was answered above 0, or left blank. "}
        {NEEDS_REVIEW}
      </p>
      <details className="small">
        <summary>As a table{change && ", and where that comes from"}</summary>
        {change && <p className="quiet">{change.basis}</p>}
        <table>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Score</th>
              <th scope="col">Band</th>
              <th scope="col">Remarks</th>
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map(({ entry, date, score, filled, risk }) => (
              <tr key={entry}>
                <th scope="row">{sayNarrowDate(date, now)}</th>
                <td className="num">{score}</td>
                <td>{bandOf(course, score)}</td>
                <td>
                  {[...(filled ? ["gaps filled by its rule"] : []), ...(risk ? ["question on safety"] : [])].join(", ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      {children}
    </section>
  );
}

export const bandOf = ({ bands }: MeasureCourse, score: number): string =>
  bands.findLast(({ from }) => score >= from)?.label ?? "";

const dayMs = 86_400_000;
const dayNumber = (date: string): number => Date.parse(`${date}T12:00:00Z`) / dayMs;

type PlotProps = Pick<CourseProps, "course" | "now"> & {
  /** One person's: no line leads from one to another. */
  readonly isOnes: boolean;
};

/** For eyes; the table says the same. Drawn in percent, so that its words keep their size in every width. */
function Plot({ course, now, isOnes }: PlotProps): ReactElement {
  const { points, bands, lowest, highest } = course;
  const [first, last] = [points[0], points.at(-1)];
  const from = dayNumber(first?.date ?? "");
  const span = dayNumber(last?.date ?? "") - from;
  const across = (date: string, i: number) =>
    // Several on one day stand side by side.
    span > 0 ? ((dayNumber(date) - from) / span) * 100 : points.length > 1 ? (i / (points.length - 1)) * 100 : 50;
  const up = (score: number) => ((score - lowest) / (highest - lowest)) * 100;
  const at = points.map((point, i) => ({ ...point, x: across(point.date, i), y: up(point.score) }));
  return (
    <div className="plot" aria-hidden="true">
      <div className="field-of">
        {bands.slice(1).map(({ from: edge }) => (
          <i key={edge} className="edge" style={{ bottom: `${up(edge)}%` }} />
        ))}
        {isOnes && (
          <svg viewBox="0 0 100 100" preserveAspectRatio="none">
            <polyline points={at.map(({ x, y }) => `${x},${100 - y}`).join(" ")} />
          </svg>
        )}
        {at.map(({ entry, x, y, score, risk }, i) => (
          <span
            key={entry}
            className={`dot${isOnes && i === at.length - 1 ? " newest" : ""}${risk ? " risk" : ""}`}
            style={{ left: `${x}%`, bottom: `${y}%` }}
          >
            {(!isOnes || i === 0 || i === at.length - 1) && <b className={y > 85 ? "below" : ""}>{score}</b>}
          </span>
        ))}
        <span className="limit high">{highest}</span>
        <span className="limit">{lowest}</span>
      </div>
      <div className="bands">
        {bands.map(({ from: edge, label }, i) => {
          const middle = (up(edge) + (i + 1 < bands.length ? up(bands[i + 1]?.from ?? 0) : 100)) / 2;
          return (
            <span key={edge} style={{ bottom: `${middle}%` }}>
              {label}
            </span>
          );
        })}
      </div>
      <div className="days">
        {first && <span>{sayNarrowDate(first.date, now)}</span>}
        {last && span > 0 && <span>{sayNarrowDate(last.date, now)}</span>}
      </div>
    </div>
  );
}
