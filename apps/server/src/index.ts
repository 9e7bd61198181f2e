export { type Clock, systemClock } from "./clock.ts";
export { createServer, type Server, type ServerOptions } from "./server.ts";
export { readSettings } from "./settings.ts";
export { StartRefused } from "./start-refused.ts";
