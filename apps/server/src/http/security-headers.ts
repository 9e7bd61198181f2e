/**
 * What a browser is told with each answer. The web app runs nothing that is not in its bundle: no inline script or
 * style, no evaluation but WebAssembly's, no frame around it, and script addresses only through its own policy.
 */

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  // The editor parses pasted text through a policy of its own, in a document where nothing runs.
  "trusted-types alcove ProseMirrorClipboard 'allow-duplicates'",
].join("; ");

/** The camera scans QR codes; nothing else of the device is asked for. */
const permissionsPolicy = [
  "camera=(self)",
  ...[
    "accelerometer",
    "browsing-topics",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
  ].map((feature) => `${feature}=()`),
].join(", ");

/** For API answers, which no browser may show as a page. In the order of `ServerResponse.writeHead`. */
export const apiHeaders: readonly string[] = [
  "content-security-policy",
  "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options",
  "nosniff",
  "cross-origin-resource-policy",
  "same-origin",
  "cache-control",
  "no-store",
];

/** For the web app. `isHttps`: whether the pinned origin is; then it is never asked for in the clear again. */
export function pageHeaders(isHttps: boolean): Readonly<Record<string, string>> {
  return {
    "content-security-policy": contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": permissionsPolicy,
    ...(isHttps ? { "strict-transport-security": "max-age=63072000" } : {}),
  };
}
