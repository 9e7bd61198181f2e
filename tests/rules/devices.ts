/** Real devices on a real server for the rules of docs/spec that only a whole device can show. */

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail } from "@alcove/bytes";
import { nodeClock, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import {
  createVault,
  type NoteKind,
  type Outcome,
  type PairingStep,
  sentenceOf,
  type Sql,
  type Transport,
  type TransportRequest,
  type Vault,
  type VaultStatus,
} from "@alcove/vault";
import type { ServerOptions } from "../../apps/server/src/server.ts";
import { type RunningServer, runServer } from "../../apps/server/src/testing/run-server.ts";
import { lightCryptoPort } from "../light/crypto-port.ts";

export const passphrase = "walnut ferry quilt amber gravel";

export type Device = {
  readonly vault: Vault;
  readonly folder: string;
  /** Its file, for a test that fills or looks into it. */
  readonly disk: Sql;
  /** Every request that left this device, in order. */
  readonly sent: TransportRequest[];
  network: Network;
  clockAheadMs: number;
  /** Once: what others do after the next request to this path has left, and before it arrives. */
  meanwhile?: { readonly path: string; readonly act: () => Promise<void> } | undefined;
  /** Which requests, by their paths, are lost on their way. */
  lost?: ((path: string) => boolean) | undefined;
};

/**
 * What happens to requests from now on. Of appends only: "cut" before they arrive. Of appends, recoveries and draft slots: "answer-lost"
 * after the server acted. "chunks-lost": all arrive but chunks of attachments. "keys-cut", "keys-lost": of the two acts on
 * one's own keys, before they arrive and after the server acted.
 */
export type Network = "up" | "down" | "cut" | "answer-lost" | "chunks-lost" | "keys-cut" | "keys-lost";

export type Stage = {
  readonly server: RunningServer;
  open(options?: OpenOptions): Promise<Device>;
  close(): Promise<void>;
};
/** A copy is the same device twice, so it never talks to the server. */
type OpenOptions = { readonly clockAheadMs?: number; readonly copyOf?: Device };

export async function setStage(options: Partial<ServerOptions> = {}): Promise<Stage> {
  const server = await runServer(options);
  const opened: Device[] = [];
  return {
    server,
    async open({ clockAheadMs = 0, copyOf } = {}) {
      const folder = mkdtempSync(join(tmpdir(), "alcove-rules-"));
      if (copyOf) cpSync(copyOf.folder, folder, { recursive: true });
      const network: Network = copyOf ? "down" : "up";
      const device: Omit<Device, "vault" | "disk"> = { folder, sent: [], network, clockAheadMs };
      const store = openNodeStore(folder);
      const vault = createVault({
        crypto: await lightCryptoPort(),
        store,
        transport: steered(createHttpTransport(), device),
        clock: { ...nodeClock, now: () => nodeClock.now() + device.clockAheadMs },
        log: () => {},
      });
      const whole = Object.assign(device, { vault, disk: store.disk });
      opened.push(whole);
      return whole;
    },
    async close() {
      await Promise.all(opened.map(({ vault }) => vault.close()));
      await server.remove();
      for (const { folder } of opened) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function steered(transport: Transport, device: Pick<Device, "sent" | "network" | "meanwhile" | "lost">): Transport {
  const unreachable = fail({ code: "server-unreachable" as const });
  return {
    async request(origin, request) {
      if (device.network === "down") return unreachable;
      device.sent.push(request);
      if (device.lost?.(request.path)) return unreachable;
      const { meanwhile } = device;
      if (meanwhile?.path === request.path) {
        device.meanwhile = undefined;
        await meanwhile.act();
      }
      if (device.network === "cut" && request.path === "/v1/append") return unreachable;
      if (device.network === "chunks-lost" && isChunk(request)) return unreachable;
      const replacesKeys = request.path === "/v1/passphrase" || request.path === "/v1/rekey";
      if (device.network === "keys-cut" && replacesKeys) return unreachable;
      const answer = await transport.request(origin, request);
      if (device.network === "keys-lost" && replacesKeys) return unreachable;
      const isKept = ["/v1/append", "/v1/recovery"].includes(request.path) || request.path.startsWith("/v1/drafts/");
      return device.network === "answer-lost" && isKept ? unreachable : answer;
    },
    events(origin, request, onData, onEnd) {
      return transport.events(origin, request, onData, onEnd);
    },
  };
}

/** A chunk on its way to the server. */
export function isChunk({ method, path }: TransportRequest): boolean {
  return method === "PUT" && path.includes("/blobs/");
}

export function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`failed: ${JSON.stringify(outcome.error)} ${sentenceOf(outcome.error)}`);
  return outcome.value;
}

/** A practice with one chart, founded on this device. */
export async function found(stage: Stage, { vault }: Device): Promise<{ kit: string; chart: string }> {
  const founded = must(
    await vault.found({
      server: stage.server.origin,
      practiceName: "Quiet Room",
      ownerName: "Ada Owner",
      ownerEmail: "ada@quiet.example",
      deviceName: "laptop",
      passphrase,
    }),
  );
  const { id } = must(await vault.createChart({ name: "R. Client" }));
  await settle(vault);
  return { kit: founded.kit.text, chart: id };
}

/** A second device that is not provisional any more. */
export async function enrolByKit(kit: string, first: Device, second: Device): Promise<void> {
  must(await second.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: "phone" }));
  await settle(first.vault);
  await settle(second.vault);
}

