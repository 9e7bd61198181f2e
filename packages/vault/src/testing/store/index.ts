/**
 * The store contract: what every `Store` does, wherever it runs. Each case throws when it isn't so; a test in Node and a
 * worker in a browser run the same list.
 */
import { deviceFileCases } from "./device-file.ts";
import { memoryCases } from "./memory.ts";
import { statementCases } from "./statements.ts";
import { transactionCases } from "./transactions.ts";

export type { StoreCase, StoreSite } from "./case.ts";

export const storeContract = [...statementCases, ...transactionCases, ...memoryCases, ...deviceFileCases];
