/**
 * Looks at the compressed streams of a PDF before pdf.js inflates them, which it does without a limit (ISO 32000-1,
 * 7.3.8 and 7.4.4). Pictures are left alone: they compress well and are never decoded for text.
 *
 * A guard against accidents and plain bombs, not a proof: streams of an encrypted PDF, a stream that calls itself
 * a picture, and what follows a false "endstream" are not measured.
 */

import { Unzlib } from "fflate";
import type { Inflation } from "./inflation.ts";
import { indexOfBytes } from "./magic.ts";
import type { Refusal } from "./problems.ts";

const CR = 0x0d;
const DICTIONARY_WINDOW = 2_048;
const STEP_BYTES = 16 * 1024;
const MAX_FILTERS = 8;

/** @returns the refusal when a stream inflates to too much */
export function measurePdfStreams(bytes: Uint8Array, inflation: Inflation): Refusal | undefined {
  let end = 0;
  for (let at = indexOfBytes(bytes, "stream", 0); at >= 0; at = indexOfBytes(bytes, "stream", end)) {
    const start = at + 6 + (bytes[at + 6] === CR ? 2 : 1);
    end = start;
    const filters = flateFilters(bytes.subarray(Math.max(0, at - DICTIONARY_WINDOW), at));
    if (filters === 0) continue;
    const keyword = indexOfBytes(bytes, "endstream", start);
    end = keyword < 0 ? bytes.length : keyword + 9;
    const refusal = inflateThrough(bytes.subarray(start, end), filters, inflation);
    if (refusal) return refusal;
  }
  return undefined;
}

/** How often the stream after this dictionary is deflated; 0 for a picture too. */
function flateFilters(before: Uint8Array): number {
  const text = new TextDecoder("latin1").decode(before);
  const dictionary = text.slice(text.lastIndexOf(" obj") + 1);
  if (/\/Subtype\s*\/Image\b/.test(dictionary)) return 0;
  return Math.min(dictionary.match(/\/(?:FlateDecode|Fl)\b/g)?.length ?? 0, MAX_FILTERS);
}

/** Inflates as often as the filter is named. Data that is no zlib stream ends it: pdf.js gives up on it too. */
function inflateThrough(compressed: Uint8Array, filters: number, inflation: Inflation): Refusal | undefined {
  let refusal: Refusal | undefined;
  let fed = 0;
  let inflated = 0;
  let take = (piece: Uint8Array) => {
    if (refusal !== undefined) return;
    inflated += piece.length;
    refusal = inflation.count(piece.length, fed, inflated);
  };
  for (let filter = 0; filter < filters; filter++) {
    const next = take;
    const unzlib = new Unzlib((piece) => next(piece));
    take = (piece) => {
      for (let at = 0; at < piece.length && refusal === undefined; at += STEP_BYTES) {
        unzlib.push(piece.subarray(at, at + STEP_BYTES), false);
      }
    };
  }
  for (let at = 0; at < compressed.length && refusal === undefined; at = fed) {
    fed = Math.min(at + STEP_BYTES, compressed.length);
    try {
      take(compressed.subarray(at, fed));
    } catch {
      break;
    }
  }
  return refusal;
}
