import { type FaultyServer, startFaultyServer } from "@alcove/vault/testing/faulty-server";
import { transportContract, transportLimits } from "@alcove/vault/testing/transport";
import { afterAll, beforeAll, describe, test } from "vitest";
import { createHttpTransport } from "./http-transport.ts";

let server: FaultyServer;
beforeAll(async () => {
  server = await startFaultyServer();
});
afterAll(() => server.close());

describe.concurrent("the transport contract on Node", () => {
  for (const { title, run } of transportContract) {
    test(title, () => {
      const transport = createHttpTransport(transportLimits);
      return run({ transport, limits: transportLimits, origin: server.origin, closedOrigin: server.closedOrigin });
    });
  }
});
