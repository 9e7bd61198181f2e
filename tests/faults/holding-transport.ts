/** A line on which appends don't get through for a while, so that saves wait on the device. */

import { fail } from "@alcove/bytes";
import { createHttpTransport } from "@alcove/transport-http";
import type { Transport } from "@alcove/vault";

export const heldBack = { appends: false };

const transport = createHttpTransport();
export const holding: Transport = {
  async request(origin, request) {
    if (heldBack.appends && request.path === "/v1/append") return fail({ code: "server-unreachable" });
    return transport.request(origin, request);
  },
  events: (...given) => transport.events(...given),
};
