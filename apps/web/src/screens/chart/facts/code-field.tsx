/**
 * A diagnosis by its code: results come as one types, arrow keys and Enter choose. Whatever is typed and not chosen from them are
 * one's own words, without a code. The pattern is WAI-ARIA's combobox with a list of options.
 */

import type { FoundCode } from "@alcove/vault";
import { type KeyboardEvent, type ReactElement, useId, useRef, useState } from "react";
import { useVault } from "../../../app/vault-context.tsx";
import { Field } from "../../../parts/field.tsx";
import { CodeTable } from "./code-table.tsx";

/** A code with its description, or words alone. */
export type Named = { readonly code?: { readonly code: string; readonly edition: string }; readonly words: string };

const SHOWN = 8;

export type CodeFieldProps = { readonly named: Named; readonly onChange: (named: Named) => void };

export function CodeField({ named, onChange }: CodeFieldProps): ReactElement {
  const vault = useVault();
  const id = useId();
  const [found, setFound] = useState<readonly FoundCode[]>([]);
  // By its code: when other results come in between, Enter takes what was chosen and not what stands in its place.
  const [chosenCode, setChosenCode] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const turn = useRef(0);
  const isOpen = found.length > 0;
  const active = found.findIndex(({ code }) => code === chosenCode);

  const close = () => {
    turn.current++;
    setFound([]);
    setChosenCode(undefined);
    setAsking(false);
  };
  const type = async (typed: string) => {
    onChange({ words: typed });
    setChosenCode(undefined);
    setAsking(true);
    const mine = ++turn.current;
    const answer = await vault.findCodes({ typed, limit: SHOWN }).catch(() => undefined);
    // A later letter was typed meanwhile.
    if (mine !== turn.current) return;
    setFound(answer?.ok ? answer.value : []);
    setAsking(false);
  };
  const choose = ({ code, description, edition }: FoundCode) => {
    onChange({ words: description, code: { code, edition } });
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) return;
    const chosen = found[active];
    if (event.key === "ArrowDown") setChosenCode(found[(active + 1) % found.length]?.code);
    else if (event.key === "ArrowUp") setChosenCode(found[active <= 0 ? found.length - 1 : active - 1]?.code);
    else if (event.key === "Enter" && chosen) choose(chosen);
    else if (event.key === "Escape") close();
    else return;
    // Neither the dialog closes nor the form goes.
    event.preventDefault();
  };

  return (
    <Field
      label="Diagnosis"
      hint="Type a code, or words in any order, and choose from the list. What you don’t choose from it stays in your own words, without a code."
    >
      {(control) => (
        <div className="codes">
          <input
            {...control}
            role="combobox"
            aria-expanded={isOpen}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={active < 0 ? undefined : `${id}-${active}`}
            dir="auto"
            autoComplete="off"
            value={named.code ? `${named.code.code} ${named.words}` : named.words}
            onChange={({ target }) => void type(target.value)}
            onKeyDown={onKeyDown}
            onBlur={close}
          />
          <div id={`${id}-list`} role="listbox" aria-label="Codes" aria-busy={isAsking} hidden={!isOpen}>
            {found.map((one, index) => (
              <div
                key={one.code}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                // Before the field loses the focus, which closes the list.
                onPointerDown={(event) => {
                  event.preventDefault();
                  choose(one);
                }}
              >
                <b className="num">{one.code}</b> {one.description}
              </div>
            ))}
          </div>
          <CodeTable chosen={named.code?.edition} />
        </div>
      )}
    </Field>
  );
}
