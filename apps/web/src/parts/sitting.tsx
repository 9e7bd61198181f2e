/** The first sitting: on the wall what this is for and who it is, in the room one thing at a time. */

import { type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { Icon } from "./icon.tsx";
import { Mark } from "./mark.tsx";
import "./sitting.css";

export type SittingProps = {
  readonly says: string;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
};

export function Sitting({ says, foot, children }: SittingProps): ReactElement {
  return (
    <div className="sit">
      <header className="side">
        <span className="brand">
          <Mark />
          Alcove
        </span>
        <p className="said">{says}</p>
        {foot && <div className="end small quiet">{foot}</div>}
      </header>
      <main className="page" id="main">
        {children}
      </main>
    </div>
  );
}

export type StepProps = {
  readonly title: string;
  readonly lede?: ReactNode;
  readonly pips?: ReactNode;
  readonly children: ReactNode;
};

/** One step; its title takes focus when it comes, so that it is read and Tab goes on from there. */
export function Step({ title, lede, pips, children }: StepProps): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Alcove`;
    const section = heading.current?.parentElement;
    if (!section?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [title]);
  return (
    <section className="step" aria-labelledby="step-title">
      {pips}
      <h1 id="step-title" ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {lede && <p className="lede">{lede}</p>}
      {children}
    </section>
  );
}

export type PipsProps = {
  readonly steps: readonly string[];
  readonly at: number;
  /** Steps before the present one that were left for later. */
  readonly left?: readonly string[];
};

/** Where somebody stands among a few steps: done ones carry a tick, the present one a line. */
export function Pips({ steps, at, left = [] }: PipsProps): ReactElement {
  const isDone = (step: string, index: number) => index < at && !left.includes(step);
  return (
    <ol className="pips" aria-label={`${steps.length} steps`}>
      {steps.map((step, index) => (
        <li key={step} aria-current={index === at ? "step" : undefined}>
          {isDone(step, index) ? <Icon name="check" /> : <span className="num">{index + 1}</span>}
          <span>
            {isDone(step, index) && <span className="vh">Done: </span>}
            {step}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Two facts below a step, side by side. */
export function Facts({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className="fact">{children}</div>;
}
