/** The browser's Back in a sitting, which has one address: a step back, as the button on the page, and never out of the app. */

import { useEffect, useRef } from "react";

export type BackWay = {
  /** To the step before; neither this nor `out` where there is no way back. */
  readonly back?: (() => void) | undefined;
  /** To the first screen, before anything was begun. */
  readonly out?: (() => void) | undefined;
};

export function useBrowserBack(way: BackWay): void {
  const latest = useRef(way);
  latest.current = way;
  useEffect(() => {
    // Something to go back from: what was typed is in this page's memory alone.
    history.pushState(null, "");
    const go = () => {
      const { back, out } = latest.current;
      if (out) return out();
      history.pushState(null, "");
      back?.();
    };
    addEventListener("popstate", go);
    return () => removeEventListener("popstate", go);
  }, []);
}
