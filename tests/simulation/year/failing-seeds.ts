/** Seeds that once found something: played first. */
export const failingSeeds: readonly string[] = [];
