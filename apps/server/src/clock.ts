/** The server's only sources of time, handed in so that tests can move them. */
export type Clock = {
  /** Milliseconds since 1970: for authenticator codes and dates of expiry, for nothing that orders or proves. */
  wallMs(): number;
  /** Milliseconds that never run backwards: for sessions, waits and limits. */
  steadyMs(): number;
};

export const systemClock: Clock = { wallMs: () => Date.now(), steadyMs: () => performance.now() };
