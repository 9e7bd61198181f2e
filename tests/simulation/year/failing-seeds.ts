/**
 * Years that once found something: `npm run simulation` plays them first, whole; what they found has tests of its own where it is
 * small. `acts`: how many there were in the list then, so that the seed tells the same story.
 */
export const failingSeeds: readonly { readonly seed: string; readonly acts: number }[] = [
  { seed: "year 28", acts: 24 },
  { seed: "year 32", acts: 24 },
  { seed: "year 1001", acts: 34 },
  { seed: "year 2", acts: 37 },
  { seed: "year 11", acts: 37 },
  { seed: "year 13", acts: 37 },
  { seed: "year 15", acts: 37 },
  { seed: "year 23", acts: 37 },
  { seed: "year 98", acts: 40 },
  { seed: "year 130", acts: 40 },
  { seed: "year 26", acts: 40 },
  { seed: "year 27", acts: 40 },
  { seed: "year 34", acts: 40 },
  { seed: "year 36", acts: 40 },
  { seed: "year 47", acts: 40 },
  { seed: "year 53", acts: 40 },
  { seed: "year 91", acts: 40 },
  { seed: "year 135", acts: 40 },
  { seed: "year 161", acts: 40 },
  { seed: "year 192", acts: 40 },
  { seed: "year 383", acts: 40 },
  { seed: "year 647", acts: 40 },
  { seed: "year 845", acts: 40 },
  { seed: "year 204", acts: 46 },
];
