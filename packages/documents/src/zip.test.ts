import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { crc32 } from "./crc32.ts";
import { createInflation } from "./inflation.ts";
import { defaultDocumentLimits } from "./limits.ts";
import { bytesOf } from "./testing/build-rtf.ts";
import { openZip } from "./zip.ts";

const letters = strToU8("therapy ".repeat(20_000));

function readAll(archive: Uint8Array, name: string, limits = {}, wanted = Number.POSITIVE_INFINITY) {
  const zip = openZip(archive);
  if (!zip.ok) return zip.error;
  const entry = zip.value.find(name);
  if (entry === undefined) return "absent";
  let length = 0;
  const read = zip.value.read(entry, createInflation({ ...defaultDocumentLimits, ...limits }), (piece) => {
    length += piece.length;
    return length < wanted;
  });
  return read.ok ? `${read.value} ${length}` : read.error;
}

describe("zip", () => {
  test("deflated and stored entries are read whole, names without regard to case", () => {
    const archive = zipSync({ "a/Deflated.xml": letters, "stored.bin": [letters, { level: 0 }] });
    expect(readAll(archive, "A/deflated.XML")).toBe(`whole ${letters.length}`);
    expect(readAll(archive, "stored.bin")).toBe(`whole ${letters.length}`);
    expect(readAll(archive, "other")).toBe("absent");
  });

  test("an archive with bytes before it and a comment after it is found", () => {
    const archive = zipSync({ a: letters }, { comment: "" } as object);
    const end = archive.slice();
    end[end.length - 2] = 5;
    expect(readAll(Uint8Array.from([...bytesOf("#!/bin/sh\n"), ...end, ...bytesOf("hello")]), "a")).toBe(
      `whole ${letters.length}`,
    );
  });

  test("sizes in the zip64 extra field are read", () => {
    const archive = zip64("a.txt", strToU8("hello"));
    expect(readAll(archive, "a.txt")).toBe("whole 5");
  });

  test("a part is no longer inflated than it is wanted", () => {
    const archive = zipSync({ a: new Uint8Array(20_000_000) });
    const read = readAll(archive, "a", { maxInflationRatio: Number.POSITIVE_INFINITY }, 1_000);
    expect(read).toMatch(/^stopped 1\d{7}$/);
  });

  test("what was cut anywhere is damaged, never half read as whole", () => {
    const archive = zipSync({ a: letters, b: [letters, { level: 0 }] });
    for (const length of [0, 3, 30, 100, 1_000, archive.length - 30, archive.length - 1]) {
      expect(readAll(archive.slice(0, length), "a"), String(length)).toMatchObject({ code: "document-damaged" });
    }
  });

  test("offsets and lengths that lead out of the file are damaged", () => {
    const archive = zipSync({ a: letters });
    const directory = findBytes(archive, "PK\x01\x02");
    const changed = (at: number, ...values: number[]) => {
      const copy = archive.slice();
      copy.set(values, at);
      return readAll(copy, "a");
    };
    expect(changed(archive.length - 6, 0xff, 0xff, 0xff)).toMatchObject({ code: "document-damaged" });
    for (const field of [20, 28, 30, 32, 42]) {
      expect(changed(directory + field, 0xf0, 0xff), String(field)).toMatchObject({ code: "document-damaged" });
    }
    const long = zip64("a", strToU8("hello"));
    long.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f], findBytes(long, "PK\x01\x02") + 46 + 1 + 4 + 8);
    expect(readAll(long, "a")).toMatchObject({ code: "document-damaged" });
  });

  test("a changed byte in the data is found by the checksum, or by the decoder", () => {
    const archive = zipSync({ a: letters, b: [letters, { level: 0 }] });
    for (const [name, at] of [
      ["a", 60],
      ["a", 200],
      ["b", archive.length - 5_000],
    ] as const) {
      const changed = archive.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      expect(readAll(changed, name), `${name} ${at}`).toMatchObject({ code: "document-damaged" });
    }
  });

  test("an encrypted entry and an unknown method are named", () => {
    const encrypted = zipSync({ a: letters });
    const directory = findBytes(encrypted, "PK\x01\x02");
    encrypted[directory + 8] = 1;
    expect(readAll(encrypted, "a")).toEqual({ code: "document-encrypted" });
    const method = zipSync({ a: letters });
    method[findBytes(method, "PK\x01\x02") + 10] = 14;
    expect(readAll(method, "a")).toEqual({ code: "document-unsupported", reason: "compression-method" });
  });

  test("a bomb is refused while it inflates, whatever size it declares", () => {
    const bomb = zipSync({ a: new Uint8Array(20_000_000) });
    const lying = bomb.slice();
    const directory = findBytes(lying, "PK\x01\x02");
    lying.set([16, 0, 0, 0], directory + 24);
    for (const archive of [bomb, lying]) {
      const read = readAll(archive, "a");
      expect(read).toMatchObject({ code: "document-zip-bomb", limitRatio: 200, limitBytes: 268_435_456 });
      const { inflatedBytes } = read as { inflatedBytes: number };
      expect(inflatedBytes).toBeGreaterThan(10_485_760);
      expect(inflatedBytes).toBeLessThan(10_485_760 + 17_000_000);
    }
  });

  test("many parts count together", () => {
    const noise = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 2654435761) >>> 24);
    const zip = openZip(zipSync({ a: [noise, { level: 0 }] }));
    if (!zip.ok) throw new Error("expected a zip");
    const entry = zip.value.find("a");
    if (entry === undefined) throw new Error("expected an entry");
    const inflation = createInflation({ ...defaultDocumentLimits, maxInflatedBytes: 350_000 });
    const reads = Array.from({ length: 4 }, () => zip.value.read(entry, inflation, () => true).ok);
    expect(reads).toEqual([true, true, true, false]);
  });
});

