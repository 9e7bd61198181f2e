/**
 * Loaded into the server's process before it (`node --import`): the operator reads session keys out of its memory, the
 * moment they are made, and hands them to the hostile layer through the process channel. The server itself runs unchanged.
 */

import type { KeyObject } from "node:crypto";
import { toHex } from "@alcove/bytes";
import { type Session, Sessions } from "../../../apps/server/src/session/sessions.ts";

const begin = Sessions.prototype.begin;
Sessions.prototype.begin = function (this: Sessions, session: Session): void {
  const held = session as unknown as { readonly macKey?: KeyObject; readonly key?: Uint8Array };
  process.send?.({
    id: toHex(session.id),
    key: toHex(held.macKey ? new Uint8Array(held.macKey.export()) : (held.key ?? new Uint8Array(0))),
    deviceKey: toHex(session.deviceKey),
    scope: session.scope.kind,
  });
  begin.call(this, session);
};
