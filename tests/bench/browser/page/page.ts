/// <reference types="vite/client" />
/** The page between the benchmark and the worker that holds the vault, under the app's own content security policy. */

import type { Answer, Call } from "./messages.ts";
import workerUrl from "./worker.ts?worker&url";

type Pending = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };
type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): URL };
};

const policy = (globalThis as unknown as { readonly trustedTypes: TrustedTypes }).trustedTypes.createPolicy("alcove", {
  createScriptURL: (url) => url,
});
const worker = new Worker(policy.createScriptURL(workerUrl), { type: "module" });
const calls: Pending[] = [];

worker.onmessage = ({ data }: MessageEvent<Answer>) => {
  if (data.ok) calls[data.id]?.resolve(data.value);
  else calls[data.id]?.reject(new Error(data.error));
};
worker.onerror = (event) => {
  for (const { reject } of calls) reject(new Error(event.message));
};

window.measureInWorker = (name, args) =>
  new Promise((resolve, reject) => {
    const id = calls.push({ resolve, reject }) - 1;
    worker.postMessage({ id, name, args } satisfies Call);
  });
