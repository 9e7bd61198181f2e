/** The wall with its lit arch: the lock, and the first visit. */

import type { ReactElement, ReactNode } from "react";
import { Mark } from "../../parts/mark.tsx";
import { NewBundle } from "../../parts/new-bundle.tsx";
import "./arch.css";

export type ArchProps = {
  /** Beside the arch, on the wall; left out on narrow windows. */
  readonly outside: ReactNode;
  readonly children: ReactNode;
  readonly sill: ReactNode;
};

export function Arch({ outside, children, sill }: ArchProps): ReactElement {
  return (
    <div className="facade">
      <aside className="outside small quiet" aria-label="About this screen">
        <span className="brand">
          <Mark />
          Alcove
        </span>
        {outside}
      </aside>
      <main className="niche-lit" id="main">
        <div className="inside">{children}</div>
      </main>
      <footer className="sill">
        <NewBundle />
        {sill}
      </footer>
    </div>
  );
}
