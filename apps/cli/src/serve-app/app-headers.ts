/**
 * What the browser is told with the app that this computer serves: the server's own rules (`apps/server`,
 * security-headers.ts; a test holds the two against each other), and leave to call the practice's server.
 */

/** Of a page, as its content security policy says them. `serverOrigin`: besides its own. */
export function pageRules(serverOrigin?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: blob:",
    ["connect-src", "'self'", ...(serverOrigin === undefined ? [] : [serverOrigin])].join(" "),
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types alcove ProseMirrorClipboard 'allow-duplicates'",
  ].join("; ");
}

export function appHeaders(serverOrigin: string): Readonly<Record<string, string>> {
  const refusedFeatures = [
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
  ];
  return {
    "content-security-policy": pageRules(serverOrigin),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ["camera=(self)", ...refusedFeatures.map((feature) => `${feature}=()`)].join(", "),
  };
}
