import { createManualClock } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import { loadAliasKeys } from '../aliases/alias-keys.ts';
import type { EnrolmentAlarm, EnrolmentServer } from '../enrolment/enrolment-server.ts';
import { checkSealingKeys } from '../sealing/check-sealing-keys.ts';
import { credentialKinds, registerKinds } from '../kinds/credential-kinds.ts';
import { newKeyFileText, parseKeyRing } from '../sealing/key-ring.ts';

export interface TestEnrolmentServer extends EnrolmentServer {
  readonly clock: ReturnType<typeof createManualClock>;
  /** Every alarm that was raised. */
  readonly alarms: EnrolmentAlarm[];
}

/** 2026-11-23, 12:00 UTC. */
export const testStartMs = Date.UTC(2026, 10, 23, 12);

/** An enrolment server with fresh keys on a database that has the schema. */
export async function newTestEnrolmentServer(
  database: Database,
  bucketCount = 1,
): Promise<TestEnrolmentServer> {
  const keyRing = parseKeyRing(newKeyFileText(), 'memory');
  await checkSealingKeys(database, keyRing);
  const alarms: EnrolmentAlarm[] = [];
  return {
    database,
    keyRing,
    aliasKeys: await loadAliasKeys(database, keyRing),
    clock: createManualClock(testStartMs),
    bucketCount,
    issuerPrefix: '83',
    operatorPublicKey: new Uint8Array(32).fill(5),
    aliasDayCount: 400,
    kinds: registerKinds(credentialKinds()),
    // Tests enrol many terminals at one account.
    accountLimits: { openActivations: 1_000, credentials: 1_000 },
    alarms,
    onAlarm: (alarm) => alarms.push(alarm),
  };
}
