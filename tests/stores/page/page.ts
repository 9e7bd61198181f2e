/// <reference types="vite/client" />
/** The page between test and workers. Trusted Types are demanded of it, as of the app. */

import type { Answered, Call, FromWorker } from "./messages.ts";
import workerUrl from "./worker.ts?worker&url";

type Pending = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };
type Running = { readonly worker: Worker; readonly pending: Map<number, Pending> };
type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): URL };
};

const running = new Map<string, Running>();
const policy = (globalThis as unknown as { readonly trustedTypes: TrustedTypes }).trustedTypes.createPolicy("alcove", {
  createScriptURL: (url) => url,
});

function start(name: string): Running {
  const worker = new Worker(policy.createScriptURL(workerUrl), { type: "module", name });
  const pending = new Map<number, Pending>();
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === "ask") {
      void window.askTest(data.what).then(() => worker.postMessage({ answered: data.id } satisfies Answered));
    } else if (data.kind === "committed") {
      void window.committed(data.number).then(() => worker.postMessage({ answered: data.id } satisfies Answered));
    } else {
      const owed = pending.get(data.id);
      pending.delete(data.id);
      if (data.kind === "done") owed?.resolve(data.value);
      else owed?.reject(new Error(data.error));
    }
  };
  worker.onerror = (event) => {
    for (const owed of pending.values()) owed.reject(new Error(event.message));
  };
  const started = { worker, pending };
  running.set(name, started);
  return started;
}

let nextId = 1;
window.callWorker = (name, method, args) => {
  const { worker, pending } = running.get(name) ?? start(name);
  return new Promise((resolve, reject) => {
    const id = nextId++;
    pending.set(id, { resolve, reject });
    worker.postMessage({ id, name: method, args } satisfies Call);
  });
};
window.endWorker = (name) => {
  running.get(name)?.worker.terminate();
  running.delete(name);
};
