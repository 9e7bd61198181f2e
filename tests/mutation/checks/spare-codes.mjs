// Spare codes, which stand in for the second factor's digits, at the server.

import { inFile } from "./in-file.mjs";

const server = "apps/server/src";
const missedBy = { tests: [`${server}/http/routes/spare-codes.test.ts`], titles: "SES-11" };

export const spareCodeChecks = [
  ...inFile(`${server}/session/spare-codes.ts`, missedBy, [
    {
      id: "spare-codes/one-of-them",
      find: "return left.length < countSpareCodes(kept) ? concatBytes(...left) : undefined;",
      replace: "return concatBytes(...left);",
    },
    {
      id: "spare-codes/used-up",
      find: "    if (!timingSafeEqual(one, mac)) left.push(one);",
      replace: "    left.push(one);",
    },
    {
      id: "spare-codes/of-the-account",
      find: ".update(account)",
      replace: "",
      titles: "DT-01",
      tests: [`${server}/session/spare-codes.test.ts`],
    },
  ]),
  ...inFile(`${server}/store/accounts.ts`, missedBy, [
    {
      id: "spare-codes/quicker-one-only",
      find: '      .where("spare_codes", "=", spareCodes)\n',
      replace: "",
      tests: [`${server}/store/own-rows.test.ts`],
    },
    {
      id: "spare-codes/end-with-a-recovery",
      find: "      spare_codes: null,\n",
      replace: "",
      tests: [`${server}/http/routes/recovery.test.ts`],
      titles: "API-7",
    },
  ]),
  ...inFile(`${server}/http/routes/second-factor.ts`, missedBy, [
    {
      id: "spare-codes/where-there-is-a-second-factor",
      find: '      if (!(await hasSecondFactor(db, row.value))) return fail(failure("second-factor-needed"));\n',
      replace: "",
    },
    {
      id: "spare-codes/only-the-first-without-digits",
      find: "const isFirst = countSpareCodes(row.value.spareCodes) === 0 && stepUp.wasSet(session);",
      replace: "const isFirst = stepUp.wasSet(session);",
    },
    {
      id: "spare-codes/second-factor-shown",
      find: "      if (!shown.ok) return shown;\n      await setSpareCodes",
      replace: "      await setSpareCodes",
    },
  ]),
  ...inFile(`${server}/session/step-up.ts`, missedBy, [
    {
      id: "spare-codes/a-short-while-after-the-factor",
      find: "isSince(setAt.get(session), freshMs)",
      replace: "setAt.has(session)",
    },
  ]),
];
