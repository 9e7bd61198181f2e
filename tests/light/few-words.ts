/** In place of a language's word lists, a quarter of a million words: to set them up takes a program longer than all else that it does. */
export const dictionary = { "passwords-common": ["password", "passphrase", "ilovemycat"] };
export const adjacencyGraphs = {};
