/** The page itself: names the window (never a client) and takes focus after a change of page. */

import { type ReactElement, type ReactNode, useEffect } from "react";

export type PageProps = {
  /** For the window's title, such as "Chart"; never a client's name. */
  readonly title: string;
  readonly className?: string;
  readonly children: ReactNode;
};

export function Page({ title, className, children }: PageProps): ReactElement {
  useWindowTitle(title);
  return (
    <main id="main" tabIndex={-1} className={className}>
      {children}
    </main>
  );
}

export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Alcove`;
  }, [title]);
}
