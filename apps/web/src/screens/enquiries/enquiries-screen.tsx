/** Who asks for treatment and who waits, longest first: whom to call, what may be left there, and the next step. */

import type { EnquiryView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactElement, Suspense, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { useClientName } from "../../parts/client-name.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ErrorLine } from "../../parts/field.tsx";
import { count, sentence } from "../../words/counts.ts";
import { dayOf, sayShortDate } from "../../words/dates.ts";
import { sayCalls, sayWait } from "../../words/enquiries.ts";
import { STATUS_NAMES } from "../../words/administrative.ts";
import { ReachList } from "../chart/people/reach-list.tsx";
import "./enquiries.css";

const EnquiryForm = lazy(() => import("./enquiry-form.tsx").then((m) => ({ default: m.EnquiryForm })));
const TakeOn = lazy(() => import("./take-on.tsx").then((m) => ({ default: m.TakeOn })));
const NotTakenOn = lazy(() => import("./not-taken-on.tsx").then((m) => ({ default: m.NotTakenOn })));

/** What lies over the page. */
type Over = { readonly kind: "new" } | { readonly kind: "change" | "take-on" | "not"; readonly one: EnquiryView };

export function EnquiriesScreen(): ReactElement {
  const { value: all } = useAnswer("enquiries", (vault) => vault.enquiries());
  const [over, setOver] = useState<Over>();
  const [showsNot, setShowsNot] = useState(false);
  const waiting = all?.filter(({ sheet }) => sheet.status !== "not-taken-on") ?? [];
  const not = all?.filter(({ sheet }) => sheet.status === "not-taken-on") ?? [];
  const close = () => setOver(undefined);
  const begin = () => setOver({ kind: "new" });

  return (
    <Page title="Enquiries" className="enquiries">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts">Charts</Link>
          </p>
          <h1>Enquiries</h1>
          {waiting.length > 0 && (
            <p className="lede">
              {sentence(count(waiting.length, "person", "people"))} in all. Who asked first stands first.
            </p>
          )}
        </div>
        {waiting.length > 0 && (
          <div className="acts">
            <button className="b primary" type="button" onClick={begin}>
              New enquiry
            </button>
          </div>
        )}
      </div>
      {all && waiting.length === 0 && (
        <Empty says="Nobody waits. When somebody calls, write down their name, how to reach them and what may be left there. No note is needed for it.">
          <button className="b primary" type="button" onClick={begin}>
            New enquiry
          </button>
        </Empty>
      )}
      {waiting.length > 0 && (
        <ul className="rows">
          {waiting.map((one) => (
            <Enquiry key={one.chart} one={one} onOver={(kind) => setOver({ kind, one })} />
          ))}
        </ul>
      )}
      {not.length > 0 && (
        <section aria-labelledby="h-not">
          <div className="head">
            <h2 id="h-not">Not taken on</h2>
            <button className="as-link" type="button" aria-expanded={showsNot} onClick={() => setShowsNot(!showsNot)}>
              {showsNot ? "Put them away" : `Show ${count(not.length, "person", "people")}`}
            </button>
          </div>
          {showsNot && (
            <ul className="rows">
              {not.map((one) => (
                <NotTaken key={one.chart} one={one} onChange={() => setOver({ kind: "not", one })} />
              ))}
            </ul>
          )}
        </section>
      )}
      <Suspense>
        {over?.kind === "new" && <EnquiryForm onClose={close} />}
        {over?.kind === "change" && <EnquiryForm one={over.one} onClose={close} />}
        {over?.kind === "take-on" && <TakeOn one={over.one} onClose={close} />}
        {over?.kind === "not" && <NotTakenOn one={over.one} onClose={close} />}
      </Suspense>
    </Page>
  );
}

type EnquiryProps = {
  readonly one: EnquiryView;
  readonly onOver: (kind: "change" | "take-on" | "not") => void;
};

function Enquiry({ one, onOver }: EnquiryProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const shown = useClientName();
  const now = Date.now();
  const today = dayOf(now);
  const { chart, sheet, people, mayWrite, mayGive } = one;
  const { basedOn, ...words } = sheet;
  const { asked, asks, heard, called, next } = words.enquiry;
  const call = () =>
    acting.run(() =>
      vault.saveFaceSheet({ chart, basedOn, ...words, enquiry: { ...words.enquiry, called: [...called, today] } }),
    );
  return (
    <li className="enquiry">
      <div className="head">
        <Link className="plain-name" dir="auto" to="/charts/$chartId" params={{ chartId: chart }}>
          {shown(one.name)}
        </Link>
        <span className="num">
          {sheet.status === "waiting" ? `${STATUS_NAMES.waiting}, ` : ""}
          {sayWait(asked, today)}
        </span>
      </div>
      {asks && <p dir="auto">{asks}</p>}
      {heard && <p dir="auto">Heard of you from {heard}.</p>}
      {people.map((person) => (
        <div key={person.id}>
          {(people.length > 1 || person.name !== one.name) && <p dir="auto">{shown(person.name)}</p>}
          {person.called && <p dir="auto">Called “{shown(person.called)}”</p>}
          <ReachList reach={person.reach} />
        </div>
      ))}
      <p>{sayCalls(words.enquiry, now)}</p>
      {next && (
        <p dir="auto" className="next">
          Next: {next}
        </p>
      )}
      {acting.error && <ErrorLine text={acting.error} />}
      {mayWrite && (
        <div className="acts">
          {mayGive && (
            <button className="b slim" type="button" onClick={() => onOver("take-on")}>
              Take on<span className="vh">: {shown(one.name)}</span>
            </button>
          )}
          {called.at(-1) !== today && (
            <button className="b slim" type="button" aria-busy={acting.busy} onClick={() => void call()}>
              Called today<span className="vh">: {shown(one.name)}</span>
            </button>
          )}
          <button className="as-link" type="button" onClick={() => onOver("change")}>
            Change<span className="vh">: {shown(one.name)}</span>
          </button>
          <button className="as-link" type="button" onClick={() => onOver("not")}>
            Not taken on<span className="vh">: {shown(one.name)}</span>
          </button>
        </div>
      )}
    </li>
  );
}

function NotTaken({ one, onChange }: { readonly one: EnquiryView; readonly onChange: () => void }): ReactElement {
  const shown = useClientName();
  const { sheet, chart } = one;
  return (
    <li className="enquiry">
      <div className="head">
        <Link className="plain-name" dir="auto" to="/charts/$chartId" params={{ chartId: chart }}>
          {shown(one.name)}
        </Link>
        <span className="num">since {sayShortDate(sheet.since)}</span>
      </div>
      <p dir="auto">{sheet.enquiry.keep || "Nobody has said why this is kept, and until when."}</p>
      {one.mayWrite && (
        <div className="acts">
          <button className="as-link" type="button" onClick={onChange}>
            Change<span className="vh">: {shown(one.name)}</span>
          </button>
        </div>
      )}
    </li>
  );
}
