/** All forms: the practice's own, those put away, and those that come with the app. */

import type { FormView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { Empty } from "../../parts/empty.tsx";
import { sayMoment, sayShortDate } from "../../words/dates.ts";
import "./forms.css";

export function AllFormsScreen(): ReactElement {
  const { value: forms } = useAnswer("forms", (vault) => vault.forms());
  if (!forms) return <Page title="Forms">{null}</Page>;
  const own = forms.filter((one) => one.own && !one.own.putAway);
  const putAway = forms.filter((one) => one.own?.putAway);
  const builtIn = forms.filter((one) => !one.own);
  return (
    <Page title="Forms">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts">Charts</Link>
          </p>
          <h1>Forms</h1>
          <p className="lede">What clients are asked and sign. Everybody in the practice has the same ones.</p>
        </div>
        <div className="acts">
          <Link className="b primary" to="/forms/$formId" params={{ formId: "new" }}>
            Make a form
          </Link>
        </div>
      </div>
      <div className="stack all-forms">
        <section aria-labelledby="h-own">
          <h2 id="h-own">The practice’s own</h2>
          {own.length > 0 ? (
            <Rows forms={own} />
          ) : (
            <Empty says="None yet. Begin with an empty one, or with one below." />
          )}
        </section>
        <section aria-labelledby="h-built-in">
          <h2 id="h-built-in">With the app</h2>
          <p className="small quiet above-act">
            No lawyer wrote these. Have your attorney read what you use; your State and licence may ask for more. Each
            is there in Spanish too, as a translation for understanding that nobody qualified has checked: have that
            done before you rely on it (45 CFR 92.201).
          </p>
          <Rows forms={builtIn} />
        </section>
        {putAway.length > 0 && (
          <section aria-labelledby="h-away">
            <h2 id="h-away">Put away</h2>
            <Rows forms={putAway} />
          </section>
        )}
      </div>
    </Page>
  );
}

function Rows({ forms }: { readonly forms: readonly FormView[] }): ReactElement {
  const now = Date.now();
  return (
    <ul className="rows ends">
      {forms.map(({ id, version, about, own, from, questionnaire: { title } }) => (
        <li key={id}>
          <div>
            {own ? (
              <Link className="t" dir="auto" to="/forms/$formId" params={{ formId: id }}>
                {title}
              </Link>
            ) : (
              <span className="plain-name">{title}</span>
            )}
            <p dir="auto">{about}</p>
            {own && (
              <p>
                Version {version}, {own.changedBy}, {sayMoment(own.changedAt, now)}
              </p>
            )}
            {from && (
              <details>
                <summary>Edition of {sayShortDate(from.edition)}, and where it is from</summary>
                {from.sources.map((source) => (
                  <p key={source}>{source}.</p>
                ))}
                <p>{from.notice}</p>
              </details>
            )}
          </div>
          {!own && (
            <span className="end">
              <Link
                className="over"
                to="/forms/$formId"
                params={{ formId: "new" }}
                search={{ from: id }}
                aria-label={`Change a copy of ${title}`}
              >
                Change a copy
              </Link>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
