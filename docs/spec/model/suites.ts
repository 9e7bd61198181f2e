/** Every suite there is. */

import { kitSuite } from "./kit-suite.ts";
import { pairingSuite } from "./pairing-suite.ts";
import { rotationSuite } from "./rotation-suite.ts";
import type { Suite } from "./suite.ts";

export const suites: readonly Suite[] = [pairingSuite, kitSuite, rotationSuite];
