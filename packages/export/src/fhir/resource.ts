/** What resources are made of (HL7 FHIR R4, 4.0.1). */

import { utf8 } from "@alcove/bytes";

/** A resource, or a part of one; members that are `undefined` are left out when it is written. */
export type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json | undefined };
export type Resource = {
  readonly resourceType: string;
  readonly id: string;
  readonly [name: string]: Json | undefined;
};

/** A record's id, 32 hex digits, as a UUID. */
export const uuid = (id: string): string =>
  [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20, 32)].join("-");

export const reference = (id: string, display?: string): Json => ({
  reference: `urn:uuid:${id}`,
  display: given(display),
});

/** FHIR has no empty strings. */
export const given = (text: string | undefined): string | undefined => (text?.trim() ? text : undefined);

export const instant = (ms: number): string => new Date(ms).toISOString();

export const coded = (system: string, code: string, text?: string): Json => ({
  coding: [{ system, code }],
  text: given(text),
});

export const said = (text: string): Json | undefined => (given(text) ? { text } : undefined);

export const noted = (...texts: readonly (string | undefined)[]): Json | undefined => {
  const notes = texts.filter((text) => given(text) !== undefined).map((text) => ({ text: text as string }));
  return notes.length > 0 ? notes : undefined;
};

export const terminology = "http://terminology.hl7.org/CodeSystem";

/** Of an attachment: words that stand in the bundle itself. */
export const plainText = (text: string): { readonly [name: string]: Json } => ({
  contentType: "text/plain; charset=utf-8",
  data: base64(utf8(text)),
});

const alphabet = utf8("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

function base64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(0x3d);
  for (let at = 0, to = 0; at < bytes.length; at += 3, to += 4) {
    const left = Math.min(3, bytes.length - at);
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let sign = 0; sign <= left; sign++) text[to + sign] = alphabet[(bits >> (18 - sign * 6)) & 63] ?? 0;
  }
  return new TextDecoder().decode(text);
}
