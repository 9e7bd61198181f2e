/**
 * Loaded into the server's process before it (`node --import`): the operator reads session keys out of its memory, the
 * moment they are made, and hands them to the hostile layer through the process channel. The server itself runs unchanged.
 */

import { toHex } from "@alcove/bytes";
import { type Session, Sessions } from "../../../apps/server/src/session/sessions.ts";

const begin = Sessions.prototype.begin;
Sessions.prototype.begin = function (this: Sessions, session: Session): void {
  process.send?.({
    id: toHex(session.id),
    key: toHex(session.key),
    deviceKey: toHex(session.deviceKey),
    scope: session.scope.kind,
  });
  begin.call(this, session);
};
