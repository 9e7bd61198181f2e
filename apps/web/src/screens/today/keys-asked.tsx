/** The person replaced passphrase or keys on another device: where to give this one the new ones. */

import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { KEYS_REPLACED, PASSPHRASE_REPLACED, type Replaced } from "../../words/own-keys.ts";

export function KeysAsked({ what }: { readonly what: Replaced }): ReactElement {
  const { title, why, says } = what === "keys-replaced" ? KEYS_REPLACED : PASSPHRASE_REPLACED;
  return (
    <section className="niche asked notice" aria-labelledby="h-keys-asked">
      <div>
        <h2 id="h-keys-asked">{title}</h2>
        <p>{why}</p>
      </div>
      <div className="acts">
        <Link className="b" to="/devices" hash="take-keys">
          {says}
        </Link>
      </div>
    </section>
  );
}
