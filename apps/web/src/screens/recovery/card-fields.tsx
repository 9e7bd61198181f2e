/** Cards as they come: typed as words, pasted, or scanned; one field each, checked while it is typed. */

import type { Failure } from "@alcove/protocol/errors";
import { type ReactElement, useCallback, useState } from "react";
import { useVault } from "../../app/vault-context.tsx";
import { Field, WellLine } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { canScan, Scan } from "../../parts/scan.tsx";
import { useTypedCheck } from "../../parts/typed-check.ts";
import { sayFailure } from "../../words/failures.ts";
import { givenCards } from "./card-text.ts";
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
      {cards.map((text, index) => (
        <CardField
          // Cards have no other name than their place on the table.
          key={labelOf(index)}
          label={labelOf(index)}
          text={text}
          onText={(typed) => set(index, typed)}
          onScan={() => setScanning(index)}
        />
      ))}
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

const labelOf = (index: number): string => `Card ${index + 1}`;

/** What is wrong with one of several, where it is one: "Card 2: ...". The fields are numbered as the cards that stand in them. */
export function sayCardFailure(typed: readonly string[]): (failed: Failure) => string {
  return (failed) => {
    const at = failed.facts?.["card"];
    if (typeof at !== "number") return sayFailure(failed);
    const places = typed.flatMap((text, index) => (givenCards([text]).length > 0 ? [index] : []));
    return `${labelOf(places[at - 1] ?? at - 1)}: ${sayFailure(failed)}`;
  };
}

type CardFieldProps = {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onScan: () => void;
};

const isShort = (code: string): boolean => code === "recovery-card-unreadable";

function CardField({ label, text, onText, onScan }: CardFieldProps): ReactElement {
  const vault = useVault();
  const check = useCallback((typed: string) => vault.checkRecoveryCards(givenCards([typed])), [vault]);
  const { wrong, right, leave } = useTypedCheck(text, check, isShort);
  const card = right?.[0];
  return (
    <div className="card-field">
      <Field
        label={label}
        hint="Its words line by line, without the numbers; or the code at the end of its sheet."
        error={wrong}
      >
        {(control) => (
          <textarea
            {...control}
            rows={3}
            value={text}
            onChange={(event) => onText(event.target.value)}
            onBlur={leave}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      {card && (
        <WellLine>
          Card {card.number} of {card.cards}, set {card.set}: all of it can be read.
        </WellLine>
      )}
      {canScan() && (
        <button className="b slim" type="button" onClick={onScan}>
          <Icon name="camera" />
          Scan it
        </button>
      )}
    </div>
  );
}
