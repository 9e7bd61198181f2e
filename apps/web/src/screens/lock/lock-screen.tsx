/** Locked: the member's name, nothing of a client, what is kept, and numbers to call. */

import { type FormEvent, lazy, type ReactElement, Suspense, useEffect, useRef, useState } from "react";
import type { LockedStatus } from "../../app/vault-context.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { Icon } from "../../parts/icon.tsx";
import { PassphraseField } from "../../parts/passphrase-field.tsx";
import { count, sentence } from "../../words/counts.ts";
import { sayMoment } from "../../words/dates.ts";
import { Arch } from "./arch.tsx";
import { CardsElsewhere, NumbersToCall, PassphraseForgotten } from "./lock-dialogs.tsx";

const UnlockByPasskey = lazy(() => import("./unlock-by-passkey.tsx").then((m) => ({ default: m.UnlockByPasskey })));

/** It may stand while the vault still puts its keys away: unlocking waits for that by itself. */
export function LockScreen({ status }: { readonly status: LockedStatus }): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [passphrase, setPassphrase] = useState("");
  const [dialog, setDialog] = useState<"numbers" | "forgotten" | "cards">();
  const form = useRef<HTMLFormElement>(null);
  const now = Date.now();

  useEffect(() => {
    document.title = "Locked · Alcove";
    form.current?.querySelector("input")?.focus();
  }, []);

  const unlock = async (event: FormEvent) => {
    event.preventDefault();
    if (!passphrase) return acting.setError("Type your passphrase. It is the five words, or the one you made.");
    const opened = await acting.run(() => vault.unlock(passphrase));
    if (opened) return;
    const field = form.current?.querySelector("input");
    field?.focus();
    field?.select();
  };

  return (
    <Arch
      outside={
        <>
          <p>Nothing on this screen comes from your records.</p>
          <p>This device asks for your passphrase. It needs no network for that.</p>
        </>
      }
      sill={
        <>
          <span>{sayLocked(status, now)}</span>
          <button className="as-link" type="button" onClick={() => setDialog("numbers")}>
            Somebody is in danger: numbers to call
          </button>
          <button className="as-link" type="button" onClick={() => setDialog("forgotten")}>
            I can’t remember my passphrase
          </button>
          <button className="as-link" type="button" onClick={() => setDialog("cards")}>
            I have recovery cards
          </button>
        </>
      }
    >
      <h1>Locked</h1>
      <p className="who">{status.memberName}, on this device</p>
      <form ref={form} aria-label="Unlock" onSubmit={(event) => void unlock(event)}>
        <PassphraseField
          label="Passphrase"
          value={passphrase}
          onChange={setPassphrase}
          error={acting.error}
          autoComplete="current-password"
          focusFirst
        />
        <button className="b primary wide" type="submit" aria-busy={acting.busy}>
          {acting.busy ? "Opening" : "Unlock"}
        </button>
      </form>
      {status.passkeys && (
        <Suspense>
          <UnlockByPasskey passkeys={status.passkeys} />
        </Suspense>
      )}
      {status.draftKeptAt !== undefined && (
        <p className="kept">
          <Icon name="check" />
          <span>What you were writing {sayMoment(status.draftKeptAt, now)} is kept, and opens where you left it.</span>
        </p>
      )}
      {status.isAside && (
        <p className="kept">
          <Icon name="check" />
          <span>What you typed into a form and didn’t save is kept. It is there when you open that form again.</span>
        </p>
      )}
      {status.waiting > 0 && (
        <p className="kept">
          <Icon name="check" />
          <span>
            {sentence(count(status.waiting, "save"))} {status.waiting === 1 ? "waits" : "wait"} here, sealed, for the
            server.
          </span>
        </p>
      )}
      {dialog === "numbers" && <NumbersToCall onClose={() => setDialog(undefined)} />}
      {dialog === "forgotten" && (
        <PassphraseForgotten onCards={() => setDialog("cards")} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "cards" && <CardsElsewhere origin={status.origin} onClose={() => setDialog(undefined)} />}
    </Arch>
  );
}

function sayLocked(status: LockedStatus, now: number): string {
  if (status.lockedAt === undefined || status.lockedBy === "closed")
    return "Locked since Alcove, or the tab it was unlocked in, was closed";
  const moment = sayMoment(status.lockedAt, now);
  if (status.lockedBy === "taken-out")
    return `This device was taken out of the practice, and locked by itself ${moment}`;
  return status.lockedBy === "idle" ? `Locked by itself ${moment}` : `Locked by you ${moment}`;
}
