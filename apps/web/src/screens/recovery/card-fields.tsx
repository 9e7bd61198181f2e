/** Cards as they come: typed as words, pasted, or scanned; one field each. */

import { type ReactElement, useState } from "react";
import { Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { canScan, Scan } from "../../parts/scan.tsx";
import "./recovery.css";

export type CardFieldsProps = {
  readonly cards: readonly string[];
  readonly most: number;
  readonly onChange: (cards: readonly string[]) => void;
};

export function CardFields({ cards, most, onChange }: CardFieldsProps): ReactElement {
  const [scanning, setScanning] = useState<number>();
  const set = (index: number, text: string) => onChange(cards.with(index, text));
  return (
    <div className="card-fields">
      {cards.map((text, index) => {
        const label = `Card ${index + 1}`;
        return (
          <div key={label}>
            <Field
              label={label}
              hint="Its words line by line, without the numbers; or the code at the end of its sheet."
            >
              {(control) => (
                <textarea
                  {...control}
                  rows={3}
                  value={text}
                  onChange={(event) => set(index, event.target.value)}
                  autoCapitalize="none"
                  autoComplete="off"
                  spellCheck={false}
                />
              )}
            </Field>
            {canScan() && (
              <button className="b slim" type="button" onClick={() => setScanning(index)}>
                <Icon name="camera" />
                Scan it
              </button>
            )}
          </div>
        );
      })}
      {cards.length < most && (
        <div className="acts">
          <button className="b slim" type="button" onClick={() => onChange([...cards, ""])}>
            One more card
          </button>
        </div>
      )}
      {scanning !== undefined && (
        <Scan
          title={`Scan card ${scanning + 1}`}
          onClose={() => setScanning(undefined)}
          onFound={(text) => {
            set(scanning, text);
            setScanning(undefined);
          }}
        />
      )}
    </div>
  );
}
