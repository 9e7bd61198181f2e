/** The kit to print, to save to a stick, and to type four groups back from. Used at the founding and under Devices. */

import type { EmergencyKit } from "@alcove/vault";
import { type FormEvent, type ReactElement, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, WellLine } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { usePrinting } from "../../parts/print-page.tsx";
import { kitFileName, KitSheet, saveKit } from "./kit-sheet.tsx";
import "./kit-paper.css";

export type KitPaperProps = {
  readonly kit: EmergencyKit;
  /** What leaving it for later is called, and what going on is called once the groups were right. */
  readonly leaveLabel: string;
  readonly doneLabel: string;
  readonly onDone: () => void;
  /** Where the page around has its filled button already. */
  readonly amongOthers?: boolean;
};

export function KitPaper({ kit, leaveLabel, doneLabel, onDone, amongOthers = false }: KitPaperProps): ReactElement {
  const [stage, setStage] = useState<"sheet" | "typing" | "done">("sheet");
  const [kept, setKept] = useState<"paper" | "file">("paper");
  const printing = usePrinting();
  const next = amongOthers ? "b" : "b primary";
  const askBack = (from: typeof kept) => {
    setKept(from);
    setStage("typing");
  };
  const printKit = () => {
    // The sheet must stay uncovered until the paper has it; not every browser waits in `print`.
    const ask = () => askBack("paper");
    addEventListener("afterprint", ask, { once: true });
    void printing.print().then((began) => began || removeEventListener("afterprint", ask));
  };
  const saveToStick = () => {
    saveKit(kit);
    askBack("file");
  };

  return (
    <div className="kit-paper">
      <KitSheet
        kit={kit}
        covered={stage === "sheet" ? undefined : kept === "file" ? "in your file" : "on your paper"}
      />
      {stage === "sheet" && printing.nothingPrinted}
      {stage === "sheet" && (
        <div className="acts">
          <button className={next} type="button" onClick={printKit}>
            <Icon name="print" />
            Print the kit
          </button>
          <button className="b" type="button" onClick={saveToStick}>
            <Icon name="stick" />
            <span className="wide-only">Save it to a stick</span>
            <span className="phone-only">Save it as a file</span>
          </button>
          <button className="b plain" type="button" onClick={onDone}>
            {leaveLabel}
          </button>
        </div>
      )}
      {stage === "typing" && (
        <TypeBack
          next={next}
          kept={kept}
          fileName={kitFileName(kit)}
          leaveLabel={leaveLabel}
          onAgain={() => setStage("sheet")}
          onLater={onDone}
          onDone={() => setStage("done")}
        />
      )}
      {stage === "done" && (
        <>
          <WellLine>The groups are right: the kit can be read. Put it where you keep your passport.</WellLine>
          <div className="acts">
            <button className={next} type="button" onClick={onDone}>
              {doneLabel}
            </button>
          </div>
        </>
      )}
    </div>
  );
}

/** Groups are numbered from 0 in the kit, from 1 for people. */
const GROUPS = 7;
const ASKED = 4;

function TypeBack(props: {
  readonly next: string;
  readonly kept: "paper" | "file";
  readonly fileName: string;
  readonly leaveLabel: string;
  readonly onAgain: () => void;
  readonly onLater: () => void;
  readonly onDone: () => void;
}): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const [asked] = useState(drawGroups);
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const groups = asked.map((index) => ({ index, text: (typed[index] ?? "").replace(/[\s-]/g, "").toUpperCase() }));
    if (groups.some((group) => group.text.length !== 4)) {
      return acting.setError("Each group has four characters. Compare them with the sheet.");
    }
    if (await acting.run(() => vault.confirmKit(groups))) props.onDone();
  };

  return (
    <form className="form-wide no-print" onSubmit={(event) => void submit(event)} noValidate>
      {props.kept === "file" && (
        <p className="small">
          {props.fileName} is among this browser’s downloads. Move it to a stick or to paper, so that none stays on this
          device, and read it there.
        </p>
      )}
      <p className="small">
        Type four groups of the Secret Key from the {props.kept}, so that you know it can be read.
      </p>
      <div className="groups">
        {asked.map((index) => (
          <div className={acting.error ? "field bad" : "field"} key={index}>
            <label htmlFor={`group-${index}`}>Group {index + 1}</label>
            <input
              id={`group-${index}`}
              className="in"
              value={typed[index] ?? ""}
              onChange={(event) => setTyped({ ...typed, [index]: event.target.value })}
              maxLength={5}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              aria-describedby={acting.error ? "groups-error" : undefined}
            />
          </div>
        ))}
      </div>
      {acting.error && <ErrorLine id="groups-error" text={acting.error} />}
      <div className="acts">
        <button className={props.next} type="submit" aria-busy={acting.busy}>
          Compare the groups
        </button>
        <button className="b" type="button" onClick={props.onAgain}>
          Show the sheet again
        </button>
        <button className="b plain" type="button" onClick={props.onLater}>
          {props.leaveLabel}
        </button>
      </div>
    </form>
  );
}

function drawGroups(): readonly number[] {
  const left = Array.from({ length: GROUPS }, (_, index) => index);
  const chance = crypto.getRandomValues(new Uint32Array(ASKED));
  const drawn = [...chance].map((n) => left.splice(n % left.length, 1)[0] ?? 0);
  return drawn.toSorted((a, b) => a - b);
}
