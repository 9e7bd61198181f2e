/** The demo practice: one therapist, six charts, four months. Invented, and the same for every developer. */

import type { DemoChart } from "./demo-chart.ts";
import { amaraOsei } from "./charts/amara-osei.ts";
import { henrikSolberg } from "./charts/henrik-solberg.ts";
import { idrisFamily } from "./charts/idris-family.ts";
import { lucianAndPetraVale } from "./charts/lucian-and-petra-vale.ts";
import { tobiasKern } from "./charts/tobias-kern.ts";
import { wrenCastellan } from "./charts/wren-castellan.ts";

export const demoPractice = {
  practiceName: "Quince Street Practice",
  ownerName: "Nora Albrecht",
  ownerEmail: "nora@quincestreet.example",
  deviceName: "Nora’s desktop",
  passphrase: "ember saddle walnut tidal scarf",
} as const;

export const demoCharts: readonly DemoChart[] = [
  tobiasKern,
  amaraOsei,
  lucianAndPetraVale,
  wrenCastellan,
  henrikSolberg,
  idrisFamily,
];
