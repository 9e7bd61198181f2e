/** What was written where this member may write no more: its words are here, and nobody has to lose them. */

import type { HeldSave } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { sayAge } from "../../words/dates.ts";

export function HeldRows({ now }: { readonly now: number }): ReactElement | null {
  const { value: held, again } = useAnswer("held", (vault) => vault.heldSaves());
  const { value: charts } = useAnswer("charts", (vault) => vault.charts());
  const [opened, setOpened] = useState<HeldSave>();
  if (!held || held.length === 0) return null;
  const chartOf = (save: HeldSave) => charts?.find(({ id }) => id === save.chart)?.name ?? "The practice’s list";
  return (
    <section aria-labelledby="h-held">
      <div className="head">
        <h2 id="h-held">Set aside on this device</h2>
      </div>
      <ul className="rows ends">
        {held.map((save) => (
          <li key={save.id}>
            <div>
              <button className="t" type="button" onClick={() => setOpened(save)}>
                {chartOf(save)}
              </button>
              <p>
                {save.title}. {sayWhy(save)}
              </p>
            </div>
            <span className="end num">{sayAge(save.writtenAt, now)}</span>
          </li>
        ))}
      </ul>
      {opened && (
        <HeldText
          save={opened}
          chart={chartOf(opened)}
          onClose={() => {
            setOpened(undefined);
            again();
          }}
        />
      )}
    </section>
  );
}

function sayWhy({ waitsFor }: HeldSave): string {
  if (waitsFor === "nothing")
    return "What it goes on from was destroyed on another device. It stays here; copy what you need.";
  return "It can’t be sent: writing there is not open to you. It goes by itself if it is again.";
}

type HeldTextProps = { readonly save: HeldSave; readonly chart: string; readonly onClose: () => void };

function HeldText({ save, chart, onClose }: HeldTextProps): ReactElement {
  const vault = useVault();
  const [sure, setSure] = useState(false);
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(save.text).then(() => setCopied(true));
  const discard = async () => {
    await vault.discardHeld(save.id);
    onClose();
  };
  return (
    <Dialog broad title={save.title} note={`For ${chart}. Only this device has it.`} onClose={onClose}>
      <div className="inner">
        {save.text && <div className="held-text said">{save.text}</div>}
        <div className="acts">
          {save.text && (
            <button className="b primary" type="button" onClick={copy}>
              {copied ? "Copied" : "Copy the text"}
            </button>
          )}
          <button className="b" type="button" onClick={() => (sure ? void discard() : setSure(true))}>
            {sure ? "Yes, throw it away for good" : "Throw it away"}
          </button>
          <button className="b plain" type="button" onClick={onClose}>
            Leave it here
          </button>
        </div>
      </div>
    </Dialog>
  );
}
