/** Codes for diagnoses. */

import type { Opened } from "../engine/opened.ts";
import type { Vault } from "../facade.ts";
import type { CodeTables } from "../features/codes.ts";
import { type Context, withPart } from "./context.ts";

export function codesMethods({ ports, disk, life: { mustOpen, change } }: Context) {
  const load = () => import("../features/codes.ts");
  const tables: CodeTables = new WeakMap();
  const at = (opened: Opened) => ({ ports, disk, opened, tables });

  return {
    async codeTable() {
      const running = mustOpen();
      return running.ok ? withPart(load, (part) => part.codeTable(at(running.value))) : running;
    },
    async findCodes(request) {
      const running = mustOpen();
      return running.ok ? withPart(load, (part) => part.findCodes(at(running.value), request)) : running;
    },
    importCodes: (request) => change((running) => withPart(load, (part) => part.importCodes(at(running), request))),
  } satisfies Partial<Vault>;
}
