/**
 * Streams of a compound file (MS-CFB 2023-09), as Office wrote its documents before 2007. Sectors are chained in a table that
 * whoever made the file controls: every chain is followed for at most as many steps as the file has sectors.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import type { Refusal } from "./problems.ts";

export type OleFile = {
  readonly names: readonly string[];
  /** Bytes of the first stream of that name; `undefined`: there is none, or its chain is broken. */
  readonly stream: (name: string) => Uint8Array | undefined;
};

type Entry = { readonly name: string; readonly type: number; readonly start: number; readonly size: number };

const END_OF_CHAIN = 0xfffffffe;
const HEADER_BYTES = 512;
const ENTRY_BYTES = 128;
const STREAM = 2;
const ROOT = 5;

const damaged = fail<Refusal>({ code: "document-damaged", reason: "ole" });

export function openOle(bytes: Uint8Array): Result<OleFile, Refusal> {
  if (bytes.length < HEADER_BYTES) return damaged;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = view.getUint16(30, true);
  const miniShift = view.getUint16(32, true);
  const miniCutoff = view.getUint32(56, true);
  if ((shift !== 9 && shift !== 12) || miniShift !== 6) return damaged;
  const sectorBytes = 1 << shift;
  const sectors = Math.floor((bytes.length - 1) / sectorBytes);
  const sector = (number: number): Uint8Array | undefined =>
    number < sectors ? bytes.subarray((number + 1) * sectorBytes, (number + 2) * sectorBytes) : undefined;
  const numbersIn = (number: number): number[] => {
    const piece = sector(number);
    if (!piece) return [];
    const words = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    return Array.from({ length: piece.length >> 2 }, (_, at) => words.getUint32(at * 4, true));
  };

  const tables: number[] = [];
  for (let at = 76; at < HEADER_BYTES; at += 4) tables.push(view.getUint32(at, true));
  let more = view.getUint32(68, true);
  for (let steps = 0; more < sectors && steps < sectors; steps++) {
    const numbers = numbersIn(more);
    tables.push(...numbers.slice(0, -1));
    more = numbers.at(-1) ?? END_OF_CHAIN;
  }
  // A table of the same sector over and over would take memory without end.
  const next = [...new Set(tables)].filter((number) => number < sectors).flatMap(numbersIn);

  const chain = (start: number, links: readonly number[], limit: number): number[] | undefined => {
    const numbers: number[] = [];
    for (let at = start; at !== END_OF_CHAIN; at = links[at] as number) {
      if (at >= links.length || numbers.length >= limit) return undefined;
      numbers.push(at);
    }
    return numbers;
  };
  const wholeChain = (start: number): Uint8Array | undefined => {
    const pieces = chain(start, next, sectors)?.map(sector);
    return pieces?.every((piece) => piece !== undefined) ? join(pieces) : undefined;
  };

  const directory = wholeChain(view.getUint32(48, true));
  if (!directory) return damaged;
  const entries = entriesIn(directory);
  const root = entries.find(({ type }) => type === ROOT);
  const miniStream = (root && root.size > 0 && wholeChain(root.start)) || new Uint8Array();
  const miniTable = wholeChain(view.getUint32(60, true));
  const miniNext = miniTable ? numbersOf(miniTable) : [];

  function stream(name: string): Uint8Array | undefined {
    const entry = entries.find((one) => one.type === STREAM && one.name === name);
    if (!entry) return undefined;
    if (entry.size >= miniCutoff) return wholeChain(entry.start)?.subarray(0, entry.size);
    const minis = chain(entry.start, miniNext, miniNext.length);
    return (
      minis &&
      join(minis.map((at) => miniStream.subarray(at << miniShift, (at + 1) << miniShift))).subarray(0, entry.size)
    );
  }
  return ok({ names: entries.filter(({ type }) => type === STREAM).map(({ name }) => name), stream });
}

function entriesIn(directory: Uint8Array): Entry[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const entries: Entry[] = [];
  const utf16 = new TextDecoder("utf-16le");
  for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES) {
    const length = Math.min(Math.max(0, view.getUint16(at + 64, true) - 2), 62);
    entries.push({
      name: utf16.decode(directory.subarray(at, at + length)),
      type: view.getUint8(at + 66),
      start: view.getUint32(at + 116, true),
      size: view.getUint32(at + 120, true),
    });
  }
  return entries;
}

function numbersOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length >> 2 }, (_, at) => view.getUint32(at * 4, true));
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
