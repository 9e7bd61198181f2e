/** What a method answers that can fail for reasons a person meets; the code is a row of the table in `@alcove/protocol`. */

import type { Failure } from "@alcove/protocol";

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };
