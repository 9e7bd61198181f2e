/** In place of a language's word lists. */
export const dictionary = { "passwords-common": ["password", "passphrase", "ilovemycat"] };
export const adjacencyGraphs = {};
