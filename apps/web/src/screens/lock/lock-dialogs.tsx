/** What the lock screen can say without a key: whom to call, and what helps when a passphrase is gone. */

import type { ReactElement } from "react";
import { Dialog } from "../../parts/dialog.tsx";

export function NumbersToCall({ onClose }: { readonly onClose: () => void }): ReactElement {
  return (
    <Dialog
      title="Numbers to call"
      note="In the United States. Elsewhere: the emergency number there, 112 in Europe."
      onClose={onClose}
    >
      <div className="inner">
        <ul className="call-list">
          <li>
            <a href="tel:911">911</a>
            <span>Somebody is in danger now: police, ambulance, fire.</span>
          </li>
          <li>
            <a href="tel:988">988</a>
            <span>Suicide and Crisis Lifeline, by call or text, day and night.</span>
          </li>
        </ul>
        <div className="acts">
          <button className="b" type="button" onClick={onClose}>
            Back to the lock
          </button>
        </div>
      </div>
    </Dialog>
  );
}

export type PassphraseForgottenProps = { readonly onCards: () => void; readonly onClose: () => void };

export function PassphraseForgotten({ onCards, onClose }: PassphraseForgottenProps): ReactElement {
  return (
    <Dialog title="When the passphrase is gone" onClose={onClose}>
      <div className="inner">
        <div className="advice">
          <p>
            <strong>Nobody can reset it for you</strong>Whoever could reset it could also read your notes. It is kept
            nowhere: not on the server, not with whoever runs it.
          </p>
          <p>
            <strong>Look where you wrote it down</strong>Five words in their order, with spaces between, or the one you
            made yourself. You may try as often as you like; nothing is erased here.
          </p>
          <p>
            <strong>Is Alcove open on another device?</strong>Stay with it: left alone, it locks by itself. Choose the
            longest time under Devices. It has your notes, and you can read them there while you look for the words.
          </p>
          <p>
            <strong>The Emergency Kit does not replace it</strong>The kit opens your records on a new device together
            with the passphrase, never without it.
          </p>
          <p>
            <strong>Recovery cards do, where your practice has them</strong>Enough of them open it again for an owner.
            Without them, if the words are gone and no device is open, your notes stay sealed.
          </p>
        </div>
        <div className="acts">
          <button className="b" type="button" onClick={onCards}>
            I have recovery cards
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Back to the lock
          </button>
        </div>
      </div>
    </Dialog>
  );
}

export type CardsElsewhereProps = { readonly origin: string; readonly onClose: () => void };

/** This device stays as it is: what was written on it and not sent would be lost otherwise. */
export function CardsElsewhere({ origin, onClose }: CardsElsewhereProps): ReactElement {
  return (
    <Dialog title="With recovery cards" onClose={onClose}>
      <div className="inner">
        <div className="advice">
          <p>
            <strong>Where</strong>In another browser or on another device open {new URL(origin).host} and press “I have
            recovery cards”. An owner goes on there, with new keys and a new passphrase.
          </p>
          <p>
            <strong>What it does</strong>All their devices of before are out, this one too. Psychotherapy notes stay
            closed. Everybody in the practice is shown that it happened.
          </p>
          <p>
            <strong>Why not here</strong>What was written here and has not reached the server lies on this device alone.
            Leave it as it is: should the passphrase come back, it opens.
          </p>
        </div>
        <div className="acts">
          <button className="b" type="button" onClick={onClose}>
            Back to the lock
          </button>
        </div>
      </div>
    </Dialog>
  );
}