export async function save(
  { vault }: Device,
  chart: string,
  text: string,
  more: {
    readonly note?: string;
    readonly basedOn?: readonly string[];
    readonly kind?: NoteKind;
    readonly draft?: string;
  } = {},
): Promise<{ note: string; revision: string }> {
  const { basedOn = [], ...rest } = more;
  return must(
    await vault.saveNote({
      chart,
      kind: "progress",
      date: "2026-03-02",
      title: "Session",
      body: { text },
      basedOn,
      ...rest,
    }),
  );
}

export async function keep(
  { vault }: Device,
  chart: string,
  text: string,
  id?: string,
  kind: NoteKind = "progress",
): Promise<string> {
  const draft = {
    chart,
    kind,
    date: "2026-03-02",
    title: "",
    body: { text },
    basedOn: [],
    ...(id === undefined ? {} : { id }),
  };
  return must(await vault.keepDraft(draft)).id;
}

export async function settle(vault: Vault): Promise<void> {
  for (let i = 0; i < 10; i++) {
    must(await vault.sync());
    if ((await openStatus(vault)).waiting === 0) return;
  }
  throw new Error("saves still wait after ten syncs");
}

export async function openStatus(vault: Vault): Promise<Extract<VaultStatus, { phase: "open" }>> {
  const status = await vault.status();
  if (status.phase !== "open") throw new Error(`the vault is ${status.phase}`);
  return status;
}

export type LockedView = Extract<VaultStatus, { phase: "locked" }>;

export async function lockedStatus(vault: Vault): Promise<LockedView> {
  const status = await vault.status();
  if (status.phase !== "locked") throw new Error(`the vault is ${status.phase}`);
  return status;
}

export type StepOf<Step extends PairingStep["step"]> = Extract<PairingStep, { step: Step }>;

/** The next pairing step of this kind on this device; one that fails instead ends the wait. */
export function stepOf<Step extends PairingStep["step"]>(
  { vault }: Device,
  step: Step,
): Promise<StepOf<Step | "failed">> {
  return new Promise((resolve) => {
    const stop = vault.subscribe((event) => {
      if (event.kind !== "pairing" || (event.step.step !== step && event.step.step !== "failed")) return;
      stop();
      resolve(event.step as StepOf<Step | "failed">);
    });
  });
}
