/** Long work: how many of how many, time left, a thin bar, and "Stop here" with what stopping keeps. */

import type { ReactElement } from "react";
import { figures } from "../words/counts.ts";
import { sayDuration } from "../words/dates.ts";

export type ProgressProps = {
  readonly title: string;
  readonly done: number;
  readonly total: number;
  readonly doing: string;
  readonly millisecondsLeft?: number | undefined;
  readonly keeps: string;
  readonly onStop: () => void;
  readonly stopping: boolean;
};

export function Progress(props: ProgressProps): ReactElement {
  const left = props.millisecondsLeft === undefined ? "" : ` ${sayDuration(props.millisecondsLeft)}.`;
  return (
    <div className="working">
      <div className="head">
        <h2 id="progress-title">{props.title}</h2>
        <button className="as-link" type="button" onClick={props.onStop}>
          {props.stopping ? "Stopping" : "Stop here"}
        </button>
      </div>
      <progress max={Math.max(1, props.total)} value={props.done} aria-labelledby="progress-title" />
      <p className="small quiet num">
        {figures(props.done)} of {figures(props.total)} {props.doing}.{left} {props.keeps}
      </p>
    </div>
  );
}
