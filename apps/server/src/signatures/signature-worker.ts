/** The thread that `SignatureDesk` hands batches to. */

import { parentPort } from "node:worker_threads";
import { Ed25519 } from "./ed25519.ts";
import { packResults, unpackJobs } from "./packed-jobs.ts";

const verifier = new Ed25519();

parentPort?.on("message", (packed: Uint8Array) => {
  const results = packResults(unpackJobs(packed).map((job) => verifier.verify(job)));
  parentPort?.postMessage(results, [results.buffer]);
});
