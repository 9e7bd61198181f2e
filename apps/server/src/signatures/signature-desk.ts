/**
 * Signatures in batches on a thread of their own. A verification costs 100 us, half of what an append costs the main
 * thread otherwise; handed over one by one (the thread pool of `node:crypto`) it costs more in thread switches than it
 * saves, so what comes within one turn of the event loop goes together, and a few are done right here.
 */

import { Worker } from "node:worker_threads";
import type { Bytes } from "@alcove/bytes";
import { Ed25519 } from "./ed25519.ts";
import { packJobs, type SignatureJob, type SignatureResult, unpackResults } from "./packed-jobs.ts";

/** Fewer are done faster than handed over. */
const fewestHandedOver = 4;

type Waiting = { readonly job: SignatureJob; resolve(result: SignatureResult): void; reject(error: unknown): void };

export class SignatureDesk {
  readonly #here = new Ed25519();
  #worker: Worker | undefined;
  #waiting: Waiting[] = [];
  /** What the worker has. */
  #handedOver: Waiting[] = [];
  #isScheduled = false;
  #isClosed = false;

  /** `key`: 32 bytes that passed the strict check. */
  async verify(key: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> {
    return (await this.#run({ kind: "verify", key, signature, message })) === true;
  }

  /** 64 bytes. */
  async sign(seed: Uint8Array, message: Uint8Array): Promise<Bytes> {
    return (await this.#run({ kind: "sign", seed, message })) as Bytes;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  #run(job: SignatureJob): Promise<SignatureResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      if (this.#isScheduled || this.#handedOver.length > 0) return;
      this.#isScheduled = true;
      setImmediate(() => {
        this.#isScheduled = false;
        this.#work();
      });
    });
  }

  #work(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length < fewestHandedOver || this.#isClosed) {
      for (const each of batch) settle(each, () => this.#here.run(each.job));
      return;
    }
    const jobs = batch.map(({ job }) => job);
    this.#handedOver = batch;
    const packed = packJobs(jobs);
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
      const results = unpackResults(
        batch.map(({ job }) => job),
        packed,
      );
      for (const [i, each] of batch.entries()) each.resolve(results[i] as SignatureResult);
      if (this.#waiting.length > 0) this.#work();
    });
    // Whatever ends the worker, its jobs are done here; the next batch starts another.
    const recover = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
      const batch = this.#handedOver;
      this.#handedOver = [];
      for (const each of batch) settle(each, () => this.#here.run(each.job));
    };
    worker.on("error", recover);
    worker.on("exit", recover);
    return worker;
  }
}

function settle({ resolve, reject }: Waiting, run: () => SignatureResult): void {
  try {
    resolve(run());
  } catch (error) {
    reject(error);
  }
}
