/** What became of pictures that were put in, until it was read. */

import type { ReactElement } from "react";
import type { NotePictures } from "./use-pictures.ts";

export function PicturesSaid({ pictures: { said, unsay } }: { readonly pictures: NotePictures }): ReactElement {
  return (
    <div className="pictures-said" role="status">
      {said.length > 0 && (
        <>
          <p dir="auto">{said.join(" ")}</p>
          <button className="as-link" type="button" onClick={unsay}>
            All right
          </button>
        </>
      )}
    </div>
  );
}
