/** What a demo practice leaves in its folder, for developers and for the command line program. */

import { existsSync } from "node:fs";
import { join } from "node:path";

export type DemoFiles = {
  readonly kit: string;
  /** The authenticator's secret in base32. */
  readonly secondFactor: string;
  readonly passphrase: string;
  /** The profile of the device that founded it. */
  readonly device: string;
};

export function demoFiles(folder: string): DemoFiles {
  return {
    kit: join(folder, "emergency-kit.txt"),
    secondFactor: join(folder, "second-factor"),
    passphrase: join(folder, "passphrase"),
    device: join(folder, "device"),
  };
}

/** Whether it was founded to the end: the kit is written last. */
export function isSeeded(folder: string): boolean {
  return existsSync(demoFiles(folder).kit);
}
