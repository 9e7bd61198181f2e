/** The few line drawings of the interface: 20 by 20, one stroke, never alone without a word beside or a label. */

import type { ReactElement } from "react";

const DRAWINGS = {
  today: ["M4 17V9a6 6 0 0 1 12 0v8", "M2 17h16", "M10 9.5V12l1.75 1.25"],
  charts: [
    "M10 5c-1.6-1.2-3.8-1.5-7-1.5v12c3.2 0 5.4.3 7 1.5 1.6-1.2 3.8-1.5 7-1.5v-12c-3.2 0-5.4.3-7 1.5Z",
    "M10 5v12",
  ],
  calendar: ["M3 5h14v12H3zM3 9h14M7 3v4M13 3v4"],
  search: ["M14.5 9a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0Z", "m13.2 13.2 3.8 3.8"],
  people: [
    "M10 6.5a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z",
    "M2 16.5c0-3 2-5 5-5s5 2 5 5",
    "M12.5 4a3 3 0 0 1 0 5.2M14.5 12c2 .7 3.500 2.300 3.500 4.500",
  ],
  devices: ["M4 5.5h9v7H4z", "M2 15.5h10", "M14.5 9h3.5v7h-3.5z"],
  lock: [
    "M5.5 9h9a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5h-9a1.5 1.5 0 0 1-1.5-1.5v-5A1.5 1.5 0 0 1 5.5 9Z",
    "M7 9V6.5a3 3 0 0 1 6 0V9",
  ],
  check: ["m4 10.5 4 4 8-9"],
  key: ["M10.5 7a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0Z", "m9.5 9.5 7 7M13.5 13.5l2-2"],
  danger: ["M10 3 2.5 16.5h15L10 3Z", "M10 8v4M10 14.2v.1"],
  back: ["m12 4-6 6 6 6"],
  close: ["m5 5 10 10M15 5 5 15"],
  print: ["M6 7V3h8v4M6 14H3V7h14v7h-3", "M6 12h8v5H6z"],
  stick: [
    "M6.5 8h7A1.5 1.5 0 0 1 15 9.5v6a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 5 15.5v-6A1.5 1.5 0 0 1 6.5 8Z",
    "M7.5 8V3h5v5M9 5.5h.1M11 5.5h.1",
  ],
  list: ["M8 5h9M8 10h9M8 15h9M3.5 5h.1M3.5 10h.1M3.5 15h.1"],
  numbers: ["M8 5h9M8 10h9M8 15h9M3 3.5h1V7M3 12.5h2L3 16h2"],
  checkbox: ["M5 3h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Z", "m6.5 10 2.5 2.5 4.5-5"],
  table: ["M4 4h12a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Z", "M3 8.5h14M10 4v12"],
  laptop: ["M4.5 4.5h11v8h-11z", "M2.5 15.5h15"],
  phone: [
    "M7.5 2.5h5A1.5 1.5 0 0 1 14 4v12a1.5 1.5 0 0 1-1.5 1.5h-5A1.5 1.5 0 0 1 6 16V4a1.5 1.5 0 0 1 1.5-1.5Z",
    "M9.5 14.8h1",
  ],
  paperclip: ["m15.5 9.5-6 6a3.5 3.5 0 0 1-5-5l6.5-6.5a2.4 2.4 0 0 1 3.4 3.4l-6.3 6.3a1.2 1.2 0 0 1-1.7-1.7l5.6-5.6"],
  picture: ["M3 4.5h14v11H3z", "m3 13 4-4 4 4 2.5-2.5 3.5 3.5", "M13 8h.1"],
  camera: ["M3 6.5h3.5L8 4.5h4l1.5 2H17v9.5H3z", "M12.5 11a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z"],
} as const satisfies Record<string, readonly string[]>;

export type IconName = keyof typeof DRAWINGS;

/** Decoration beside a word; hidden from assistive technology. `lift` sets it on the baseline of the text beside it. */
export function Icon({ name, lift = false }: { readonly name: IconName; readonly lift?: boolean }): ReactElement {
  return (
    <svg className={lift ? "i lift" : "i"} viewBox="0 0 20 20" aria-hidden="true">
      {DRAWINGS[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
