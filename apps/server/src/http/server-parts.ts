/** What the routes work with. */

import type { CryptoPort, SigningKey } from "@alcove/crypto";
import type { BlobFolder } from "../blobs/blob-folder.ts";
import type { Clock } from "../clock.ts";
import type { AppendQueue } from "../commit/append-queue.ts";
import type { ServerKeys } from "../keys/server-keys.ts";
import type { Metrics } from "../metrics.ts";
import type { PracticeShelf } from "../practice/shelf.ts";
import type { HelloDesk } from "../session/hello.ts";
import type { LoginDesk } from "../session/login.ts";
import type { Knocks } from "../session/knocks.ts";
import type { PortalDesk } from "../session/portal.ts";
import type { RecoverDesk } from "../session/recover.ts";
import type { Sessions } from "../session/sessions.ts";
import type { ServedDesk } from "../store/served.ts";
import type { Database } from "../store/database.ts";
import type { WitnessDesk } from "../witness/witness-desk.ts";
import type { Nudges } from "./events.ts";

export type ServerParts = {
  readonly clock: Clock;
  readonly port: CryptoPort;
  readonly keys: ServerKeys;
  /** The checkpoint key, pinned by every practice founded here. */
  readonly ledgerKey: SigningKey;
  readonly database: Database;
  readonly shelf: PracticeShelf;
  readonly queue: AppendQueue;
  readonly sessions: Sessions;
  readonly hellos: HelloDesk;
  readonly logins: LoginDesk;
  readonly recoveries: RecoverDesk;
  readonly portals: PortalDesk;
  readonly knocks: Knocks;
  readonly nudges: Nudges;
  readonly served: ServedDesk;
  /** Absent: this server witnesses nobody else's ledger. */
  readonly witness: WitnessDesk | undefined;
  readonly blobs: BlobFolder;
  readonly metrics: Metrics;
  readonly founding: "open" | "closed";
  /** The API origin as pinned in practice.create; known once the server listens. */
  readonly origin: string;
  /** Origins of the pages that its people use: its own, and where `alcove open` serves them. */
  readonly pages: () => readonly string[];
  /** Once set, requests are refused with `server-stopping`. */
  readonly stopping: boolean;
};
