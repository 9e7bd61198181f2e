/** Beside one's own psychotherapy notes: who opens them when their author can't, or that it is still to be decided. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";

export function ApartSuccession(): ReactElement | null {
  const { value } = useAnswer("apart succession", async (vault) => {
    const [view, wills] = await Promise.all([vault.succession(), vault.wills()]);
    const reader = view?.uses.find(({ isYours, charts }) => isYours && charts > 0)?.byName;
    return { set: view?.set, reader, staysClosed: wills.find(({ isYou }) => isYou)?.notesStayClosed ?? false };
  });
  if (!value) return null;
  const { set, reader, staysClosed } = value;
  return (
    <p className="small succession">
      {reader ? `${reader} used your cards and reads them. ` : ""}
      {set
        ? `When you can’t open them: ${set.successor?.name ?? "whoever of the practice"} does, with ${set.needed} of your cards. `
        : staysClosed
          ? "When you can’t open them, they stay closed: you decided so. "
          : "Who opens them when you can’t? Nobody, unless you make cards for them. "}
      <Link to="/will">{set || staysClosed || reader ? "See it" : "Decide"}</Link>
    </p>
  );
}
