/** The Emergency Kit as a sheet of paper: what is on the screen is what is printed and saved. */

import type { EmergencyKit } from "@alcove/vault";
import type { ReactElement } from "react";
import { Qr } from "../../parts/qr.tsx";
import { saveFile } from "../../parts/save-file.ts";
import { kitSheetText } from "./kit-file.ts";
import { dayOf, sayShortDate } from "../../words/dates.ts";
import "../../parts/sheet.css";

export type KitSheetProps = {
  readonly kit: EmergencyKit;
  /** While groups are asked back, the screen covers them and says where they stand; paper never does. */
  readonly covered: string | undefined;
};

export function KitSheet({ kit, covered }: KitSheetProps): ReactElement {
  return (
    <div className={covered ? "sheet paper-sheet kit-sheet covered" : "sheet paper-sheet kit-sheet"}>
      <Qr text={kit.text} label="QR code of the kit" />
      <div>
        <h2>Emergency Kit</h2>
        <dl>
          <dt>Practice</dt>
          <dd>{kit.practiceName}</dd>
          <dt>Account</dt>
          <dd>{kit.memberEmail}</dd>
          <dt>Server</dt>
          <dd>{kit.origin}</dd>
          <dt>Secret Key</dt>
          <dd className="secret">{covered ?? kit.secretKey}</dd>
          <dt>Made</dt>
          <dd>
            {sayShortDate(dayOf(kit.madeAt))}, {kit.deviceName}
          </dd>
          <dt>Passphrase</dt>
          <dd className="blank">not printed; write it elsewhere</dd>
        </dl>
        <p className="tiny quiet kit-needs">A new device asks for this sheet, the passphrase and your second factor.</p>
        <p className="tiny quiet kit-text-for">The whole kit, which a new device asks for:</p>
        <p className="kit-text secret">{kit.text}</p>
      </div>
    </div>
  );
}

/** With the day: a kit that was replaced must not be taken for the new one. */
export const kitFileName = (kit: EmergencyKit): string => `alcove-emergency-kit-${dayOf(kit.madeAt)}.txt`;

/** Saves the kit as a text file, for a stick. */
export function saveKit(kit: EmergencyKit): void {
  saveFile(kitFileName(kit), new Blob([kitSheetText(kit)], { type: "text/plain" }));
}
