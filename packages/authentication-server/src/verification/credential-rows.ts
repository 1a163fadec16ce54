import type { Statement, Transaction } from '@tallystick/postgres';
import type { CredentialThrottleState } from '../throttle/credential-throttle.ts';
import type { CredentialState, StepHold } from './credential-state.ts';
import type { RaceGuards } from './race-guards.ts';
import { stepsLookedAround } from './window.ts';

/** A row of `authentication.credentials` as the driver delivers it. */
export interface CredentialRow {
  readonly credential_number: bigint;
  readonly account_id: string;
  readonly kind: CredentialState['kind'];
  readonly state: CredentialState['state'];
  readonly alias_key_id: number;
  readonly old_alias_key_id: number | null;
  readonly sealing_key_id: string;
  readonly sealed_leaves: Buffer;
  readonly activation_id: Buffer | null;
  readonly last_accepted_step: bigint;
  readonly accepted_steps: bigint;
  readonly recent_offsets: readonly number[];
  readonly throttle: CredentialThrottleState | null;
  readonly cap: bigint | null;
  readonly uses_per_day: number | null;
  readonly used_day: number | null;
  readonly used_count: number;
}

interface HoldRow {
  readonly credential_number: bigint;
  readonly step: bigint;
  readonly state: StepHold['state'];
  readonly merchant_id: string;
  readonly payment_id: string;
  readonly request_hash: Buffer;
}

const columns =
  'credential_number, account_id, kind, state, alias_key_id, old_alias_key_id, sealing_key_id, sealed_leaves, ' +
  'activation_id, last_accepted_step, accepted_steps, recent_offsets, throttle, cap, uses_per_day, used_day, used_count';

/**
 * Locks the credentials that the batch’s aliases may stand for, in the order of their numbers, so that two servers can’t
 * wait for each other, and reads their (credential, step) rows behind the lock.
 *
 * @param pressCredentialNumbers those among them that an alias of a device without a clock may stand for.
 */
export async function lockCredentials(
  transaction: Transaction,
  bucket: number,
  credentialNumbers: readonly bigint[],
  pressCredentialNumbers: readonly bigint[],
  serverStep: number,
  guards: RaceGuards,
): Promise<{ rows: readonly CredentialRow[]; holds: readonly StepHold[] }> {
  const numbers = [...new Set(credentialNumbers)].map(String);
  const pressNumbers = [...new Set(pressCredentialNumbers)].map(String);
  const [rows, holdRows, pressHoldRows] = await Promise.all([
    transaction.read<CredentialRow>(
      guards.rowLock ? lockStatement(bucket, numbers) : readStatement(bucket, numbers),
    ),
    transaction.read<HoldRow>(holdsStatement(bucket, numbers, serverStep)),
    pressNumbers.length === 0 ? [] : transaction.read<HoldRow>(pressHoldsStatement(bucket, pressNumbers)),
  ]);
  return { rows, holds: [...holdRows, ...pressHoldRows].map(toStepHold) };
}

function lockStatement(bucket: number, numbers: readonly string[]): Statement {
  return {
    name: 'authentication.lock_credentials',
    text: `SELECT ${columns} FROM authentication.credentials
      WHERE bucket = $1 AND credential_number = ANY($2::bigint[]) ORDER BY credential_number FOR UPDATE`,
    values: [bucket, numbers],
  };
}

/** The mutant of the race test: the same rows without the lock. */
function readStatement(bucket: number, numbers: readonly string[]): Statement {
  return {
    name: 'authentication.read_credentials',
    text: `SELECT ${columns} FROM authentication.credentials
      WHERE bucket = $1 AND credential_number = ANY($2::bigint[]) ORDER BY credential_number`,
    values: [bucket, numbers],
  };
}

function holdsStatement(bucket: number, numbers: readonly string[], serverStep: number): Statement {
  return {
    name: 'authentication.read_step_holds',
    text: `SELECT credential_number, step, state, merchant_id, payment_id, request_hash FROM authentication.step_holds
      WHERE bucket = $1 AND credential_number = ANY($2::bigint[]) AND step >= $3`,
    values: [bucket, numbers, serverStep - stepsLookedAround],
  };
}

/** Press numbers do not grow with time, so that all rows of a credential count until they are spent. */
function pressHoldsStatement(bucket: number, numbers: readonly string[]): Statement {
  return {
    name: 'authentication.read_press_holds',
    text: `SELECT credential_number, step, state, merchant_id, payment_id, request_hash FROM authentication.step_holds
      WHERE bucket = $1 AND credential_number = ANY($2::bigint[])`,
    values: [bucket, numbers],
  };
}

function toStepHold(row: HoldRow): StepHold {
  return {
    credentialNumber: row.credential_number,
    step: Number(row.step),
    state: row.state,
    merchantId: row.merchant_id,
    paymentId: row.payment_id,
    requestHash: row.request_hash,
  };
}
