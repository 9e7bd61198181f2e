/** The worker of the test page: the real store, on the real private file system. */

import { webCryptoPort } from "@alcove/store-web";
import { createHttpTransport } from "@alcove/transport-http";
import { storeContract } from "@alcove/vault/testing/store";
import { transportContract, transportLimits } from "@alcove/vault/testing/transport";
import { portFunctions } from "../port-functions.ts";
import { openingWork } from "./opening-work.ts";
import type { Answered, Call, FromWorker } from "./messages.ts";
import { siteIn } from "./private-files.ts";
import { transactionWork } from "./transaction-work.ts";

const work = {
  titles: async () => storeContract.map(({ title }) => title),

  async runCase(title: string) {
    const found = storeContract.find((one) => one.title === title);
    if (!found) throw new Error(`no case ${title}`);
    const folder = `case-${crypto.randomUUID()}`;
    await found.run(siteIn(folder, (what) => ask((id) => ({ kind: "ask", id, what }))));
  },

  async runTransportCase(title: string, closedOrigin: string) {
    const found = transportContract.find((one) => one.title === title);
    if (!found) throw new Error(`no case ${title}`);
    const transport = createHttpTransport({ ...transportLimits, blobFromBytes: 1 });
    await found.run({ transport, limits: transportLimits, origin: location.origin, closedOrigin });
  },

  ...openingWork,
  ...transactionWork((number) => ask((id) => ({ kind: "committed", id, number }))),
  ...portFunctions(webCryptoPort),
};
export type Work = typeof work;

const post = (message: FromWorker) => self.postMessage(message);
const asked = new Map<number, () => void>();

let lastId = 0;

function ask(message: (id: number) => FromWorker): Promise<void> {
  const id = ++lastId;
  post(message(id));
  return new Promise((resolve) => asked.set(id, resolve));
}

self.onmessage = ({ data }: MessageEvent<Call | Answered>) => {
  if ("answered" in data) {
    asked.get(data.answered)?.();
    asked.delete(data.answered);
    return;
  }
  const run = work[data.name] as (...args: readonly unknown[]) => Promise<unknown>;
  run(...data.args).then(
    (value) => post({ kind: "done", id: data.id, value }),
    (error: unknown) =>
      post({
        kind: "failed",
        id: data.id,
        error: describe(error),
      }),
  );
};

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? `${error.stack}` : `${error.stack}\ncaused by ${describe(error.cause)}`;
}
