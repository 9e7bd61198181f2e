/** What a statement takes away from the server is looked at before it goes. */

import { checkLedger } from "../checks.ts";
import type { YearDevice } from "../device.ts";
import type { Year } from "../year.ts";

export async function looking<T>(year: Year, device: YearDevice, work: () => Promise<T>): Promise<T> {
  device.beforeAppend = () => checkLedger(year);
  try {
    return await work();
  } finally {
    device.beforeAppend = undefined;
  }
}
