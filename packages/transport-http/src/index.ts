/** Requests to an Alcove server over HTTP. */
export * from "./http-transport.ts";
