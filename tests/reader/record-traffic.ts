/** Records what a server gives one device: leaves, bodies, checkpoint, keyring and chunks, read by the reader's own CBOR. */

import type { Transport, TransportAnswer, TransportRequest } from "@alcove/vault";
import { type Cbor, read } from "./cbor.ts";
import type { StoredPractice } from "./make-practice.ts";
import { hex } from "./primitives.ts";

type Message = { readonly [member: string]: Cbor };

export function recordTraffic(transport: Transport) {
  const leaves: string[] = [];
  const bodies = new Map<number, { entry: string; payload: string[] }>();
  const chunks = new Map<string, string[]>();
  let keyring: StoredPractice["keyring"] | undefined;
  let checkpoint = "";

  function takeLeaves(from: number, answer: Message): void {
    const text = hex(answer["leaves"] as Uint8Array);
    for (let i = 0; i * 98 < text.length; i++) leaves[from + i] = text.slice(i * 98, i * 98 + 98);
    checkpoint = answer["checkpoint"] as string;
  }
  function takeBody(index: number, { entry, payload }: Message): void {
    bodies.set(index, { entry: hex(entry as Uint8Array), payload: (payload as Uint8Array[]).map(hex) });
  }

  function take({ method, path, body }: TransportRequest, answer: TransportAnswer): void {
    if (answer.status !== 200) return;
    const asked = () => read(body as Uint8Array) as Message;
    const answered = () => read(answer.body) as Message;
    if (path === "/v1/sync") {
      takeLeaves(asked()["leavesFrom"] as number, answered());
      for (const each of answered()["bodies"] as Message[]) takeBody(each["index"] as number, each);
    } else if (path === "/v1/append") {
      takeLeaves(asked()["from"] as number, answered());
      const first = answered()["first"] as number;
      for (const [i, entry] of (asked()["entries"] as Message[]).entries()) takeBody(first + i, entry);
    } else if (path === "/v1/keyring") {
      const { keyringVersion, kdfVersion, slot0, keyring: sealed } = answered() as never;
      keyring = { keyringVersion, kdfVersion, slot0: hex(slot0), keyring: hex(sealed) };
    }
    const [, blob, index] = /^\/v1\/compartments\/[0-9a-f]+\/blobs\/([0-9a-f]+)\/([0-9]+)$/.exec(path) ?? [];
    if (method === "GET" && blob && index) {
      const list = chunks.get(blob) ?? [];
      list[Number(index)] = hex(answer.body);
      chunks.set(blob, list);
    }
  }

  return {
    transport: {
      async request(origin, request) {
        const answer = await transport.request(origin, request);
        if (answer.ok) take(request, answer.value);
        return answer;
      },
      events: (origin, request, onData, onEnd) => transport.events(origin, request, onData, onEnd),
    } satisfies Transport,
    recorded(): Omit<StoredPractice, "kit" | "passphrase"> {
      if (!keyring) throw new Error("the device asked for its keyring");
      const sorted = [...bodies].sort(([a], [b]) => a - b).map(([index, body]) => ({ index, ...body }));
      return { keyring, leaves: leaves.join(""), checkpoint, bodies: sorted, blobs: Object.fromEntries(chunks) };
    },
  };
}
