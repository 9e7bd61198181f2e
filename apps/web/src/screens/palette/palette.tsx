/** One field for everything: a few letters of a client, a page or an act, and Enter. By the combobox pattern of WAI-ARIA 1.2. */

import { type KeyboardEvent, type ReactElement, useId, useRef, useState } from "react";
import type { AppRouter } from "../../app/router.tsx";
import { useAnswer, useSession } from "../../app/session.tsx";
import { useClientName } from "../../parts/client-name.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { count, sentence } from "../../words/counts.ts";
import { NOTHING_ASKED } from "../search/asked.ts";
import { type Find, findsFor } from "./finds.ts";
import "./palette.css";

export function Palette({
  router,
  onClose,
}: {
  readonly router: AppRouter;
  readonly onClose: () => void;
}): ReactElement {
  const session = useSession();
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const shown = useClientName();
  const finds = findsFor(charts ?? [], typed, shown, chartAtHand(router));
  const here = Math.min(at, finds.length - 1);
  const idOf = (find: Find | undefined) => find && `${id}-${find.id}`;

  const go = (find: Find): void => {
    onClose();
    switch (find.kind) {
      case "chart":
        return void router.navigate({ to: "/charts/$chartId", params: { chartId: find.chart } });
      case "act": {
        const params = { chartId: find.chart };
        const search = { chart: find.chart, kind: "progress" } as const;
        if (find.act === "write")
          return void router.navigate({ to: "/notes/$noteId", params: { noteId: "new" }, search });
        return void router.navigate({ to: `/charts/$chartId/${find.act}`, params });
      }
      case "page":
        return void router.navigate({ to: find.to });
      case "search":
        session.answers.set("search asked", { ...NOTHING_ASKED, words: find.words });
        // The search that is on screen already takes them too.
        session.reread();
        return void router.navigate({ to: "/search" });
      case "new-chart":
        return void router.navigate({ to: "/charts", hash: "new" });
      case "lock":
        return session.lockNow();
    }
  };

  const move = (to: number) => {
    setAt(to);
    list.current?.children[to]?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const find = finds[here];
    const last = finds.length - 1;
    if (event.key === "ArrowDown") move(here >= last ? 0 : here + 1);
    else if (event.key === "ArrowUp") move(here <= 0 ? last : here - 1);
    else if (event.key === "Enter" && find) go(find);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title="Find or do" onClose={onClose}>
      <div className="inner palette">
        <label className="vh" htmlFor={`${id}-field`}>
          A few letters of a client, a page or an act
        </label>
        <input
          id={`${id}-field`}
          className="in"
          role="combobox"
          aria-expanded={finds.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={idOf(finds[here])}
          aria-autocomplete="list"
          value={typed}
          placeholder="A few letters of a client, a page or an act"
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          autoComplete="off"
          spellCheck={false}
          // It opens because it was asked for
          autoFocus
        />
        <p className="vh" role="status">
          {typed && sentence(count(finds.length, "line"))}
        </p>
        <div id={`${id}-list`} role="listbox" aria-label="What was found" ref={list}>
          {finds.map((find, place) => (
            // Keys go to the field, as the pattern has it
            <button
              key={find.id}
              id={idOf(find)}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={place === here}
              onPointerMove={() => setAt(place)}
              onClick={() => go(find)}
            >
              <span dir="auto">{find.says}</span>
              {find.more && (
                <span className="small quiet" dir="auto">
                  {find.more}
                </span>
              )}
            </button>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

/** The chart whose page this is, or that a new note belongs in. */
function chartAtHand(router: AppRouter): string | undefined {
  const { params, search } = router.state.matches.at(-1) ?? {};
  if (params && "chartId" in params) return params.chartId;
  return search && "chart" in search ? search.chart : undefined;
}
