/** The arch of Alcove: the lit niche in the dark wall. */

import type { ReactElement } from "react";

export function Mark(): ReactElement {
  return (
    <svg viewBox="0 0 20 26" aria-hidden="true">
      <path className="outer" d="M1 26V10a9 9 0 0 1 18 0v16Z" />
      <path className="inner" d="M5.5 26V11a6.75 6.75 0 0 1 13.5-1v16Z" />
    </svg>
  );
}
