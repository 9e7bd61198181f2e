/** `alcove` as tests start it. */

import "./argon2.ts";

await import("../../apps/cli/src/main.ts");
