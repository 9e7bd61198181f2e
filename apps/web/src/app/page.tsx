/**
 * The page itself: names the window (never a client), takes focus after a change of page, and stands where it
 * was left when somebody comes back.
 */

import { useLocation } from "@tanstack/react-router";
import { type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { useSession } from "./session.tsx";
import { useWindowTitle } from "./window-title.ts";

export type PageProps = {
  /** For the window's title, such as "Chart"; never a client's name. */
  readonly title: string;
  readonly className?: string;
  readonly children: ReactNode;
};

export function Page({ title, className, children }: PageProps): ReactElement {
  const main = useRef<HTMLElement>(null);
  const { places } = useSession();
  const { pathname } = useLocation();
  useWindowTitle(title);

  // What takes focus by itself, a search field or the text of a note, has it by now.
  useEffect(() => {
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
    return standWhereLeft(places.scroll.get(pathname) ?? 0);
  }, [places, pathname]);

  return (
    <main id="main" ref={main} tabIndex={-1} className={className}>
      {children}
    </main>
  );
}

const LISTS_FILL_WITHIN_MS = 1500;

/** Scrolls there as soon as the page is long enough: its lists are read anew. Gives what stops the waiting. */
function standWhereLeft(y: number): () => void {
  scrollTo(0, y);
  if (scrollY >= y) return () => {};
  const grown = new ResizeObserver(() => {
    scrollTo(0, y);
    if (scrollY >= y) grown.disconnect();
  });
  grown.observe(document.body);
  const timer = setTimeout(() => grown.disconnect(), LISTS_FILL_WITHIN_MS);
  return () => {
    clearTimeout(timer);
    grown.disconnect();
  };
}
