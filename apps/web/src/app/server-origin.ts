/**
 * Where the API is. On a server's own page that is the page's origin; `alcove open` serves the page from this machine
 * and names its server in `<meta name="alcove-server">`.
 */
export function serverOrigin(): string {
  const named = document.querySelector<HTMLMetaElement>('meta[name="alcove-server"]')?.content.trim();
  return named ? new URL(named).origin : location.origin;
}
