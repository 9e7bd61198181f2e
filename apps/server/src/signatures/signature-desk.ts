/**
 * Verifies in batches on a thread of its own. A verification costs 100 us, a fifth of what an append costs the main
 * thread otherwise; handed over one by one (the thread pool of `node:crypto`) it costs more in thread switches than it
 * saves, so what comes within one turn of the event loop goes together, and a few are done right here.
 *
 * Signing is done right here too: it costs a third of that, and the commit that waits for its checkpoint would stand
 * behind whatever the thread is verifying.
 */

import { Worker } from "node:worker_threads";
import type { Bytes } from "@alcove/bytes";
import { Ed25519 } from "./ed25519.ts";
import { packJobs, unpackResults, type VerifyJob } from "./packed-jobs.ts";

/** Fewer are done faster than handed over. */
const fewestHandedOver = 4;

type Waiting = { readonly job: VerifyJob; resolve(right: boolean): void; reject(error: unknown): void };

export class SignatureDesk {
  readonly #here = new Ed25519();
  #worker: Worker | undefined;
  #waiting: Waiting[] = [];
  /** What the worker has. */
  #handedOver: Waiting[] = [];
  #isScheduled = false;
  #isClosed = false;

  /** `key`: 32 bytes that passed the strict check. */
  verify(key: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job: { key, signature, message }, resolve, reject });
      if (this.#isScheduled || this.#handedOver.length > 0) return;
      this.#isScheduled = true;
      setImmediate(() => {
        this.#isScheduled = false;
        this.#work();
      });
    });
  }

  /** 64 bytes. */
  sign(seed: Uint8Array, message: Uint8Array): Bytes {
    return this.#here.sign(seed, message);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  #work(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length < fewestHandedOver || this.#isClosed) {
      for (const each of batch) settle(each, this.#here);
      return;
    }
    this.#handedOver = batch;
    const packed = packJobs(batch.map(({ job }) => job));
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage(packed, [packed.buffer]);
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL("./signature-worker.ts", import.meta.url));
    worker.unref();
    worker.on("message", (packed: unknown) => {
      // Under `node --watch` workers tell by the same way which files they loaded.
      if (!(packed instanceof Uint8Array)) return;
      const batch = this.#handedOver;
      this.#handedOver = [];
      const results = unpackResults(batch.length, packed);
      for (const [i, each] of batch.entries()) each.resolve(results[i] === true);
      if (this.#waiting.length > 0) this.#work();
    });
    // Whatever ends the worker, its jobs are done here; the next batch starts another.
    const recover = (): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      const batch = this.#handedOver;
      this.#handedOver = [];
      for (const each of batch) settle(each, this.#here);
      if (this.#waiting.length > 0) this.#work();
    };
    worker.on("error", recover);
    worker.on("exit", recover);
    return worker;
  }
}

function settle({ job, resolve, reject }: Waiting, verifier: Ed25519): void {
  try {
    resolve(verifier.verify(job));
  } catch (error) {
    reject(error);
  }
}
