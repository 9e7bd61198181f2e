/** The measures that the app brings along. What may not be passed on stays out: README.md says which, and why. */

import type { Measure } from "@alcove/records/measures";
import { gad7 } from "./gad-7.ts";
import { packs } from "./packs/packs.ts";
import { pcl5 } from "./pcl-5.ts";
import { phq9 } from "./phq-9.ts";
import { phqA } from "./phq-a.ts";

/** In the order in which they are offered. */
export const measures: readonly Measure[] = [phq9, gad7, phqA, pcl5, ...packs];
