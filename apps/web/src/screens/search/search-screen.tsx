/** Search over everything the reader may open, as they type; psychotherapy matches are counted apart. */

import type { SearchAnswer, SearchQuery } from "@alcove/vault";
import { type ReactElement, useCallback, useEffect, useRef, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useSession } from "../../app/session.tsx";
import { useVault, useVaultEvents } from "../../app/vault-context.tsx";
import { Icon } from "../../parts/icon.tsx";
import { amount, count, figures, sayNumber, sentence } from "../../words/counts.ts";
import { sayFailure } from "../../words/failures.ts";
import { type Asked, isNarrowed, NOTHING_ASKED, queryOf } from "./asked.ts";
import { Filters } from "./filters.tsx";
import { Finds, Hits } from "./hits.tsx";
import { Tips } from "./tips.tsx";
import "./search.css";

const PAGE = 30;

type Found = {
  /** What this answers: until it is what is asked, the answer is of words that were there before. */
  readonly asked: Asked;
  readonly answer?: SearchAnswer;
  readonly apart?: SearchAnswer;
  readonly error?: string;
};

const apartQuery = (asked: Asked): SearchQuery => ({ ...queryOf(asked, PAGE, Date.now()), kind: "psychotherapy" });

export function SearchScreen(): ReactElement {
  const vault = useVault();
  const { answers, rereading } = useSession();
  const [asked, setAskedState] = useState<Asked>(
    () => (answers.get("search asked") as Asked | undefined) ?? NOTHING_ASKED,
  );
  const [found, setFoundState] = useState<Found | undefined>(() => answers.get("search found") as Found | undefined);
  // What the matches kept apart were asked for: they stay on screen when records change, and go with other words.
  const [apartOf, setApartOf] = useState(() => (found?.apart ? found.asked : undefined));
  const [limit, setLimit] = useState(PAGE);
  const [round, setRound] = useState(0);
  const input = useRef<HTMLInputElement>(null);

  const setAsked = (next: Asked) => {
    answers.set("search asked", next);
    setAskedState(next);
    setLimit(PAGE);
  };
  const setFound = useCallback(
    (next: Found | undefined) => {
      answers.set("search found", next);
      setFoundState(next);
    },
    [answers],
  );

  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    const takeAsked = () => setAskedState((answers.get("search asked") as Asked | undefined) ?? NOTHING_ASKED);
    rereading.add(takeAsked);
    return () => void rereading.delete(takeAsked);
  }, [answers, rereading]);
  useVaultEvents((event) => event.kind === "changed" && setRound((n) => n + 1));

  useEffect(() => {
    if (!asked.words.trim()) return setFound(undefined);
    let stale = false;
    const read = async () => {
      const outcome = await vault.search(queryOf(asked, limit, Date.now()));
      const apart = outcome.ok && asked === apartOf ? await vault.search(apartQuery(asked)) : undefined;
      if (stale) return;
      if (!outcome.ok) setFound({ asked, error: sayFailure(outcome.error) });
      else setFound({ asked, answer: outcome.value, ...(apart?.ok ? { apart: apart.value } : {}) });
    };
    read().catch(() => {});
    return () => {
      stale = true;
    };
    // `round` repeats the search after a change of the records.
  }, [asked, apartOf, limit, vault, round, setFound]);

  return (
    <Page title="Search" className="search">
      <form role="search" onSubmit={(event) => event.preventDefault()}>
        <div className="find">
          <h1>
            <label htmlFor="q">What are you looking for?</label>
          </h1>
          <Icon name="search" />
          <input
            ref={input}
            className="in"
            id="q"
            type="search"
            value={asked.words}
            onChange={(event) => setAsked({ ...asked, words: event.target.value })}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            enterKeyHint="search"
          />
        </div>
        <Filters asked={asked} onAsk={(change) => setAsked({ ...asked, ...change })} />
      </form>
      {found?.error && <p className="search-none said">{found.error}</p>}
      {found?.answer && (
        <section className="found" aria-labelledby="h-found" aria-busy={found.asked !== asked}>
          <p className="sum" role="status">
            <span id="h-found">{sayFound(found.answer)}</span>
            <span className="num">
              {amount(found.answer.notesLookedThrough, "note")} looked through in{" "}
              {sayMilliseconds(found.answer.milliseconds)}
            </span>
          </p>
          {found.answer.total + found.answer.elsewhere.length === 0 && isNarrowed(found.asked) && (
            <p className="acts more">
              <button className="b" type="button" onClick={() => setAsked({ ...NOTHING_ASKED, words: asked.words })}>
                Look everywhere
              </button>
            </p>
          )}
          {found.answer.hits.length > 0 &&
            (asked.kind === "psychotherapy" ? (
              <div className="apart matches">
                <Hits hits={found.answer.hits} />
              </div>
            ) : (
              <Hits hits={found.answer.hits} />
            ))}
          {found.answer.total > found.answer.hits.length && (
            <p className="acts more">
              <button className="b" type="button" onClick={() => setLimit(limit + 100)}>
                Show more
              </button>
            </p>
          )}
          {found.answer.elsewhere.length > 0 && (
            <section className="elsewhere" aria-labelledby="h-elsewhere">
              <h2 id="h-elsewhere">Beside the notes</h2>
              <Finds finds={found.answer.elsewhere} />
            </section>
          )}
          {found.answer.apart > 0 && asked.kind === "" && (
            <ApartMatches
              count={found.answer.apart}
              too={found.answer.total + found.answer.elsewhere.length > 0}
              shown={found.apart}
              onShow={() => setApartOf(asked)}
            />
          )}
        </section>
      )}
      <Tips searched={found !== undefined} />
    </Page>
  );
}

type ApartProps = {
  readonly count: number;
  /** Whether other notes match as well. */
  readonly too: boolean;
  readonly shown: SearchAnswer | undefined;
  readonly onShow: () => void;
};

function ApartMatches({ count: matches, too, shown, onShow }: ApartProps): ReactElement {
  return (
    <section className="apart matches" aria-labelledby="h-apart">
      <div className="matches-head">
        <div>
          <h2 id="h-apart">
            {sentence(count(matches, "psychotherapy note"))} {matches === 1 ? "matches" : "match"}
            {too && " too"}
          </h2>
          {!shown && (
            <p>
              {matches === 1 ? "Its" : "Their"} words stay out of this list, so that somebody beside you reads none of
              them.
            </p>
          )}
        </div>
        {!shown && (
          <button className="b" type="button" onClick={onShow}>
            <Icon name="key" />
            Show {matches === 1 ? "it" : "them"}
          </button>
        )}
      </div>
      {shown && <Hits hits={shown.hits} />}
    </section>
  );
}

function sayFound(answer: SearchAnswer): ReactElement {
  if (answer.total === 0)
    return <b>Nothing found{answer.apart + answer.elsewhere.length > 0 && " in progress notes"}</b>;
  const charts = new Set(answer.hits.map((hit) => hit.chart)).size;
  const whole = answer.total === answer.hits.length;
  return (
    <>
      <b>{sentence(count(answer.total, "note"))}</b>
      {whole ? ` in ${charts === 1 ? "one chart" : `${sayNumber(charts)} charts`}, newest first` : ", newest first"}
    </>
  );
}

function sayMilliseconds(milliseconds: number): string {
  return milliseconds < 1 ? "under 1 ms" : `${figures(Math.round(milliseconds))} ms`;
}
