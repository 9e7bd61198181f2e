/**
 * Where the API is. On a server's own page that is the page's origin; `alcove open` serves the page from this machine
 * and names its server in `<meta name="alcove-server">`.
 */
export function serverOrigin(): string {
  const named = document.querySelector<HTMLMetaElement>('meta[name="alcove-server"]')?.content.trim();
  return named ? new URL(named).origin : location.origin;
}

/** Whether the server delivers the very code that opens its records (security.md section 7); `alcove open` ends that. */
export function isCodeFromServer(): boolean {
  return serverOrigin() === location.origin && !isServerHere();
}

/** Whether that server answers on this very computer alone: what `npm start` runs until it gets a name of its own. */
export function isServerHere(): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(serverOrigin()).hostname);
}
