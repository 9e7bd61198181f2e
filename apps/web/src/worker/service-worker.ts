/**
 * Offline use: keeps the bundle as it was built, each file checked against the hash in the list, and serves it from
 * there. Never touches the API. It detects a changed bundle and lets the page say so; it proves nothing, because the
 * server that delivers the bundle delivers this file too.
 */

type FetchEventLike = Event & { readonly request: Request; respondWith(answer: Promise<Response>): void };
type ExtendableEventLike = Event & { waitUntil(work: Promise<unknown>): void };
type Scope = {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", listener: (event: ExtendableEventLike) => void): void;
  addEventListener(kind: "fetch", listener: (event: FetchEventLike) => void): void;
  addEventListener(kind: "message", listener: (event: MessageEvent) => void): void;
};

const scope = self as unknown as Scope;

/** Path and `sha256-…` of each file; the build writes it. */
const files = JSON.parse("%PRECACHE%") as readonly (readonly [path: string, integrity: string])[];
/** Another list, another cache: names change with any file. */
const cacheName = "alcove-%VERSION%";
const kept = new Set(files.map(([path]) => path));

scope.addEventListener("install", (event) => event.waitUntil(keepBundle()));
scope.addEventListener("activate", (event) => event.waitUntil(forgetFormer().then(() => scope.clients.claim())));
scope.addEventListener("message", (event) => {
  if (event.data === "open") void scope.skipWaiting();
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.location.origin || url.pathname.startsWith("/v1/")) return;
  if (request.mode === "navigate") event.respondWith(fromCache("/", request));
  else if (kept.has(url.pathname) || url.pathname.startsWith("/assets/")) {
    event.respondWith(fromCache(url.pathname, request));
  }
});

async function keepBundle(): Promise<void> {
  const cache = await caches.open(cacheName);
  await Promise.all(
    files.map(async ([path, integrity]) => {
      if (await cache.match(path)) return;
      const answer = await fetch(new Request(path, { integrity, cache: "reload", credentials: "same-origin" }));
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      await cache.put(path, answer);
    }),
  );
}

async function forgetFormer(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name !== cacheName && name.startsWith("alcove-")).map((name) => caches.delete(name)),
  );
}

async function fromCache(path: string, request: Request): Promise<Response> {
  // Where nothing more can be kept, as on a full disk, the page has its file all the same.
  const cache = await caches.open(cacheName).catch(() => undefined);
  const found = await cache?.match(path).catch(() => undefined);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && path.startsWith("/assets/")) await cache?.put(path, answer.clone()).catch(() => {});
  return answer;
}
