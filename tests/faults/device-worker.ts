/**
 * A device at work, killed at a write point: `node device-worker.ts FOLDER CHART ROUND KILL_AT`. Says on stdout what it was
 * told is kept, one JSON line each, as soon as it was told; the test holds the store to exactly that.
 */

import { writeSync } from "node:fs";
import { nodeClock, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault } from "@alcove/vault";
import { passphrase } from "../bench/real-parts.ts";
import { killPoints, withKillPoints } from "./kill-points.ts";
import { lightCryptoPort } from "./light-crypto.ts";

const [folder = "", chart = "", round = "", killAt = "0"] = process.argv.slice(2);
/** Synchronous: what was said before the kill is in the pipe. */
const say = (fact: object) => writeSync(1, `${JSON.stringify(fact)}\n`);
const must = <T>(outcome: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!outcome.ok) throw new Error(outcome.error.code);
  return outcome.value;
};

const points = killPoints(Number(killAt));
const vault = createVault(
  {
    crypto: await lightCryptoPort(),
    store: withKillPoints(openNodeStore(folder), points),
    transport: createHttpTransport(),
    clock: nodeClock,
    log: () => {},
  },
  { indexing: "soon" },
);
must(await vault.unlock(passphrase));
const date = "2026-11-22";
const note = (text: string) => ({ chart, kind: "progress" as const, date, title: text, body: { text }, basedOn: [] });

// A draft typed further, then saved; an edit; a draft that stays; a file; a round to the server; a lock.
const draft = must(await vault.keepDraft(note(`draft ${round}`)));
must(await vault.keepDraft({ ...note(`draft ${round} typed further`), id: draft.id }));
say({ draft: draft.id, text: `draft ${round} typed further` });
const saved = must(await vault.saveNote({ ...note(`saved ${round}`), draft: draft.id }));
say({ note: saved.note, text: `saved ${round}`, ended: draft.id });
const edited = must(await vault.saveNote({ ...note(`edited ${round}`), note: saved.note, basedOn: [saved.revision] }));
say({ note: edited.note, text: `edited ${round}` });
const staying = must(await vault.keepDraft(note(`staying ${round}`)));
say({ draft: staying.id, text: `staying ${round}` });
const attached = must(
  await vault.attach({ chart, name: `file ${round}`, mediaType: "text/plain", bytes: Buffer.from(`bytes ${round}`) }),
);
say({ attachment: attached.id, text: `bytes ${round}` });
must(await vault.sync());
must(
  await vault
    .saveNote(note(`after ${round}`))
    .then((outcome) => (say(outcome.ok ? { note: outcome.value.note, text: `after ${round}` } : {}), outcome)),
);
must(await vault.sync());
await vault.discardDraft(staying.id);
say({ ended: staying.id });
await vault.lock("person");
say({ finished: points.reached() });
await vault.close();
