/**
 * Loaded into a program before anything of it: the estimator of passphrases with a few words instead of a quarter of a
 * million, which take a program longer to set up than all else that it does.
 */

import { registerHooks } from "node:module";

const few = new URL("few-words.ts", import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) => next(specifier.startsWith("@zxcvbn-ts/language-") ? few : specifier, context),
});
