/** Measures under terms of their own, each in its folder with its notice. Without a line and its folder a measure is gone. */

import type { Measure } from "@alcove/records/measures";
import { auditC } from "./audit-c/audit-c.ts";
import { dass21 } from "./dass-21/dass-21.ts";
import { who5 } from "./who-5/who-5.ts";

export const packs: readonly Measure[] = [who5, dass21, auditC];
