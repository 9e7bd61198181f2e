/** What stands around every page: the rail on a desktop, strip and bar on a phone, and where focus goes. */

import { Link, Outlet, useLocation, useRouter } from "@tanstack/react-router";
import { lazy, type ReactElement, type ReactNode, Suspense, useEffect, useState } from "react";
import { Icon, type IconName } from "../parts/icon.tsx";
import { Mark } from "../parts/mark.tsx";
import { NewBundle } from "../parts/new-bundle.tsx";
import { sayConnection, sayConnectionBriefly } from "../words/connection.ts";
import { countConflicts } from "../words/counts.ts";
import { asksForDigits } from "../words/second-factor.ts";
import { FactorAsked } from "./factor-asked.tsx";
import { useKeptFocus } from "./kept-focus.ts";
import { useSession, useAnswer } from "./session.tsx";
import { useOpenStatus } from "./vault-context.tsx";

const DigitsDialog = lazy(() => import("./digits-dialog.tsx").then((m) => ({ default: m.DigitsDialog })));

export function Shell(): ReactElement {
  const status = useOpenStatus();
  const { lockNow } = useSession();
  const { pathname } = useLocation();
  const saying = sayConnection(status, Date.now());
  const asked = asksForDigits(status.connection);
  const [giving, setGiving] = useState(false);
  usePlaces(pathname);
  useKeptFocus();
  return (
    <>
      <a className="skip" href="#main" onClick={goToPage}>
        Go to the page
      </a>
      <div className="app">
        <header className="rail">
          <div>
            <Brand />
            <AsksInEmergency asked={status.emergencies?.toAnswer ?? 0} />
            <Entries label="Main" />
            <div className="foot">
              <NewBundle />
              <p role="status">{saying}</p>
              <AsksToBeLetIn asked={status.asked} />
              {asked && (
                <p>
                  <button className="as-link" type="button" onClick={() => setGiving(true)}>
                    Show the second factor
                  </button>
                </p>
              )}
              <button className="b" type="button" onClick={lockNow}>
                Lock now <kbd>Alt L</kbd>
              </button>
              <p>
                {status.memberName}
                <br />
                {status.practiceName}
              </p>
            </div>
          </div>
        </header>
        <header className="phone-top">
          <Brand />
          {asked ? (
            <button className="as-link phone-state" type="button" onClick={() => setGiving(true)}>
              {sayConnectionBriefly(status)}
            </button>
          ) : status.emergencies?.toAnswer ? (
            <span className="phone-state emergency-asked">
              <Link to="/">Emergency</Link>
            </span>
          ) : status.asked > 0 ? (
            <span className="phone-state">
              <Link to="/">Let in?</Link>
            </span>
          ) : (
            <span className="phone-state">{sayConnectionBriefly(status)}</span>
          )}
          <button className="b" type="button" onClick={lockNow}>
            <Icon name="lock" />
            Lock
          </button>
        </header>
        <Outlet />
        <BottomBar />
      </div>
      <FactorAsked />
      {asked && giving && (
        <Suspense>
          <DigitsDialog onShown={() => setGiving(false)} onClose={() => setGiving(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Whoever waits is told of on every page, and answered on Today. */
function AsksToBeLetIn({ asked }: { readonly asked: number }): ReactElement {
  return (
    <p role="status">
      {asked > 0 && <Link to="/">{asked === 1 ? "Somebody asks to be let in" : `${asked} ask to be let in`}</Link>}
    </p>
  );
}

/** First in the rail: it can't wait until somebody looks down. */
function AsksInEmergency({ asked }: { readonly asked: number }): ReactElement {
  return (
    <p role="status" className="emergency-asked">
      {asked > 0 && <Link to="/">Somebody asks in an emergency</Link>}
    </p>
  );
}

function Brand(): ReactElement {
  return (
    <Link className="brand" to="/">
      <Mark />
      Alcove
    </Link>
  );
}

function Entries({ label }: { readonly label: string }): ReactElement {
  const { pathname } = useLocation();
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const { value: drafts, again } = useAnswer("drafts", (vault) => vault.drafts());
  const waiting = drafts && charts && drafts.length + countConflicts(charts);
  // Keeping a draft is no change of the records and is not told as one.
  useEffect(again, [pathname, again]);
  return (
    <nav aria-label={label}>
      <Entry to="/" here={pathname === "/"}>
        Today <Count n={waiting} of="to finish or settle" />
      </Entry>
      <Entry to="/charts" here={inCharts(pathname)}>
        Charts <Count n={charts?.filter(({ isEnquiry }) => !isEnquiry).length} of="charts" />
      </Entry>
      <Entry to="/calendar" here={isHere("/calendar", pathname)}>
        Calendar
      </Entry>
      <Entry to="/cases" here={isHere("/cases", pathname)}>
        Cases
      </Entry>
      <Entry to="/search" here={isHere("/search", pathname)}>
        Search
      </Entry>
      <Entry to="/people" here={inPeople(pathname)}>
        People
      </Entry>
      <Entry to="/devices" here={isHere("/devices", pathname)}>
        Devices
      </Entry>
    </nav>
  );
}

type EntryPath = "/" | "/charts" | "/calendar" | "/cases" | "/search" | "/people" | "/devices";

function Entry(props: { readonly to: EntryPath; readonly here: boolean; readonly children: ReactNode }): ReactElement {
  return (
    <Link to={props.to} activeOptions={{ exact: true }} aria-current={props.here ? "page" : undefined}>
      {props.children}
    </Link>
  );
}

function Count({ n, of }: { readonly n: number | undefined; readonly of: string }): ReactElement | null {
  if (!n) return null;
  return (
    <span className="count num">
      {n}
      <span className="vh"> {of}</span>
    </span>
  );
}

const BAR: readonly (readonly [EntryPath, string, IconName])[] = [
  ["/", "Today", "today"],
  ["/charts", "Charts", "charts"],
  ["/calendar", "Calendar", "calendar"],
  ["/search", "Search", "search"],
  ["/people", "People", "people"],
  ["/devices", "Devices", "devices"],
];

function BottomBar(): ReactElement {
  const { pathname } = useLocation();
  return (
    <nav className="bottom" aria-label="Main, phone">
      {BAR.map(([to, label, icon]) => (
        <Entry key={to} to={to} here={isHere(to, pathname)}>
          <Icon name={icon} />
          {label}
        </Entry>
      ))}
    </nav>
  );
}

const inCharts = (pathname: string): boolean =>
  ["/charts", "/notes", "/enquiries"].some((one) => pathname.startsWith(one));

const inPeople = (pathname: string): boolean => /^\/(people|activity)/.test(pathname);

function isHere(to: EntryPath, pathname: string): boolean {
  if (to === "/charts") return inCharts(pathname);
  if (to === "/people") return inPeople(pathname);
  return pathname === to || (to !== "/" && pathname.startsWith(`${to}/`));
}

function goToPage(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

/** Remembers where each page was left; a page that is gone to anew begins at its top. */
function usePlaces(pathname: string): void {
  const { places } = useSession();
  const { history } = useRouter();
  useEffect(
    () =>
      history.subscribe(({ location, action }) => {
        if (action.type === "PUSH") places.scroll.delete(location.pathname);
      }),
    [history, places],
  );
  useEffect(() => {
    const remember = () => places.scroll.set(pathname, scrollY);
    addEventListener("scroll", remember, { passive: true });
    return () => removeEventListener("scroll", remember);
  }, [pathname, places]);
}
