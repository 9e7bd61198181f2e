/** What somebody, or whoever has a device of theirs, could have read: made here, as a PDF or as JSON. */

import { type ReactElement, useState } from "react";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { saveReport } from "./save-report.ts";

export type CouldHaveReadProps = { readonly member: string; readonly name: string; readonly isYou: boolean };

export function CouldHaveReadReport({ member, name, isYou }: CouldHaveReadProps): ReactElement {
  const vault = useVault();
  const acting = useActing();
  const { value: all } = useAnswer("devices", (own) => own.devices());
  const devices = all?.filter((one) => one.member === member) ?? [];
  const [device, setDevice] = useState("");
  const save = (as: "pdf" | "json") =>
    acting.run(() => saveReport(vault, device === "" ? { member } : { device }, name, as));
  return (
    <section aria-labelledby="h-report">
      <h2 id="h-report">{isYou ? "What you could have read" : "What they could have read"}</h2>
      <p className="small quiet">
        Each right and key, by whose act and from when to when; and what nobody can say. Signed entries back it; the
        server’s word stands apart. It names charts: keep it accordingly.
      </p>
      <div className="could-have-read">
        {devices.length > 0 && (
          <Field label="Of" hint="One device: for when it is lost or stolen.">
            {(control) => (
              <select {...control} value={device} onChange={(event) => setDevice(event.target.value)}>
                <option value="">{isYou ? "All your devices" : "All their devices"}</option>
                {devices.map(({ id, name: called, revoked }) => (
                  <option key={id} value={id}>
                    {called || "A device"}
                    {revoked ? ", taken out" : ""}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b slim" type="button" aria-busy={acting.busy} onClick={() => void save("pdf")}>
            Save as PDF
          </button>
          <button className="b slim plain" type="button" onClick={() => void save("json")}>
            Save as JSON
          </button>
        </div>
      </div>
    </section>
  );
}
