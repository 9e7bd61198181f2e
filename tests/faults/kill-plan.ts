/**
 * What each file of kills answers for: as many kills at least, and each of these statements killed at least once.
 * `kill-plan.test.ts` holds the plan to the code: no statement that writes is left out.
 */

export const killPlan = {
  deviceWork: {
    kills: 66,
    statements: [
      "INSERT INTO SETTINGS",
      "INSERT INTO LEAVES",
      "INSERT INTO BODIES",
      "INSERT INTO PARTS",
      "INSERT INTO PLACES",
      "INSERT INTO PENDING",
      "INSERT INTO OUTBOX",
      "INSERT INTO DRAFTS",
      "INSERT INTO ENDED_DRAFTS",
      "INSERT INTO SNAPSHOTS",
      "INSERT INTO CHUNKS",
      "INSERT INTO FILES",
      "UPDATE DRAFTS",
      "UPDATE CHUNKS",
      "DELETE FROM DRAFTS",
      "DELETE FROM ENDED_DRAFTS",
      "DELETE FROM OUTBOX",
      "DELETE FROM PENDING",
      "DELETE FROM PARTS",
      "DELETE FROM BODIES",
      "DELETE FROM SNAPSHOTS",
    ],
  },
  memberDevice: { kills: 30, statements: ["INSERT INTO PROFILE", "DELETE FROM PLACES"] },
  leavingDevice: { kills: 4, statements: [] },
  givingDevice: { kills: 9, statements: [] },
  deviceFirst: { kills: 62, statements: ["INSERT INTO PROFILE"] },
  ownKeysDevice: {
    kills: 30,
    statements: [
      "INSERT INTO PROFILE",
      "UPDATE PROFILE",
      "DELETE FROM PROFILE",
      "UPDATE OUTBOX",
      "DELETE FROM FILES",
      "DELETE FROM SNAPSHOTS",
    ],
  },
  ownKeysServer: { kills: 8, statements: ["UPDATE ACCOUNT", "INSERT INTO FORMER_LOGIN_KEY", "INSERT INTO LEAF"] },
  guardedServer: {
    kills: 8,
    statements: [
      "INSERT INTO RELEASE_PART",
      "DELETE FROM RELEASE_PART",
      "INSERT INTO OPENING_PLACE",
      "INSERT INTO LEAF",
    ],
  },
  witnessServer: { kills: 4, statements: ["INSERT INTO WITNESSED", "INSERT INTO COSIGNED"] },
  serverWork: {
    kills: 42,
    statements: [
      "INSERT INTO LEAF",
      "INSERT INTO BODY_PAGE",
      "INSERT INTO AUTHOR_PLACE",
      "INSERT INTO PRACTICE",
      "INSERT INTO BLOB",
      "INSERT INTO DRAFT",
      "DELETE FROM DRAFT",
    ],
  },
  serverStart: { kills: 22, statements: [] },
  serverFirst: {
    kills: 62,
    statements: [
      "INSERT INTO ACCOUNT",
      "UPDATE ACCOUNT",
      "INSERT INTO DEVICE",
      "INSERT INTO HEARTBEAT_PLACE",
      "INSERT INTO INVITE",
      "UPDATE INVITE",
      "DELETE FROM INVITE",
      "INSERT INTO RECOVERY_SET",
      "INSERT INTO SERVED",
      "INSERT INTO AUTHENTICATOR",
      "UPDATE AUTHENTICATOR",
      "DELETE FROM AUTHENTICATOR",
    ],
  },
} as const;
