/** The server can't start; the message is a sentence for whoever runs it. */
export class StartRefused extends Error {}