test("the checksum is the one of ISO 3309, and goes on from where it was", () => {
  expect(crc32(strToU8("123456789"), 0)).toBe(0xcbf43926);
  expect(crc32(strToU8("6789"), crc32(strToU8("12345"), 0))).toBe(0xcbf43926);
});

function findBytes(bytes: Uint8Array, latin1: string): number {
  return Array.from(bytes, (byte) => String.fromCharCode(byte))
    .join("")
    .indexOf(latin1);
}

/** One stored entry whose sizes and offset are only in the extra field. */
function zip64(name: string, content: Uint8Array): Uint8Array {
  const u16 = (...values: number[]) => values.flatMap((value) => [value & 255, value >>> 8]);
  const u32 = (...values: number[]) => values.flatMap((value) => u16(value & 0xffff, value >>> 16));
  const u64 = (...values: number[]) => values.flatMap((value) => u32(value, 0));
  const full = 0xffffffff;
  const checksum = crc32(content, 0);
  const size = content.length;
  const local = [
    bytesOf("PK\x03\x04"),
    u16(45, 0, 0),
    u32(0, checksum, full, full),
    u16(name.length, 0),
    bytesOf(name),
    content,
  ].flatMap((part) => [...part]);
  const extra = [...u16(1, 24), ...u64(size, size, 0)];
  const directory = [
    bytesOf("PK\x01\x02"),
    u16(45, 45, 0, 0),
    u32(0, checksum, full, full),
    u16(name.length, extra.length, 0, 0, 0),
    u32(0, full),
    bytesOf(name),
    extra,
  ].flatMap((part) => [...part]);
  const endings = [
    bytesOf("PK\x06\x06"),
    u64(44),
    u16(45, 45),
    u32(0, 0),
    u64(1, 1, directory.length, local.length),
    bytesOf("PK\x06\x07"),
    u32(0),
    u64(local.length + directory.length),
    u32(1),
    bytesOf("PK\x05\x06"),
    u16(0, 0, 0xffff, 0xffff),
    u32(full, full),
    u16(0),
  ].flatMap((part) => [...part]);
  return Uint8Array.from([...local, ...directory, ...endings]);
}
