/** `FileSystemSyncAccessHandle`, which only the library of worker types knows. */
export type SyncHandle = {
  read(into: Uint8Array, place: { readonly at: number }): number;
  write(from: Uint8Array, place: { readonly at: number }): number;
  truncate(bytes: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
};
