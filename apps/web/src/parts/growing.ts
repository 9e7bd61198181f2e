/** A long list that shows its beginning, and more of it whenever its end comes near the screen. */

import { type RefCallback, useCallback, useState } from "react";

const NEAR = "100% 0px";

/** How many to show now, and the ref of what stands after the last of them. `of`: another list begins at its beginning again. */
export function useGrowing(
  atFirst: number,
  of: string,
): { readonly limit: number; readonly end: RefCallback<Element> } {
  const [grown, setGrown] = useState({ of, limit: atFirst });
  const limit = grown.of === of ? grown.limit : atFirst;
  const end = useCallback(
    (element: Element | null) => {
      if (!element) return;
      const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && setGrown({ of, limit: limit * 2 }), {
        rootMargin: NEAR,
      });
      seen.observe(element);
      return () => seen.disconnect();
    },
    [of, limit],
  );
  return { limit, end };
}
