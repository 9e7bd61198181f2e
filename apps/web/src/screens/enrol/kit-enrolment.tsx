/** Emergency Kit, passphrase and second factor: together they make this device one of the person's own. */

import { type FormEvent, type ReactElement, useRef, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { PassphraseField } from "../../parts/passphrase-field.tsx";
import { SecondFactorField } from "../../parts/second-factor-field.tsx";
import { canScan, Scan } from "../../parts/scan.tsx";
import { Step } from "../../parts/sitting.tsx";
import { findKitText, isSecretKeyAlone, SECRET_KEY_ALONE } from "../founding/kit-file.ts";
import { guessDeviceName } from "../../words/device-name.ts";
import { sayFailureAtFirst } from "../../words/failures.ts";
import { BY_KEY, sayShownWrong } from "../../words/second-factor.ts";

const KIT_FILE_MAX_BYTES = 64 * 1024;

export type KitEnrolmentProps = { readonly onBack: () => void; readonly onDone: () => void };

export function KitEnrolment({ onBack, onDone }: KitEnrolmentProps): ReactElement {
  const vault = useVault();
  const acting = useActing(sayFailureAtFirst);
  const [kit, setKit] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [totp, setTotp] = useState("");
  const [deviceName, setDeviceName] = useState(() => guessDeviceName(navigator.userAgent));
  const [missing, setMissing] = useState<{
    readonly kit?: string;
    readonly passphrase?: string;
    readonly totp?: string;
  }>({});
  const [scanning, setScanning] = useState(false);
  const file = useRef<HTMLInputElement>(null);

  const takeFile = async (chosen: File | undefined) => {
    if (!chosen) return;
    if (chosen.size > KIT_FILE_MAX_BYTES) return setMissing({ kit: `${chosen.name} is too large to be a kit.` });
    setKit(findKitText(await chosen.text()));
    setMissing({});
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrongFactor = sayShownWrong(totp);
    const wrong = {
      ...(!kit.trim() && {
        kit: `The kit is missing: open its file${canScan() ? ", scan it," : ""} or type its text.`,
      }),
      ...(isSecretKeyAlone(kit) && { kit: SECRET_KEY_ALONE }),
      ...(!passphrase && { passphrase: "The passphrase is missing." }),
      ...(wrongFactor && { totp: wrongFactor }),
    };
    setMissing(wrong);
    if (Object.keys(wrong).length > 0) return;
    const name = deviceName.trim() || guessDeviceName(navigator.userAgent);
    const enrolled = await acting.run(() =>
      vault.enrolByKit({
        kit: findKitText(kit),
        passphrase,
        totp,
        ...(totp === BY_KEY && { authenticator: true as const }),
        deviceName: name,
      }),
    );
    // The device can be part of the practice although the first fetch failed: it goes on by itself.
    if (enrolled || (await vault.status()).phase === "open") onDone();
  };

  return (
    <Step title="With your Emergency Kit" lede="This device asks your server who you are, then brings your notes.">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label="The kit"
          hint="Open its file, or type the long text that begins with ALCOVE-KIT. The Secret Key alone is not enough."
          error={missing.kit}
        >
          {(control) => (
            <textarea
              {...control}
              rows={4}
              value={kit}
              onChange={(event) => setKit(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
        <div className="acts">
          <button className="b" type="button" onClick={() => file.current?.click()}>
            <Icon name="stick" />
            Open the kit’s file
          </button>
          {canScan() && (
            <button className="b" type="button" onClick={() => setScanning(true)}>
              <Icon name="camera" />
              Scan the sheet
            </button>
          )}
          <input
            ref={file}
            className="vh"
            type="file"
            tabIndex={-1}
            aria-hidden="true"
            accept=".txt,text/plain"
            onChange={(event) => void takeFile(event.target.files?.[0])}
          />
        </div>
        <PassphraseField
          label="Passphrase"
          error={missing.passphrase}
          refused={acting.error !== undefined}
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="current-password"
        />
        <SecondFactorField
          value={totp}
          hint="From your authenticator app."
          error={missing.totp}
          onChange={setTotp}
          keyWithForm
        />
        <Field label="What do you call this device?">
          {(control) => (
            <input
              {...control}
              value={deviceName}
              onChange={(event) => setDeviceName(event.target.value)}
              autoComplete="off"
            />
          )}
        </Field>
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            {acting.busy ? "Asking the server" : "Add this device"}
          </button>
          <button className="b plain" type="button" onClick={onBack}>
            Back
          </button>
        </div>
      </form>
      {scanning && (
        <Scan
          title="Scan the sheet"
          onClose={() => setScanning(false)}
          onFound={(text) => {
            setScanning(false);
            setKit(text);
          }}
        />
      )}
    </Step>
  );
}
