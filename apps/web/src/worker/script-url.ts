/**
 * Trusted Types: under `require-trusted-types-for 'script'` a worker's address must come from a policy.
 * This is Alcove's only one; it lets through addresses of this origin and nothing else.
 */

type ScriptPolicy = { createScriptURL(url: string): URL };
type TrustedTypeFactory = {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy;
};

const sameOrigin = (url: string): string => {
  if (new URL(url, location.href).origin !== location.origin) throw new TypeError("a script of another origin");
  return url;
};

const factory = (globalThis as { readonly trustedTypes?: TrustedTypeFactory }).trustedTypes;
const policy = factory?.createPolicy("alcove", { createScriptURL: sameOrigin });

/** The address in the form that `Worker` and `serviceWorker.register` take. Throws for another origin. */
export function scriptUrl(url: string): URL | string {
  return policy ? policy.createScriptURL(url) : sameOrigin(url);
}
