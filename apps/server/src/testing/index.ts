/** For tests of other packages: a device that speaks raw HTTP, and servers to speak to. */
export * from "./device.ts";
export * from "./run-server.ts";
export * from "./server-process.ts";
export * from "./test-clock.ts";
export * from "./totp.ts";
export * from "./soft-authenticator.ts";
