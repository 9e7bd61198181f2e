/** All templates for notes: the practice's own, those put away, and those that come with the app. */

import type { TemplateView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { Empty } from "../../parts/empty.tsx";
import { sayMoment } from "../../words/dates.ts";
import { Snippets } from "./snippets.tsx";
import "./templates.css";

export function TemplatesScreen(): ReactElement {
  const { value: templates } = useAnswer("templates", (vault) => vault.templates());
  if (!templates) return <Page title="Templates">{null}</Page>;
  const own = templates.filter((one) => one.own && !one.own.putAway);
  const putAway = templates.filter((one) => one.own?.putAway);
  const builtIn = templates.filter((one) => !one.own);
  return (
    <Page title="Templates">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/charts">Charts</Link>
          </p>
          <h1>Templates and snippets</h1>
          <p className="lede">Headings that a note begins with. Everybody in the practice has the same ones.</p>
        </div>
        <div className="acts">
          <Link className="b primary" to="/templates/$templateId" params={{ templateId: "new" }}>
            Make a template
          </Link>
        </div>
      </div>
      <div className="stack all-templates">
        <section aria-labelledby="h-own">
          <h2 id="h-own">The practice’s own</h2>
          {own.length > 0 ? (
            <Rows templates={own} />
          ) : (
            <Empty says="None yet. Begin with an empty one, or with one below." />
          )}
        </section>
        <Snippets />
        <section aria-labelledby="h-built-in">
          <h2 id="h-built-in">With the app</h2>
          <Rows templates={builtIn} />
        </section>
        {putAway.length > 0 && (
          <section aria-labelledby="h-away">
            <h2 id="h-away">Put away</h2>
            <Rows templates={putAway} />
          </section>
        )}
      </div>
    </Page>
  );
}

function Rows({ templates }: { readonly templates: readonly TemplateView[] }): ReactElement {
  const now = Date.now();
  return (
    <ul className="rows ends">
      {templates.map(({ id, name, about, kind, own, version }) => (
        <li key={id}>
          <div>
            {own ? (
              <Link className="t" dir="auto" to="/templates/$templateId" params={{ templateId: id }}>
                {name}
              </Link>
            ) : (
              <span className="plain-name">{name}</span>
            )}
            {own && kind === "psychotherapy" && <span className="small quiet"> for psychotherapy notes</span>}
            {about && <p dir="auto">{about}</p>}
            {own && (
              <p>
                Version {version}, {own.changedBy}, {sayMoment(own.changedAt, now)}
              </p>
            )}
          </div>
          {!own && (
            <span className="end">
              <Link
                className="over"
                to="/templates/$templateId"
                params={{ templateId: "new" }}
                search={{ from: id }}
                aria-label={`Change a copy of ${name}`}
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
