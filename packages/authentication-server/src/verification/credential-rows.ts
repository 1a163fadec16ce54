import type { Statement, Transaction } from '@tallystick/postgres';
import type { CredentialThrottleState } from '../throttle/credential-throttle.ts';
import type { CredentialState, StepHold } from './credential-state.ts';
import type { RaceGuards } from './race-guards.ts';

/** A row of `authentication.credentials` as the driver delivers it. */
export interface CredentialRow {
  readonly credential_number: bigint;
  readonly account_id: string;
  readonly kind: string;
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

/** The credentials that one alias may stand for, and the lowest step whose row can matter for its code. */
export interface LookedFor {
  readonly credentialNumbers: readonly bigint[];
  readonly lowestHeldStep: number;
}

/**
 * Locks the credentials that the batch’s aliases may stand for, in the order of their numbers, so that two servers can’t
 * wait for each other, and reads their (credential, step) rows behind the lock.
 */
export async function lockCredentials(
  transaction: Transaction,
  bucket: number,
  looked: readonly LookedFor[],
  guards: RaceGuards,
): Promise<{ rows: readonly CredentialRow[]; holds: readonly StepHold[] }> {
  const numbers = numbersOf(looked);
  const [rows, ...holdRows] = await Promise.all([
    transaction.read<CredentialRow>(
      guards.rowLock ? lockStatement(bucket, numbers) : readStatement(bucket, numbers),
    ),
    ...[...Map.groupBy(looked, ({ lowestHeldStep }) => lowestHeldStep)].map(([lowestStep, group]) =>
      transaction.read<HoldRow>(holdsStatement(bucket, numbersOf(group), lowestStep)),
    ),
  ]);
  return { rows, holds: holdRows.flat().map(toStepHold) };
}

function numbersOf(looked: readonly LookedFor[]): readonly string[] {
  return [...new Set(looked.flatMap(({ credentialNumbers }) => credentialNumbers))].map(String);
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

function holdsStatement(bucket: number, numbers: readonly string[], lowestStep: number): Statement {
  return {
    name: 'authentication.read_step_holds',
    text: `SELECT credential_number, step, state, merchant_id, payment_id, request_hash FROM authentication.step_holds
      WHERE bucket = $1 AND credential_number = ANY($2::bigint[]) AND step >= $3`,
    values: [bucket, numbers, lowestStep],
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
