/** Seeds that once found something: `npm run simulation` plays them first, whole; what they found has tests of its own where it is small. */
export const failingSeeds: readonly string[] = ["year 28", "year 32"];
