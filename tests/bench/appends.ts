/** `appendsPerSecond`: everything a device does is prepared before the clock starts, so that the server is what is measured. */

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Agent, request as httpRequest } from "node:http";
import { type Bytes, encodeCbor } from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import { encodeSessionHeader, requestMac, sessionHeader } from "@alcove/protocol";
import { TestDevice } from "../../apps/server/src/testing/device.ts";
import { connections, load } from "./append-load.ts";
import { freePort, startServer } from "./real-parts.ts";

const milliseconds = 3000;
const prepared = 900;
const noteBytes = 3144;

type Ready = { readonly body: Bytes; readonly headers: Record<string, string> };

export async function measureAppends(): Promise<{ ours: number; bare: number }> {
  const server = await startServer();
  const ready: Ready[][] = [];
  for (let i = 0; i < connections; i++) ready.push(await prepare(await TestDevice.found(server.origin)));
  const next = ready.map(() => 0);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ours = await load(milliseconds, async (connection) => {
    const one = ready[connection]?.[next[connection] as number];
    next[connection] = (next[connection] as number) + 1;
    if (!one) throw new Error("more requests were answered than prepared: prepare more");
    await post(agent, `${server.origin}/v1/append`, one);
  });
  await server.stop();

  const barePort = await freePort();
  const program = fileURLToPath(new URL("./bare-server.ts", import.meta.url));
  const child = spawn(process.execPath, ["--no-warnings", program, String(barePort)], { stdio: "inherit" });
  await untilOpen(barePort);
  const body = ready[0]?.[0]?.body ?? new Uint8Array(noteBytes);
  const bare = await load(milliseconds, () =>
    post(agent, `http://127.0.0.1:${barePort}/append`, { body, headers: {} }),
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  agent.destroy();
  await ended;
  return { ours, bare };
}

/** Batches of one note each, signed and MACed in the order in which they will be sent. */
async function prepare(device: TestDevice): Promise<Ready[]> {
  await device.login();
  const compartment = await device.openCompartment();
  const { session } = device;
  if (!session) throw new Error("signed in a line above");
  const all: Ready[] = [];
  for (let i = 0; i < prepared; i++) {
    const { entry, took } = await device.batch(compartment, [randomBytes(noteBytes)]);
    took();
    // Founding and the first compartment are 3 leaves: each answer then holds its own leaf and no other.
    const body = encodeCbor({ from: 3 + i, entries: [entry] as never });
    session.counter++;
    const mac = requestMac(session.key, {
      session: session.id,
      counter: session.counter,
      method: "POST",
      pathAndQuery: "/v1/append",
      bodyHash: hash(body),
    });
    all.push({ body, headers: { [sessionHeader]: encodeSessionHeader(session.id, session.counter, mac) } });
  }
  return all;
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
