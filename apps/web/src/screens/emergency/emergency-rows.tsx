/** What was asked in an emergency: what waits for this person stands above all else, the rest is in lines for thirty days. */

import type { EmergencyView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import { type ReactElement, useEffect } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useOpenStatus } from "../../app/vault-context.tsx";
import { Icon } from "../../parts/icon.tsx";
import { sentence } from "../../words/counts.ts";
import { sayMoment } from "../../words/dates.ts";
import { sayAsked, sayAsker, sayBecame } from "../../words/emergency.ts";

const SHOWN_MS = 30 * 86_400_000;

function useRecent(now: number): readonly EmergencyView[] {
  const status = useOpenStatus();
  const { value: all, again } = useAnswer("emergencies", (vault) => vault.emergencies());
  useEffect(again, [again, status]);
  return all?.filter(({ at }) => now - at < SHOWN_MS) ?? [];
}

export function EmergenciesToAnswer({ now }: { readonly now: number }): ReactElement {
  const waiting = useRecent(now).filter(({ mayAnswer }) => mayAnswer);
  return (
    <>
      {waiting.map((one) => (
        <Asked key={one.id} one={one} now={now} />
      ))}
    </>
  );
}

export function EmergencyRows({ now }: { readonly now: number }): ReactElement | null {
  const others = useRecent(now).filter(({ mayAnswer }) => !mayAnswer);
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="h-emergencies">
      <h2 id="h-emergencies">Asked in an emergency</h2>
      <EmergencyLines all={others} now={now} />
    </section>
  );
}

function Asked({ one, now }: { readonly one: EmergencyView; readonly now: number }): ReactElement {
  return (
    <section className="niche asked notice" aria-labelledby={`h-${one.id}`} role="status">
      <div>
        <h2 id={`h-${one.id}`}>
          <Icon name="danger" />
          <span>
            Emergency: {sayAsker(one)} {sayAsked(one)}
          </span>
        </h2>
        <p>
          {sentence(sayMoment(one.at, now))}: {one.reason}
        </p>
      </div>
      <div className="acts">
        <Link className="b primary" to="/emergencies/$emergencyId" params={{ emergencyId: one.id }}>
          Answer
        </Link>
      </div>
    </section>
  );
}

export function EmergencyLines({
  all,
  now,
}: {
  readonly all: readonly EmergencyView[];
  readonly now: number;
}): ReactElement {
  return (
    <ul className="rows">
      {all.map((one) => (
        <li key={one.id}>
          <div>
            <Link className="t" to="/emergencies/$emergencyId" params={{ emergencyId: one.id }}>
              {sayAsker(one)} {sayAsked(one)}
            </Link>
            <p>
              {sentence(sayMoment(one.at, now))}: {one.reason}
            </p>
            <p>{sayBecame(one, now)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
