/**
 * What has the focus can go away: the last of a list, a button that its own act makes needless. Browsers then leave the focus nowhere,
 * and who works by keys or hears the page read is lost. It goes to the nearest part around that is still there.
 */

import { useEffect } from "react";

const PARTS = "section, form, dialog, main";

export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | undefined;
    let around: readonly HTMLElement[] = [];
    const remember = ({ target }: FocusEvent) => {
      last = target instanceof Element ? target : undefined;
      around = last ? partsAround(last) : [];
    };
    const look = () => {
      // Left by hand, for nothing or for another window, it is not lost.
      if (document.activeElement !== document.body || !last || last.isConnected) return;
      const part = around.find((one) => one.isConnected) ?? document.getElementById("main");
      if (!part) return;
      if (!part.hasAttribute("tabindex")) part.tabIndex = -1;
      part.focus({ preventScroll: true });
    };
    const changes = new MutationObserver(look);
    changes.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("focusin", remember);
    return () => {
      changes.disconnect();
      document.removeEventListener("focusin", remember);
    };
  }, []);
}

/** The nearest first. */
function partsAround(element: Element): readonly HTMLElement[] {
  const part = element.parentElement?.closest<HTMLElement>(PARTS);
  return part ? [part, ...partsAround(part)] : [];
}
