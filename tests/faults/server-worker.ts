/** The real server, killed at a write point: `KILL_AT=n node server-worker.ts`, else as `apps/server/src/main.ts`. */

import { DatabaseSync, StatementSync } from "node:sqlite";
import { killPoints } from "./kill-points.ts";

const points = killPoints(Number(process.env["KILL_AT"] ?? 0));
const isRead = /^\s*(SELECT|PRAGMA)/i;

const exec = DatabaseSync.prototype.exec;
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
  points.pass();
  exec.call(this, sql);
  points.pass();
};
for (const name of ["run", "all"] as const) {
  const original = StatementSync.prototype[name] as (this: StatementSync, ...values: unknown[]) => unknown;
  Object.defineProperty(StatementSync.prototype, name, {
    value(this: StatementSync, ...values: unknown[]) {
      if (isRead.test(this.sourceSQL)) return original.apply(this, values);
      points.pass();
      const result = original.apply(this, values);
      points.pass();
      return result;
    },
  });
}

await import("../../apps/server/src/main.ts");
