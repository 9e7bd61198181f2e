/** Offline use, and what the service worker says about a bundle that changed. */

import { useSyncExternalStore } from "react";
import { scriptUrl } from "../worker/script-url.ts";

const CHANGED = "alcove-bundle-changed";

/** Registers the service worker; without one the app works, but not without a network at its start. */
export async function keepForOffline(): Promise<void> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  const controlled = navigator.serviceWorker.controller !== null;
  try {
    const registration = await navigator.serviceWorker.register(scriptUrl("/service-worker.js"));
    const watch = (worker: ServiceWorker | null) => {
      worker?.addEventListener("statechange", () => {
        if (worker.state === "installed" && controlled) dispatchEvent(new Event(CHANGED));
      });
    };
    watch(registration.installing);
    registration.addEventListener("updatefound", () => watch(registration.installing));
    if (registration.waiting && controlled) dispatchEvent(new Event(CHANGED));
  } catch (error) {
    console.warn("offline use is not available", error);
  }
  void navigator.storage?.persist?.();
}

function subscribe(listener: () => void): () => void {
  addEventListener(CHANGED, listener);
  return () => removeEventListener(CHANGED, listener);
}

const waiting = (): boolean => document.documentElement.dataset["newBundle"] === "waiting";

addEventListener(CHANGED, () => {
  document.documentElement.dataset["newBundle"] = "waiting";
});

/** The act that opens the new bundle, or nothing while there is none. */
export function useNewBundle(): (() => void) | undefined {
  const isWaiting = useSyncExternalStore(subscribe, waiting);
  return isWaiting ? openNewBundle : undefined;
}

function openNewBundle(): void {
  void navigator.serviceWorker.getRegistration().then((registration) => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration?.waiting?.postMessage("open");
  });
}
