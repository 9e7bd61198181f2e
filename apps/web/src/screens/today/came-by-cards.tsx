/** After recovery by cards, in one place: what holds now, and what only the person can say or do. */

import { Link } from "@tanstack/react-router";
import { type ReactElement, useState } from "react";
import { readPreferences, writePreferences } from "../../app/preferences.ts";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine } from "../../parts/field.tsx";
import "./came-by-cards.css";

export type CameByCardsProps = {
  readonly secondFactorSet: boolean;
  /** Nothing but the server vouches yet that what is seen here is the newest. */
  readonly provisional: boolean;
};

export function CameByCards({ secondFactorSet, provisional }: CameByCardsProps): ReactElement | null {
  const vault = useVault();
  const acting = useActing();
  const [isRead, setIsRead] = useState(() => readPreferences().cardsNoticeRead);
  if (isRead && !provisional) return null;
  const read = () => {
    writePreferences({ ...readPreferences(), cardsNoticeRead: true });
    setIsRead(true);
  };
  return (
    <section className="niche notice came-by-cards" aria-labelledby="h-by-cards">
      <h2 id="h-by-cards">You are back, with recovery cards</h2>
      <dl>
        <div>
          <dt>Your records</dt>
          <dd>
            All but psychotherapy notes, as the server has them.{" "}
            {provisional &&
              "Look for the last note you remember. If it is there, say so below; until then what you write waits here. If it is missing, say nothing and ask whoever runs your server."}
          </dd>
        </div>
        <div>
          <dt>Psychotherapy notes of before</dt>
          <dd>
            They stay closed: these cards never open them. If you made cards of your own for them, whoever these name
            opens them: <Link to="/will">see what is decided</Link>. New ones are yours as always.
          </dd>
        </div>
        <div>
          <dt>Second factor</dt>
          <dd>
            {secondFactorSet ? (
              "Set up anew."
            ) : (
              <>
                The one of before counts no more, nor do its spare codes.{" "}
                <Link to="/devices" hash="second-factor">
                  Set it up
                </Link>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Devices of before</dt>
          <dd>They are all out, and the old kit opens nothing. Add those that you still have, under Devices.</dd>
        </div>
        <div>
          <dt>The old cards</dt>
          <dd>They open nothing that is written from now on. Destroy them; the new ones count.</dd>
        </div>
      </dl>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        {provisional ? (
          <button
            className="b primary"
            type="button"
            aria-busy={acting.busy}
            onClick={() => void acting.run(() => vault.confirmFreshness())}
          >
            My last note is there
          </button>
        ) : (
          <button className="b" type="button" onClick={read}>
            I have read this
          </button>
        )}
      </div>
    </section>
  );
}
