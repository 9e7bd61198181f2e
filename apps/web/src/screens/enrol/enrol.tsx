/** A further device: by Emergency Kit, paired with a device that is open, or by recovery cards. */

import { type ReactElement, useState } from "react";
import { useBrowserBack } from "../../parts/browser-back.ts";
import { Sitting, Step } from "../../parts/sitting.tsx";
import { ByCards } from "./by-cards.tsx";
import { KitEnrolment } from "./kit-enrolment.tsx";
import { Pairing } from "./pairing.tsx";

type Way = "kit" | "pair" | "cards";

export type EnrolProps = {
  /** Chosen before: back leads out again. */
  readonly way?: Way;
  readonly onBack: () => void;
  readonly onDone: () => void;
};

const GOES: Readonly<Record<Way, string>> = {
  pair: "Pair with that device",
  kit: "Use the kit",
  cards: "Use the cards",
};

export function Enrol({ way: given, onBack, onDone }: EnrolProps): ReactElement {
  const [way, setWay] = useState<"choose" | Way>(given ?? "choose");
  const [chosen, setChosen] = useState<Way>("pair");
  const back = () => (given ? onBack() : setWay("choose"));
  // Pairing and cards have steps that can't be taken back: there the browser's Back stays.
  useBrowserBack({ out: way === "choose" ? onBack : undefined, back: way === "kit" ? back : undefined });
  return (
    <Sitting
      says={
        way === "cards"
          ? "An owner comes back, on this device and with new keys. Psychotherapy notes stay closed: no recovery card opens them."
          : "Your notes come to this device sealed and are opened here. Nothing changes on the others."
      }
    >
      {way === "kit" && <KitEnrolment onBack={back} onDone={onDone} />}
      {way === "pair" && <Pairing onBack={back} onDone={onDone} />}
      {way === "cards" && <ByCards onBack={back} onDone={onDone} />}
      {way === "choose" && (
        <Step title="A further device" lede="It joins a practice that is already there. What do you have at hand?">
          <form
            className="form-wide"
            onSubmit={(event) => {
              event.preventDefault();
              setWay(chosen);
            }}
          >
            <fieldset className="ways">
              <legend className="vh">How to add this device</legend>
              <label>
                <input type="radio" name="way" checked={chosen === "pair"} onChange={() => setChosen("pair")} />
                <span>
                  <b>A device of yours that is open</b>
                  <span>It shows a picture and twelve words under Devices. The quickest way, and the surest.</span>
                </span>
              </label>
              <label>
                <input type="radio" name="way" checked={chosen === "kit"} onChange={() => setChosen("kit")} />
                <span>
                  <b>Your Emergency Kit</b>
                  <span>
                    The sheet or the file, your passphrase, and your second factor: six digits, a passkey or security
                    key, or a spare code.
                  </span>
                </span>
              </label>
              <label>
                <input type="radio" name="way" checked={chosen === "cards"} onChange={() => setChosen("cards")} />
                <span>
                  <b>Recovery cards</b>
                  <span>
                    Everything else is gone: the people who hold the cards are with you, or have read them to you.
                  </span>
                </span>
              </label>
            </fieldset>
            <div className="acts">
              <button className="b primary" type="submit">
                {GOES[chosen]}
              </button>
              <button className="b plain" type="button" onClick={onBack}>
                Back
              </button>
            </div>
          </form>
        </Step>
      )}
    </Sitting>
  );
}
