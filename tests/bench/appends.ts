/**
 * `appendsPerSecond`: batches are sealed and signed before the clock starts, so that the server is what is measured. The
 * request's MAC is not: it goes over the size that the device knows, which moves with each answer.
 */

import { spawn } from "node:child_process";
import { createHash, createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Agent, request as httpRequest } from "node:http";
import { asHash, type Bytes, encodeCbor } from "@alcove/bytes";
import { encodeSessionHeader, requestBytes, sessionHeader } from "@alcove/protocol";
import { freePort } from "../../apps/server/src/testing/free-port.ts";
import { type OpenSession, TestDevice } from "../../apps/server/src/testing/device.ts";
import { connections, load } from "./append-load.ts";
import { startServer } from "./real-parts.ts";

const milliseconds = 3000;
const prepared = 700;
const noteBytes = 3144;

/** A practice's ledger: all that is acknowledged is in it, so a device may ask for what comes after. */
type Known = { size: number };
type Sender = {
  readonly session: OpenSession;
  readonly macKey: KeyObject;
  readonly known: Known;
  /** Signed in the order in which they will be sent. */
  readonly entries: readonly Entry[];
  sent: number;
};
type Entry = Awaited<ReturnType<TestDevice["batch"]>>["entry"];
type Ready = { readonly body: Bytes; readonly headers: Record<string, string> };

/**
 * `practices`: over how many the 32 devices are spread. One is a practice at work. With one each, every append needs a
 * checkpoint, a signature and pages of the database of its own, and the ratio is lower.
 */
export async function measureAppends(practices = 1): Promise<{ ours: number; bare: number }> {
  const server = await startServer();
  const senders: Sender[] = [];
  for (let i = 0; i < practices; i++) senders.push(...(await foundSenders(server.origin, connections / practices)));
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ours = await load(milliseconds, async (connection) => {
    const sender = senders[connection] as Sender;
    await post(agent, `${server.origin}/v1/append`, nextRequest(sender));
    sender.known.size++;
  });
  const { body } = nextRequest(senders[0] as Sender);
  await server.stop();

  const barePort = await freePort();
  const program = fileURLToPath(new URL("./bare-server.ts", import.meta.url));
  const child = spawn(process.execPath, ["--no-warnings", program, String(barePort)], { stdio: "inherit" });
  await untilOpen(barePort);
  const bare = await load(milliseconds, () =>
    post(agent, `http://127.0.0.1:${barePort}/append`, { body, headers: {} }),
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  agent.destroy();
  await ended;
  return { ours, bare };
}

/** Devices of one new practice, with what they will send. */
async function foundSenders(origin: string, count: number): Promise<Sender[]> {
  const first = await (await TestDevice.found(origin)).login();
  const compartment = await first.openCompartment();
  const devices = [first];
  while (devices.length < count) {
    const device = await first.sibling();
    await first.enrol(device, "pairing");
    devices.push(await device.login());
  }
  const known = { size: first.chains.checkpoint.size };
  const senders: Sender[] = [];
  for (const device of devices) {
    const { session } = device;
    if (!session) throw new Error("signed in a few lines above");
    const place = { ...compartment, counter: 0 };
    const entries: Entry[] = [];
    for (let i = 0; i < prepared; i++) {
      const { entry, took } = await device.batch(place, [randomBytes(noteBytes)]);
      took();
      entries.push(entry);
    }
    senders.push({ session, macKey: createSecretKey(session.key), known, entries, sent: 0 });
  }
  return senders;
}

function nextRequest(sender: Sender): Ready {
  const { session, macKey, known } = sender;
  const entry = sender.entries[sender.sent++];
  if (!entry) throw new Error("more requests were answered than prepared: prepare more");
  const body = encodeCbor({ from: known.size, entries: [entry] as never });
  session.counter++;
  const facts = {
    session: session.id,
    counter: session.counter,
    method: "POST",
    pathAndQuery: "/v1/append",
    bodyHash: asHash(new Uint8Array(createHash("sha256").update(body).digest())),
  };
  const mac = createHmac("sha256", macKey).update(requestBytes(facts)).digest();
  return { body, headers: { [sessionHeader]: encodeSessionHeader(session.id, session.counter, mac) } };
}

async function untilOpen(port: number): Promise<void> {
  for (let i = 0; i < 200; i++) {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("the probe's server did not start");
}

function post(agent: Agent, url: string, { body, headers }: Ready): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      {
        method: "POST",
        agent,
        headers: { "content-type": "application/cbor", "content-length": body.length, ...headers },
      },
      (response) => {
        response.resume();
        response.once("end", () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
        );
      },
    );
    request.once("error", reject);
    request.end(body);
  });
}
