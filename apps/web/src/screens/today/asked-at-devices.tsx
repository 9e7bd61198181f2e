/** This device needs something before it syncs again: where to give it. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { KEYS_REPLACED, LEFT_BY_CARDS, PASSPHRASE_REPLACED, SUSPENDED, TAKEN_OUT } from "../../words/own-keys.ts";

type Asked =
  | typeof KEYS_REPLACED
  | typeof PASSPHRASE_REPLACED
  | typeof SUSPENDED
  | typeof TAKEN_OUT
  | typeof LEFT_BY_CARDS;

export function AskedAtDevices({ words, hash }: { readonly words: Asked; readonly hash: string }): ReactElement {
  return (
    <section className="niche asked notice" aria-labelledby="h-asked">
      <div>
        <h2 id="h-asked">{words.title}</h2>
        <p>{words.why}</p>
      </div>
      <div className="acts">
        <Link className="b" to="/devices" hash={hash}>
          {words.says}
        </Link>
      </div>
    </section>
  );
}
