/**
 * What a browser is told with every answer. The web app runs nothing that is not in its bundle: no inline script or
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
  "trusted-types alcove 'allow-duplicates'",
].join("; ");

/** The camera scans QR codes; nothing else of the device is asked for. */
const permissionsPolicy = [
  "camera=(self)",
  ...[
    "accelerometer",
    "bluetooth",
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

/** `isHttps`: whether the pinned origin is; then it is never asked for in the clear again. */
export function securityHeaders(isHttps: boolean): Readonly<Record<string, string>> {
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
