/** Where the other parts of this installation lie. */

import { fileURLToPath } from "node:url";

export function installed(): { readonly serverProgram: string; readonly webFolder: string } {
  const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  return { serverProgram: place("../../server/src/main.ts"), webFolder: place("../../web/dist") };
}
