/**
 * SQLite's way to the private files: a VFS over handles that are open already (docs/adr/0004).
 *
 * A file of no bytes doesn't exist for SQLite, and deleting is truncating. There are no locks: the handles belong to this
 * worker alone, and one connection uses them. A write that the browser refuses is a full disk, whatever the reason it gives.
 */

import type { Sqlite3Static, WasmPointer } from "@sqlite.org/sqlite-wasm";
import type { PrivateFiles } from "./private-files.ts";
import type { SyncHandle } from "./sync-handle.ts";

const vfsName = "alcove-private-files";
const longestPath = 64;
/** What file systems write at once; SQLite keeps what it may not tear in pieces of this. */
const sectorBytes = 4096;
/** Days from noon of 24 November 4714 BC to 1970, and a day, in milliseconds: SQLite's clock. */
const julianEpochMs = 210_866_760_000_000;
const dayMs = 86_400_000;

/** Registers the VFS over `files`, once for each instance of SQLite, and gives its name. */
export function installPrivateVfs(sqlite: Sqlite3Static, files: PrivateFiles): string {
  const { capi, wasm } = sqlite;
  const opened = new Map<WasmPointer, SyncHandle>();
  const pathAt = (name: WasmPointer): string => (wasm.cstrToJs(name) ?? "").replace(/^\//, "");
  const handleOf = (file: WasmPointer): SyncHandle => opened.get(file) as SyncHandle;

  /** SQLite's code for what `work` throws; nothing may be thrown into WASM. */
  const attempt = (code: number, work: () => number | undefined): number => {
    try {
      return work() ?? capi.SQLITE_OK;
    } catch (error) {
      return error instanceof DOMException && error.name === "QuotaExceededError" ? capi.SQLITE_FULL : code;
    }
  };

  const io = new capi.sqlite3_io_methods();
  Object.assign(io, { $iVersion: 1 });
  const fileMethods = {
    xClose: (file: WasmPointer) => {
      opened.delete(file);
      return capi.SQLITE_OK;
    },
    xRead: (file: WasmPointer, into: WasmPointer, bytes: number, offset: bigint | number) =>
      attempt(capi.SQLITE_IOERR_READ, () => {
        const buffer = wasm.heap8u().subarray(into, into + bytes);
        const read = handleOf(file).read(buffer, { at: Number(offset) });
        if (read === bytes) return capi.SQLITE_OK;
        buffer.fill(0, read);
        return capi.SQLITE_IOERR_SHORT_READ;
      }),
    xWrite: (file: WasmPointer, from: WasmPointer, bytes: number, offset: bigint | number) =>
      attempt(capi.SQLITE_IOERR_WRITE, () => {
        const written = handleOf(file).write(wasm.heap8u().subarray(from, from + bytes), { at: Number(offset) });
        return written === bytes ? capi.SQLITE_OK : capi.SQLITE_FULL;
      }),
    xTruncate: (file: WasmPointer, size: bigint | number) =>
      attempt(capi.SQLITE_IOERR_TRUNCATE, () => void handleOf(file).truncate(Number(size))),
    xSync: (file: WasmPointer) => attempt(capi.SQLITE_IOERR_FSYNC, () => void handleOf(file).flush()),
    xFileSize: (file: WasmPointer, out: WasmPointer) =>
      attempt(capi.SQLITE_IOERR_FSTAT, () => void wasm.poke64(out, BigInt(handleOf(file).getSize()))),
    xLock: () => capi.SQLITE_OK,
    xUnlock: () => capi.SQLITE_OK,
    xCheckReservedLock: (_: WasmPointer, out: WasmPointer) => {
      wasm.poke32(out, 0);
      return capi.SQLITE_OK;
    },
    xFileControl: () => capi.SQLITE_NOTFOUND,
    xSectorSize: () => sectorBytes,
    // A torn write harms no bytes beside it, as SQLite takes for granted of every usual file system. Otherwise it fills up
    // each commit's last sector by a copy of a page, half of it behind the flush: `combineWrites` could lose that.
    xDeviceCharacteristics: () => capi.SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN | capi.SQLITE_IOCAP_POWERSAFE_OVERWRITE,
  };

  const vfs = new capi.sqlite3_vfs();
  const vfsMethods = {
    xOpen: (_: WasmPointer, name: WasmPointer, file: WasmPointer, flags: number, flagsOut: WasmPointer) => {
      const handle = name ? files.get(pathAt(name)) : undefined;
      if (!handle) return capi.SQLITE_CANTOPEN;
      opened.set(file, handle);
      const struct = new capi.sqlite3_file(file);
      struct.$pMethods = io.pointer;
      struct.dispose();
      wasm.poke32(flagsOut, flags);
      return capi.SQLITE_OK;
    },
    xDelete: (_: WasmPointer, name: WasmPointer) =>
      attempt(capi.SQLITE_IOERR_DELETE, () => {
        const handle = files.get(pathAt(name));
        handle?.truncate(0);
        // A commit of the rollback journal is its deletion.
        handle?.flush();
        return capi.SQLITE_OK;
      }),
    xAccess: (_: WasmPointer, name: WasmPointer, __: number, out: WasmPointer) =>
      attempt(capi.SQLITE_IOERR_ACCESS, () => {
        wasm.poke32(out, (files.get(pathAt(name))?.getSize() ?? 0) > 0 ? 1 : 0);
        return capi.SQLITE_OK;
      }),
    xFullPathname: (_: WasmPointer, name: WasmPointer, bytes: number, out: WasmPointer) =>
      wasm.cstrncpy(out, name, bytes) < bytes ? capi.SQLITE_OK : capi.SQLITE_CANTOPEN,
    xSleep: () => capi.SQLITE_OK,
    xCurrentTime: (_: WasmPointer, out: WasmPointer) => {
      wasm.poke(out, (julianEpochMs + Date.now()) / dayMs, "double");
      return capi.SQLITE_OK;
    },
    xCurrentTimeInt64: (_: WasmPointer, out: WasmPointer) => {
      wasm.poke64(out, BigInt(julianEpochMs + Date.now()));
      return capi.SQLITE_OK;
    },
    xGetLastError: () => capi.SQLITE_OK,
  };
  // Describes itself, which the types know of its instances only.
  const fileStruct = capi.sqlite3_file as unknown as { readonly structInfo: { readonly sizeof: number } };
  const usual = new capi.sqlite3_vfs(capi.sqlite3_vfs_find(null as unknown as string) as number);
  Object.assign(vfs, {
    $iVersion: 2,
    $szOsFile: fileStruct.structInfo.sizeof,
    $mxPathname: longestPath,
    $xRandomness: (usual as unknown as { readonly $xRandomness: WasmPointer }).$xRandomness,
  });
  usual.dispose();
  // The types say numbers where SQLite hands over 64-bit integers.
  type Install = Parameters<Sqlite3Static["vfs"]["installVfs"]>[0];
  sqlite.vfs.installVfs({ io: { struct: io, methods: fileMethods } } as unknown as Install);
  sqlite.vfs.installVfs({ vfs: { struct: vfs, methods: vfsMethods, name: vfsName } } as unknown as Install);
  return vfsName;
}
