/** Loaded into a program before anything of it: the real Argon2id in a thousandth of its memory. */

import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";

const { argon2 } = crypto;
crypto.argon2 = (algorithm, parameters, done) =>
  argon2(algorithm, { ...parameters, memory: Math.max(8 * parameters.parallelism, parameters.memory / 1024) }, done);
syncBuiltinESMExports();
