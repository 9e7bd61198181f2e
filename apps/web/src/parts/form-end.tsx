/** The last lines of a form: what went wrong, the button that does it, and the way out. Each button says what it does. */

import type { ReactElement, ReactNode } from "react";
import type { Acting } from "./acting.ts";
import { ErrorLine } from "./field.tsx";

export type FormEndProps = {
  readonly acting: Pick<Acting, "busy" | "error">;
  /** The act and what it is done to, such as "Save the face sheet": never "it", since a button is read alone too. */
  readonly does: string;
  /** Whether something that stands is changed: then the way out leaves it so, else it begins nothing. */
  readonly changes?: boolean;
  readonly leave: () => void;
  /** Further acts, behind the way out. */
  readonly children?: ReactNode;
};

export function FormEnd({ acting, does, changes = false, leave, children }: FormEndProps): ReactElement {
  return (
    <>
      {acting.error && <ErrorLine text={acting.error} />}
      <div className="acts">
        <button className="b primary" type="submit" aria-busy={acting.busy}>
          {does}
        </button>
        <button className="b plain" type="button" onClick={leave}>
          {changes ? "Leave it as it is" : "Not now"}
        </button>
        {children}
      </div>
    </>
  );
}
